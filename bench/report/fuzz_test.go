package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// FuzzJournalReported: whatever a journal says, every form can be written and
// holds nothing that a terminal obeys.
func FuzzJournalReported(f *testing.F) {
	f.Add(benchtest.Journal("x\x1b[31m\u202e\u009b", "llama-bench"))
	f.Add([]byte("{\"seq\":1,\"kind\":\"SessionStarted\",\"fact\":{\"plan\":{\"jobs\":[{\"id\":\"a\",\"tests\":[{\"p\":1}],\"repetitions\":2}]}}}\n{\"seq\":2,\"job\":\"a\",\"kind\":\"TestFinished\",\"fact\":{\"result\":{\"test\":{\"p\":1},\"samples_ns\":[1,9223372036854775807]}}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := bench.NewSession()
		for line := range bytes.Lines(text) {
			var e bench.Event
			if json.Unmarshal(line, &e) == nil {
				s.Apply(e)
			}
		}
		o := Options{IncludeSuspect: true}
		forms := []func(io.Writer) error{
			func(w io.Writer) error { return Plain(w, s, o) },
			func(w io.Writer) error { return writeDoubts(w, s) },
		}
		for _, format := range Formats() {
			forms = append(forms, func(w io.Writer) error { return format.Write(w, s, o) })
		}
		if len(s.Jobs) > 0 {
			forms = append(forms, func(w io.Writer) error {
				return SheetMarkdown(w, SideBySide([]*bench.Session{s, s}, 0, true), o)
			})
		}
		for i, form := range forms {
			var out strings.Builder
			if err := form(&out); err != nil {
				t.Fatalf("form %d: %v", i, err)
			}
			if unfit := benchtest.Unfit(out.String()); unfit != "" {
				t.Errorf("form %d: %s", i, unfit)
			}
		}
	})
}
