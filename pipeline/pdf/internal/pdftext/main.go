// Command pdftext is the PDF reader's own tool: it writes what pdf.Read reads, for measuring and for looking.
//
// Usage: pdftext [-blocks] [-o DIR] FILE...
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/clausewise/clausewise/pipeline/pdf"
)

func main() {
	blocks := flag.Bool("blocks", false, "write the document as JSON")
	out := flag.String("o", "", "write NAME.txt (or NAME.json) into this folder")
	limit := flag.Duration("t", 20*time.Second, "time for one file")
	flag.Parse()
	for _, name := range flag.Args() {
		if err := one(name, *out, *blocks, *limit); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		}
	}
}

func one(name, out string, blocks bool, limit time.Duration) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	doc, err := pdf.Read(ctx, data, pdf.Options{})
	if doc == nil {
		return err
	}
	if e := doc.Validate(); e != nil {
		return e
	}
	for _, p := range doc.Problems {
		fmt.Fprintf(os.Stderr, "%s: %s: %s\n", name, p.Code, p.Text)
	}
	text, ending := []byte(doc.Text+"\n"), ".txt"
	if blocks {
		if text, err = json.Marshal(doc); err != nil {
			return err
		}
		ending = ".json"
	}
	if out == "" {
		_, werr := os.Stdout.Write(text)
		if werr != nil {
			return werr
		}
		return err
	}
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	if e := os.WriteFile(filepath.Join(out, base+ending), text, 0o644); e != nil {
		return e
	}
	return err
}
