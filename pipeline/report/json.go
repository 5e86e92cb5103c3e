package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// JSON writes the summary for programs. Its lists stand an element a line, so that two reports can be compared line
// by line, and are written one element at a time.
var JSON = Format{Name: "json", File: "summary.json", Write: writeJSON}

func writeJSON(w io.Writer, in Input) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	v := reflect.ValueOf(in.Summary)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		out.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + `"` + name + `":`)
		if err := encodeField(out, enc, v.Field(i)); err != nil {
			return err
		}
	}
	out.WriteString("}\n")
	return out.Flush()
}

// ReadSummary reads what [JSON] wrote.
func ReadSummary(r io.Reader) (consult.Summary, error) {
	var s consult.Summary
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return s, fmt.Errorf("report: %s: %w", JSON.File, err)
	}
	if s.Schema != consult.SummarySchema {
		return s, fmt.Errorf("report: %s: its form is %q, want %q", JSON.File, s.Schema, consult.SummarySchema)
	}
	return s, nil
}

// encodeField writes a field of the summary: a list one element a line. The encoder ends each value with a line
// break, which JSON allows there.
func encodeField(out *bufio.Writer, enc *json.Encoder, f reflect.Value) error {
	if f.Kind() != reflect.Slice {
		return enc.Encode(f.Interface())
	}
	out.WriteString("[")
	for i := range f.Len() {
		if i > 0 {
			out.WriteString(",")
		}
		if err := enc.Encode(f.Index(i).Interface()); err != nil {
			return err
		}
	}
	_, err := out.WriteString("]\n")
	return err
}
