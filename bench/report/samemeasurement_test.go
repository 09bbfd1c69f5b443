package report

import (
	"bytes"
	"testing"

	"dragstrip/bench"
)

// One measurement named twice used to be counted twice, which made its other
// verdicts stricter.
func TestASessionAndItsCopiesAreOneMeasurement(t *testing.T) {
	own := full(true)
	var page bytes.Buffer
	if err := Markdown(&page, own, Options{}); err != nil {
		t.Fatal(err)
	}
	back, err := Read(page.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	// A file of its results that was imported: the other rows were left out.
	file := &bench.Session{ID: "later", Imported: &bench.SessionImported{From: "a.jsonl", SHA256: "a"}, Jobs: []*bench.JobState{{Job: own.Jobs[1].Job, Tests: own.Jobs[1].Tests}}}
	more := sixRounds(append(file.Jobs, measuredJob("j9", "M", "b1", 1e9))...)
	more.Imported = file.Imported
	again := full(true)
	again.ID = "20261124-090000-cd34"
	published, other := importedSession(t), importedSession(t)
	other.ID, published.Imported.SHA256, other.Imported.SHA256 = "other", "p", "p"
	machine := importedSession(t)
	machine.ID, machine.Imported.SHA256, machine.Machine.Line = "machine", "p", "another one"
	source := importedSession(t)
	source.ID, source.Imported.SHA256 = "source", "q"
	for name, c := range map[string]struct {
		a, b *bench.Session
		same bool
	}{
		"itself":                                {own, own, true},
		"its report":                            {own, back, true},
		"a file of its results":                 {own, file, true},
		"its report and that file":              {back, file, true},
		"a file that has more than its results": {own, more, false},
		"a session with figures like it":        {own, again, false},
		"one source imported twice":             {published, other, true},
		"another machine of that source":        {published, machine, false},
		"another source with such figures":      {published, source, false},
		"a file without figures":                {own, &bench.Session{Imported: file.Imported}, false},
	} {
		if SameMeasurement(c.a, c.b) != c.same || SameMeasurement(c.b, c.a) != c.same {
			t.Errorf("%s: not %v", name, c.same)
		}
	}
	if FullerOf(file, own) != own || FullerOf(own, file) != own || FullerOf(own, back) != own || FullerOf(back, own) != back || FullerOf(full(false), own) != own {
		t.Error("the copy that knows less is kept")
	}
}
