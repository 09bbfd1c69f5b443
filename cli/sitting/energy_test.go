package sitting

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/hwinfo"
)

// This is a laptop on battery whose meter says 15 W. The sampler's readings, in
// the order in which the bench process writes them, must become tokens per
// joule in the report.
func TestPowerThatTheSamplerReadsBecomesTokensPerJoule(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	sampler := hwinfo.NewSampler(t.Context(), hwinfo.Root{OS: "linux", FS: fstest.MapFS{
		"sys/class/power_supply/BAT0/power_now": file("15000000\n"),
		"sys/class/power_supply/BAT0/status":    file("Discharging\n"),
	}})
	for _, c := range []struct {
		seconds   int
		want, not string
	}{
		{12, "machine", "no t/J"},
		{5, "tg128", "t/J"},
	} {
		s, at, test := bench.NewSession(), time.Unix(1700000000, 0), bench.Test{Generation: 128}
		apply := func(job string, f bench.Fact) {
			s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: at, Job: job, Fact: f})
		}
		apply("", bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Tests: []bench.Test{test}, Repetitions: 1}}}})
		apply("", bench.ReadingTaken{Reading: sampler.Read()})
		apply("j1", bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Repetition: 1})
		for range c.seconds {
			at = at.Add(ReadEvery)
			apply("", bench.ReadingTaken{Reading: sampler.Read()})
		}
		apply("j1", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{int64(c.seconds) * 1e9}}})
		var text strings.Builder
		if err := report.Markdown(&text, s, report.Options{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text.String(), c.want) || strings.Contains(text.String(), c.not) {
			t.Errorf("%d s of power: want %q and not %q in\n%s", c.seconds, c.want, c.not, text.String())
		}
		d := report.NewDocument(s, report.Options{}).Jobs[0].Tests[0].Energy
		if c.seconds < bench.EnergySeconds {
			if d == nil || d.TokensPerJoule != 0 || !strings.Contains(d.Absent, "5 s") {
				t.Errorf("JSON says %+v", d)
			}
		} else if d == nil || d.Watts != 15 || d.Of != bench.PowerMachine || d.Joules != 180 || !strings.Contains(text.String(), "180 J") {
			t.Errorf("JSON says %+v", d)
		}
	}
}
