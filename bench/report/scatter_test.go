package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// apart is the scatter between sessions of the machine in these tests.
var apart = bench.Scatter{Sessions: 12, Alike: true, Between: 0.06, Freedom: 11, Within: 0.001, WithinFreedom: 60}

// knowing is a session that knew this scatter before it was measured.
func knowing(s *bench.Session) *bench.Session {
	s.Apply(bench.Event{Seq: s.LastSeq + 1, Fact: bench.ScatterLearned{Scatter: apart}})
	return s
}

// Every format says what an interval covers, and the figures are the same in
// all of them.
func TestIntervalsOverSessionsAreToldInEveryForm(t *testing.T) {
	s := knowing(measured("s", around100(1), around100(1)))
	rows := Rows(s)
	sum := rows[0].Summary
	if notes := IntervalNotes(rows); !slices.Equal(notes, []string{"±: 95 % interval over 6 starts of the engine, and over sessions: sessions of this machine differ by 6.2 % (seen in 12 earlier sessions)"}) {
		t.Errorf("%q", notes)
	}
	_, interval := rows[0].Median()
	var text, page, table, document bytes.Buffer
	for _, err := range []error{Plain(&text, s, Options{}), Markdown(&page, s, Options{}), CSV(&table, s, Options{}), JSON(&document, s, Options{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for form, out := range map[string]string{"text": text.String(), "markdown": page.String()} {
		if plain := strings.ReplaceAll(out, "\n    ", " "); !strings.Contains(plain, interval) || !strings.Contains(plain, "sessions of this machine differ by 6.2 %") {
			t.Errorf("%s has no %q or does not say what it holds:\n%s", form, interval, out)
		}
	}
	if line := strings.Split(table.String(), "\n")[1]; !strings.Contains(line, exact(sum.Low)+","+exact(sum.High)+",0.95,12,"+exact(sum.SessionLow)) {
		t.Errorf("CSV: %s", line)
	}
	var d Document
	if err := json.Unmarshal(document.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if got := d.Jobs[0].Tests[0]; *got.Summary != asWritten(t, sum) || *got.Scatter != asWritten(t, apart) {
		t.Errorf("JSON: %+v, %+v", got.Summary, got.Scatter)
	}
}

// A report is read back on a machine where nothing is known about the original
// one. Its intervals must not change.
func TestScatterTravelsWithTheReport(t *testing.T) {
	s := knowing(measured("s", around100(1), around100(1)))
	var page, document bytes.Buffer
	if err := Markdown(&page, s, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := JSON(&document, s, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{page.Bytes(), document.Bytes()} {
		read, err := Read(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := Rows(read)[1].Summary, Rows(s)[1].Summary; got.Sessions != 12 || got.High-want.High > 1e-6 || want.High-got.High > 1e-6 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

// Between two sessions, verdict and gate take the scatter between sessions into
// account, also if only the later session knows it. Within one session they do
// not.
func TestSessionsAreHeldAgainstWhatTheyDifferBy(t *testing.T) {
	limits, _ := ParseLimits("slower:3%")
	slow, usual := around100(0.9), around100(1)
	verdicts := func(sheet Sheet) (out []bench.Verdict) {
		for _, p := range sheet.compared(1) {
			out = append(out, p.is.Verdict)
		}
		return out
	}
	nobody := OldAgainstNew(measured("old", usual, usual), measured("new", slow, usual), false)
	if got := verdicts(nobody); got[0] != bench.Slower || len(nobody.Gate(limits, false).Breaches) != 1 || !slices.Contains(verdictNotes(nobody), acrossUnknown) {
		t.Errorf("nobody knows: %v", got)
	}
	for what, old := range map[string]*bench.Session{"both know": knowing(measured("old", usual, usual)), "the new one knows": measured("old", usual, usual)} {
		sheet := OldAgainstNew(old, knowing(measured("new", slow, usual)), false)
		c := sheet.Rows[0].Cells[1].Comparison
		if c.Verdict != bench.NoDiff || c.Sessions != 12 || len(sheet.Gate(limits, false).Breaches) > 0 || !slices.Contains(verdictNotes(sheet), acrossSessions) {
			t.Errorf("%s: %+v, %v", what, c, verdictNotes(sheet))
		}
		if c.Low > 0.76 || c.High < 1.06 { // 0.9 times and over exp(2.2·0.06·√2)
			t.Errorf("%s: %+v", what, c)
		}
	}
	far := OldAgainstNew(knowing(measured("old", usual, usual)), knowing(measured("new", around100(0.5), usual)), false)
	if len(far.Gate(limits, false).Breaches) != 1 {
		t.Error("half as fast is no breach")
	}
	one := knowing(measured("s", usual, usual))
	if c := compareRows(Rows(one)[0], Rows(one)[1]); c.Sessions != 0 {
		t.Errorf("within one session: %+v", c)
	}
}
