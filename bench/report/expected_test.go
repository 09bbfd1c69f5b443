package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

var expectedHere = bench.Expected{
	SpeedRange: bench.SpeedRange{TPS: 150, From: 140, To: 160}, Chip: "RTX 4090",
	Own:    bench.OwnResult{Model: "SmolLM2 Q4_1", Measured: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), Results: 2},
	Others: bench.SpeedRange{TPS: 170, From: 155, To: 190},
}

// expecting is a session that expected more than it measured.
func expecting(s *bench.Session) *bench.Session {
	j := s.Jobs[0]
	for _, t := range j.Tests {
		s.Apply(bench.Event{Seq: s.LastSeq + 1, Job: j.ID, Fact: bench.SpeedExpected{Test: t.Test, Expected: expectedHere}})
	}
	return s
}

// A report says what was expected, and that the result is below it; read back
// elsewhere, it says the same.
func TestWhatWasExpectedIsToldAndTravelsWithTheReport(t *testing.T) {
	s := expecting(measured("s", around100(1), around100(1)))
	var text, page, table, document bytes.Buffer
	for _, err := range []error{Plain(&text, s, Options{}), Markdown(&page, s, Options{}), CSV(&table, s, Options{}), JSON(&document, s, Options{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const by = "by published results for chips like the RTX 4090, and by this machine's SmolLM2 Q4_1 of 2026-11-29 and 1 other result"
	for form, out := range map[string]string{"text": text.String(), "markdown": page.String()} {
		plain := strings.Join(strings.Fields(strings.NewReplacer(`\`, "", "&#39;", "'").Replace(out)), " ")
		for _, want := range []string{"xpected (80 % interval): ", "140 – 160 t/s (29 % below)", by, "slower than on other machines: they get 155 – 190 t/s from chips like the RTX 4090"} {
			if !strings.Contains(plain, want) {
				t.Errorf("%s does not say %q:\n%s", form, want, plain)
			}
		}
	}
	if !strings.Contains(table.String(), `,150,140,160,"`+by+`",`) {
		t.Errorf("CSV:\n%s", table.String())
	}
	for _, text := range [][]byte{page.Bytes(), document.Bytes()} {
		read, err := Read(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := read.Expectations(), s.Expectations(); !slices.Equal(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestManyExpectationsAreNamedOnlyInPart(t *testing.T) {
	rows := []Row{}
	for n := range 7 {
		e := &bench.TestState{Test: bench.Test{Generation: n + 1}, Expected: expectedHere}
		rows = append(rows, Row{Test: e, Summary: bench.Summary{N: 1, Median: 1}})
	}
	rows = append(rows, Row{Test: &bench.TestState{Test: bench.Test{Generation: 99}, Expected: expectedHere}}) // not measured
	if got := expectedNotes(rows); len(got) != 1 || !strings.Contains(got[0], "tg4 140 – 160 t/s (99 % below) and 3 more, by ") {
		t.Errorf("%q", got)
	}
}

// The intervals of several tests used to be joined: "predict 41.0 to 72.5 – 203
// to 360 t/s".
func TestExpectationsOfTestsAreNotJoined(t *testing.T) {
	notes := []note{{text: "own results predict 41.0 – 203 t/s"}, {text: "own results predict 72.5 – 360 t/s"}, {text: "own results predict 72.5 – 360 t/s"}, {text: "2 of 4 cores"}, {text: "3 of 4 cores"}}
	var texts []string
	for _, g := range (grouper{s: bench.NewSession()}).group(notes, func(n note) string { return n.text }) {
		texts = append(texts, g.text)
	}
	if want := []string{notes[0].text, notes[1].text, "2 to 3 of 4 cores"}; !slices.Equal(texts, want) {
		t.Errorf("%q", texts)
	}
}
