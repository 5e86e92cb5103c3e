package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Responses writes every response with all it found and where: one JSON object a line, sorted by id. It is what other
// programs build on.
var Responses = Format{Name: "responses", File: "responses.jsonl", Write: writeResponses}

func writeResponses(w io.Writer, in Input) error {
	if in.Responses == nil {
		return errors.New("report: responses.jsonl needs the responses")
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	last, first := "", true
	for r, err := range in.Responses {
		if err != nil {
			return fmt.Errorf("report: responses.jsonl: %w", err)
		}
		if !first && r.ID <= last {
			return fmt.Errorf("report: responses.jsonl: response %q comes after %q", r.ID, last)
		}
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("report: responses.jsonl: %s: %w", r.ID, err)
		}
		last, first = r.ID, false
	}
	return nil
}
