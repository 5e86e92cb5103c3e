package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/reader"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/report"
	"github.com/clausewise/clausewise/pipeline/store"
)

const (
	letters = "../fixtures/da-boernepolitik/responses"
	draft   = "../fixtures/da-boernepolitik/policy.pdf"
)

func TestStagesAreValid(t *testing.T) {
	var all []*analyzers.Analyzer
	for i, s := range Stages(true) {
		outer := i == 0 || i == len(Stages(true))-1
		if s.Name == "" || s.Doc == "" || outer != (len(s.Analyzers) == 0) {
			t.Errorf("stage %q lacks a name, a sentence or analyzers", s.Name)
		}
		all = append(all, s.Analyzers...)
	}
	if err := analyzers.Validate(all); err != nil {
		t.Error(err)
	}
	var early []*analyzers.Analyzer
	for _, s := range before(Stages(true)) {
		early = append(early, s.Analyzers...)
	}
	if err := analyzers.Validate(early); err != nil {
		t.Error(err)
	}
}

func TestJobs(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"b/R01.pdf", "a/R01.pdf", "R01.docx", "R01.pdf", ".hidden.pdf", ".git/x.pdf", "~$R01.docx", "old/.clausewise/x", "old/index.html", "out/x.txt"} {
		write(t, filepath.Join(dir, f), "x")
	}
	jobs, err := Jobs([]string{dir, filepath.Join(dir, "a", "R01.pdf")}, filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range jobs {
		got = append(got, j.Name+" = "+j.ID)
	}
	want := []string{"R01.docx = R01", "R01.pdf = R01.pdf", "a/R01.pdf = a-R01.pdf", "b/R01.pdf = b-R01.pdf"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := Jobs([]string{filepath.Join(dir, "none")}, ""); err == nil || !strings.Contains(err.Error(), "no such file or folder") {
		t.Errorf("missing folder: %v", err)
	}
	if _, err := Jobs([]string{t.TempDir()}, ""); !errors.Is(err, ErrNothing) {
		t.Errorf("empty folder: %v", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// outputs returns the report's files.
func outputs(t *testing.T, out string) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, f := range report.Formats {
		raw, err := os.ReadFile(filepath.Join(out, f.File))
		if err != nil {
			t.Fatal(err)
		}
		got[f.File] = string(raw)
	}
	return got
}

// mustRun runs c, by rules alone unless c says otherwise: they are fast, and the reader changes nothing in how a run
// goes on.
func mustRun(t *testing.T, c Config) *Result {
	t.Helper()
	if c.Reader == "" {
		c.Reader = ReaderOff
	}
	res, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	one, four := t.TempDir(), t.TempDir()
	mustRun(t, Config{Inputs: []string{letters}, Policy: draft, Out: one, Workers: 1})
	mustRun(t, Config{Inputs: []string{letters}, Policy: draft, Out: four, Workers: 4})
	if diff := cmp.Diff(outputs(t, one), outputs(t, four)); diff != "" {
		t.Error(diff)
	}
}

// TestSameBytesInAnyOrder gives the files one by one, in other orders than the folder has them.
func TestSameBytesInAnyOrder(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(letters, "*.pdf"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d letters, %v", len(files), err)
	}
	for what, draft := range map[string]string{"draft": draft, "no draft": ""} {
		want := t.TempDir()
		mustRun(t, Config{Inputs: []string{letters}, Policy: draft, Out: want})
		for seed := range uint64(2) {
			mixed := slices.Clone(files)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
			got := t.TempDir()
			mustRun(t, Config{Inputs: mixed, Policy: draft, Out: got, Workers: 3})
			if diff := cmp.Diff(outputs(t, want), outputs(t, got)); diff != "" {
				t.Errorf("%s, order %d: %s", what, seed, diff)
			}
		}
	}
}

// TestReader holds that the learned reader, where this program has a model, leaves the same bytes for any number of
// workers, and that its results are not taken for those of the rules alone.
func TestReader(t *testing.T) {
	if err := reader.Available(); err != nil {
		if _, err := Run(context.Background(), Config{Inputs: []string{letters}, Policy: draft, Out: t.TempDir(), Reader: ReaderOn}); err == nil {
			t.Error("no model, and --reader on is no error")
		}
		t.Skip(err)
	}
	files := []string{letters + "/R01.pdf", letters + "/R02.pdf", letters + "/R03.pdf"}
	one, three := t.TempDir(), t.TempDir()
	c := Config{Inputs: files, Policy: draft, Out: one, Workers: 1, Reader: ReaderOn}
	if res := mustRun(t, c); res.Summary.Reader == "" {
		t.Error("the summary doesn't name the reader")
	}
	mustRun(t, Config{Inputs: files, Policy: draft, Out: three, Workers: 3, Reader: ReaderAuto})
	if diff := cmp.Diff(outputs(t, one), outputs(t, three)); diff != "" {
		t.Error(diff)
	}
	c.Reader = ReaderOff
	if res := mustRun(t, c); res.Reused != 0 || res.Summary.Reader != "" {
		t.Errorf("%d results of the reader were taken for those of the rules", res.Reused)
	}
}

// TestLettersInArchives holds a ZIP of letters against the letters themselves.
func TestLettersInArchives(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	f, err := os.Create(filepath.Join(in, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, text := range map[string]string{"a.txt": "Vi støtter afsnit 1.1.", "sub/b.txt": "Vi er imod afsnit 2.1.", "c.txt": ""} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(in, "b.txt"), "Vi har ingen bemærkninger.")
	for _, draft := range []string{draft, ""} {
		c := Config{Inputs: []string{in}, Policy: draft, Out: out}
		res := mustRun(t, c)
		var got []string
		for _, r := range res.Summary.Responses {
			got = append(got, r.ID+" = "+r.File)
		}
		want := []string{"a = all.zip/a.txt", "b = all.zip/sub/b.txt", "b.txt = b.txt"}
		if diff := cmp.Diff(want, got); diff != "" || len(res.Unread) != 1 || res.Unread[0].File != "all.zip/c.txt" {
			t.Errorf("%s; unread %v", diff, res.Unread)
		}
		first := outputs(t, out)
		if res := mustRun(t, c); res.Reused != 3 || len(res.Unread) != 1 {
			t.Errorf("%d of 3 reused, %d unread", res.Reused, len(res.Unread))
		}
		if diff := cmp.Diff(first, outputs(t, out)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestPanicIsAProblemOfOneFile holds that a fault of the program costs one file, and that it is named the same each time.
func TestPanicIsAProblemOfOneFile(t *testing.T) {
	in := t.TempDir()
	write(t, filepath.Join(in, "a.txt"), "x")
	write(t, filepath.Join(in, "b.txt"), "x")
	jobs, err := Jobs([]string{in}, "")
	if err != nil {
		t.Fatal(err)
	}
	r := &run{Config: Config{Workers: 2}, jobs: jobs, used: map[string]bool{}}
	err = r.each(context.Background(), "reading", func(i int, data []byte, sum string) (outcome, error) {
		if i == 0 {
			panic("no head for it")
		}
		return outcome{"k", []found{{name: "b.txt", key: "k"}}, false}, nil
	})
	p := r.found[0][0].problem
	if err != nil || p == nil || r.found[1][0].problem != nil || r.state.Failed != 1 {
		t.Fatalf("%v, %+v", err, r.found)
	}
	if !regexp.MustCompile(`^a\.txt: .*\(no head for it, pipeline_test\.go:\d+\)`).MatchString(p.Text) {
		t.Error(p.Text)
	}
}

func TestResumeEqualsUninterrupted(t *testing.T) {
	whole, parts := t.TempDir(), t.TempDir()
	mustRun(t, Config{Inputs: []string{letters}, Policy: draft, Out: whole})

	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	_, err := Run(ctx, Config{Inputs: []string{letters}, Policy: draft, Out: parts, Workers: 1, Reader: ReaderOff, Progress: func(p Progress) {
		if p.Done == 5 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("an interrupted run returned %v", err)
	}
	if _, err := os.Stat(filepath.Join(parts, report.JSON.File)); err == nil {
		t.Error("an interrupted run left a report")
	}
	res := mustRun(t, Config{Inputs: []string{letters}, Policy: draft, Out: parts})
	if res.Reused < 5 {
		t.Errorf("%d results were reused after 5 files were read", res.Reused)
	}
	if diff := cmp.Diff(outputs(t, whole), outputs(t, parts)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyWhatChanged(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	c := Config{Inputs: []string{in}, Policy: draft, Out: out, Program: "1"}
	write(t, filepath.Join(in, "a.txt"), "Vi støtter afsnit 1.1 fuldt ud.\n\nMed venlig hilsen\n\nFlinteby Ungeforening")
	write(t, filepath.Join(in, "b.txt"), "Vi er imod afsnit 2.1.")
	for _, step := range []struct {
		what   string
		do     func()
		reused int
		read   int
	}{
		{"first run", func() {}, 0, 2},
		{"nothing changed", func() {}, 2, 2},
		{"one file changed", func() { write(t, filepath.Join(in, "b.txt"), "Vi er helt imod afsnit 2.1.") }, 1, 2},
		{"one file added", func() { write(t, filepath.Join(in, "c.txt"), "Vi har ingen bemærkninger.") }, 2, 3},
		{"one file gone", func() { os.Remove(filepath.Join(in, "a.txt")) }, 2, 2},
		{"another draft", func() { c.Policy = "../fixtures/en-parks/policy.pdf" }, 0, 2},
		{"another program", func() { c.Program = "2" }, 0, 2},
		{"start over", func() { c.Fresh = true }, 0, 2},
	} {
		step.do()
		if res := mustRun(t, c); res.Reused != step.reused || res.Read != step.read {
			t.Errorf("%s: %d of %d reused, want %d of %d", step.what, res.Reused, res.Read, step.reused, step.read)
		}
	}
	entries, _ := filepath.Glob(filepath.Join(out, store.Folder, "entries", "*", "*"))
	if len(entries) != 2 {
		t.Errorf("%d entries are kept for 2 files", len(entries))
	}
}

func TestBadFilesStopNobody(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	write(t, filepath.Join(in, "good.txt"), "Vi støtter afsnit 1.1.")
	write(t, filepath.Join(in, "empty.pdf"), "")
	write(t, filepath.Join(in, "broken.pdf"), "%PDF-1.7\nnothing that a reader could follow")
	write(t, filepath.Join(in, "photo.png"), "\x89PNG\r\n\x1a\n0000")
	res := mustRun(t, Config{Inputs: []string{in}, Policy: draft, Out: out})
	var names []string
	for _, p := range res.Unread {
		names = append(names, p.File)
		if !strings.Contains(p.Text, p.File) || p.Code == "" {
			t.Errorf("problem without the file's name or without a code: %+v", p)
		}
	}
	if diff := cmp.Diff([]string{"broken.pdf", "empty.pdf", "photo.png"}, names); diff != "" || res.Read != 1 {
		t.Errorf("%d read; unread: %s", res.Read, diff)
	}
	if len(res.Summary.Problems) < 3 {
		t.Errorf("the summary lists %d problems", len(res.Summary.Problems))
	}
}

// TestQuotesAreVerbatim holds every quote of an output against the text of its document or its clause.
func TestQuotesAreVerbatim(t *testing.T) {
	for _, set := range []string{"da-boernepolitik", "en-parks"} {
		dir := filepath.Join("../fixtures", set)
		out := t.TempDir()
		res := mustRun(t, Config{Inputs: []string{filepath.Join(dir, "responses")}, Policy: filepath.Join(dir, "policy.pdf"), Out: out})
		raw, err := os.ReadFile(filepath.Join(out, report.Responses.File))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, line := range bytes.Split(bytes.TrimSpace(raw), []byte("\n")) {
			var r consult.Response
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(filepath.Join(dir, "responses", r.Source.Name))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Extract(context.Background(), r.Source.Name, data)
			if err != nil {
				t.Fatal(err)
			}
			n += verbatim(t, r, doc, res.Policy)
		}
		if n < 100 {
			t.Errorf("%s: only %d quotes were held against their source", set, n)
		}
	}
}

func verbatim(t *testing.T, r consult.Response, d *consult.Document, p *consult.Policy) int {
	n := 0
	at := func(what, text string, e consult.EvidenceRecord) {
		n++
		if text != d.Text[e.Start:e.End] {
			t.Errorf("%s: %s %q is not what stands at %d–%d: %q", r.ID, what, text, e.Start, e.End, d.Text[e.Start:e.End])
		}
		if want := d.PageOf(consult.Span{Start: e.Start, End: e.End}); e.Page != want || len(e.Boxes) == 0 {
			t.Errorf("%s: %s %q: page %d, want %d; %d boxes", r.ID, what, text, e.Page, want, len(e.Boxes))
		}
	}
	somewhere := func(what string, text *string) {
		if text == nil {
			return
		}
		n++
		all := d.Text
		for _, c := range p.Clauses {
			all += "\n\n" + c.Text
		}
		for _, part := range strings.Fields(*text) { // words may stand apart ("20" … "hverdage"), but each must be there
			if !strings.Contains(all, part) {
				t.Errorf("%s: %s %q: %q stands neither in the response nor in the draft", r.ID, what, *text, part)
			}
		}
	}
	whole := func(what string, text *string) {
		if text == nil {
			return
		}
		n++
		if !strings.Contains(d.Text, *text) {
			t.Errorf("%s: %s %q does not stand in the response", r.ID, what, *text)
		}
	}
	for _, x := range r.Recommendations {
		at("recommendation", x.Text, x.Evidence)
	}
	for _, x := range r.Rewordings {
		at("rewording", x.Evidence.Text, x.Evidence)
		somewhere("original", x.Original)
		somewhere("proposed", x.Proposed)
	}
	for _, x := range r.Stances {
		whole("condition", x.Condition)
		for _, e := range x.Evidence {
			at("evidence", e.Text, e)
		}
	}
	if n++; !strings.Contains(strings.Join(strings.Fields(d.Text), " "), r.Respondent.Name) { // a name is one line
		t.Errorf("%s: name %q does not stand in the response", r.ID, r.Respondent.Name)
	}
	whole("addressee", r.Addressee)
	whole("subject", r.Subject)
	for _, s := range r.Respondent.Signatories {
		whole("signatory", &s)
	}
	for _, s := range r.Sections {
		whole("heading", &s.Heading)
	}
	return n
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "in", "a.txt"), "Vi støtter forslaget.")
	write(t, filepath.Join(dir, "file"), "x")
	write(t, filepath.Join(dir, "flat.txt"), "Hej")
	for want, c := range map[string]Config{
		"is a file; name a folder":              {Out: filepath.Join(dir, "file")},
		"is the folder of the responses itself": {Out: filepath.Join(dir, "in")},
		"no report folder was named":            {},
		"no such file or folder":                {Out: filepath.Join(dir, "out"), Policy: filepath.Join(dir, "none.pdf")},
		"flat.txt":                              {Out: filepath.Join(dir, "out"), Policy: filepath.Join(dir, "flat.txt")},
	} {
		c.Inputs = []string{filepath.Join(dir, "in")}
		if _, err := Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	s, err := store.Open(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = Run(context.Background(), Config{Inputs: []string{filepath.Join(dir, "in")}, Out: filepath.Join(dir, "out"), Policy: draft})
	if !errors.Is(err, store.ErrLocked) {
		t.Errorf("two runs on one folder: %v", err)
	}
}
