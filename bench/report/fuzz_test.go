package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// FuzzJournalReported: whatever a journal contains, it can be written in every
// format, and no text has characters that a terminal obeys.
func FuzzJournalReported(f *testing.F) {
	f.Add(benchtest.Journal("x\x1b[31m\u202e\u009b", "llama-bench"))
	f.Add([]byte("{\"seq\":1,\"kind\":\"SessionStarted\",\"fact\":{\"plan\":{\"jobs\":[{\"id\":\"a\",\"tests\":[{\"p\":1}],\"repetitions\":2}]}}}\n{\"seq\":2,\"job\":\"a\",\"kind\":\"TestFinished\",\"fact\":{\"result\":{\"test\":{\"p\":1},\"samples_ns\":[1,9223372036854775807]}}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		writable(t, replayed(text))
	})
}

// writable fails if a session cannot be written in some format, or if a text
// has characters that a terminal obeys.
func writable(t *testing.T, s *bench.Session) {
	t.Helper()
	for name, form := range formsOf(s, s) {
		var out strings.Builder
		if err := form(&out, Options{IncludeSuspect: true}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if unfit := benchtest.Unfit(out.String()); unfit != "" {
			t.Errorf("%s: %s", name, unfit)
		}
	}
}

// FuzzRead: a report from elsewhere is either refused in one line, or it can be
// compared and written again in every format.
func FuzzRead(f *testing.F) {
	var text, document bytes.Buffer
	if err := errors.Join(Markdown(&text, full(true), Options{}), JSON(&document, full(true), Options{})); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	f.Add(document.Bytes())
	f.Add(bytes.ReplaceAll(text.Bytes(), []byte("+00:00"), []byte("+24:59")))
	f.Add(bytes.ReplaceAll(document.Bytes(), []byte(`Z"`), []byte(`+24:59"`)))
	f.Add([]byte(`{"schema":` + strings.Repeat("9", 2000) + `}`))
	f.Add(bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n> ")))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Read(text)
		if err != nil {
			if said := err.Error(); bench.Clean(said) != said || len(said) > 1000 {
				t.Fatalf("%d bytes: %.200q", len(said), said)
			}
			return
		}
		OldAgainstNew(s, s, false)
		writable(t, s)
	})
}
