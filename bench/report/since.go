package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Since says how an update of an engine changed the speed of one model. It names
// the tests that are shown to be slower, or faster, with the newer build.
type Since struct {
	Model   string        `json:"model"`
	Build   string        `json:"build"`  // the version of the newer build
	Before  string        `json:"before"` // the version of the older one
	Verdict bench.Verdict `json:"verdict"`
	Tests   []SinceTest   `json:"tests"`
	// Unsure is set if the two builds were measured in different sessions, and
	// it is not known how much sessions of this machine differ.
	Unsure bool `json:"unsure,omitempty"`
}

// SinceTest is one test with its change.
type SinceTest struct {
	Test  string  `json:"test"`
	Ratio float64 `json:"ratio"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Short is the statement without figures: "slower since b11700".
func (s Since) Short() string {
	words := VerdictWord(s.Verdict) + " since " + bench.Clean(s.Build)
	if s.Unsure {
		words = "perhaps " + words
	}
	return words
}

// String is the whole statement: "slower since b11700, Tiny Q4_0: tg128 -8.1 %
// against b11669".
func (s Since) String() string {
	var tests []string
	for _, t := range s.Tests {
		tests = append(tests, bench.Clean(t.Test)+" "+bench.FormatChange(t.Ratio))
	}
	return fmt.Sprintf("%s, %s: %s against %s", s.Short(), bench.Clean(s.Model), strings.Join(tests, ", "), bench.Clean(s.Before))
}

// UnsureMeans explains an unsure statement, and says what to do.
const UnsureMeans = "Perhaps: the two builds were measured in different sessions, and it is not known yet how much sessions of this machine differ. Measure both in one session to be sure"

// Done is a job of a session with its results.
type Done struct {
	Session *bench.Session
	Job     *bench.JobState
}

// SinceBuild compares a job on a newer build with a job on an older build, in
// the same way as every comparison. It leaves out tests without a shown
// difference. If something else differs that could be the reason, SinceBuild
// gives nothing.
func SinceBuild(older, newer Done) []Since {
	if !onlyTheBuildDiffers(older, newer) {
		return nil
	}
	s := Sheet{Columns: []SheetColumn{older.column(), newer.column()}}
	for at, c := range s.Columns {
		for _, r := range rowsOf(c.Session, c.Jobs[0]) {
			s.put(at, SheetRow{Test: r.Test.Test}, r)
		}
	}
	s.judge(false)
	var out []Since
	for _, p := range s.compared(1) {
		if !p.is.Shown() {
			continue
		}
		one := Since{
			Model: newer.Job.Model.Label(), Build: newer.version(), Before: older.version(), Verdict: p.is.Verdict,
			Unsure: older.Session != newer.Session && p.is.Sessions == 0,
		}
		at := slices.IndexFunc(out, func(have Since) bool { return have.Verdict == one.Verdict && have.Unsure == one.Unsure })
		if at < 0 {
			at, out = len(out), append(out, one)
		}
		c := p.is.Comparison
		out[at].Tests = append(out[at].Tests, SinceTest{p.row.Test.String(), c.Ratio, c.Low, c.High})
	}
	return out
}

func (d Done) column() SheetColumn {
	return SheetColumn{Session: d.Session, Jobs: []*bench.JobState{d.Job}}
}

// version names the build by its number, because the tags of releases contain
// this number. If the build has no number, version names it by its version.
func (d Done) version() string {
	b := d.Job.BuildMeasured()
	if b.Number > 1 {
		return fmt.Sprintf("b%d", b.Number)
	}
	return orText(d.Job.BuildVersion(), orText(b.ID, "an unknown build"))
}

// onlyTheBuildDiffers tells whether the records of two jobs differ only in the
// version of the engine. The day does not count.
func onlyTheBuildDiffers(older, newer Done) bool {
	a, b := older.Job, newer.Job
	if !sameFile(a.Model, b.Model) || !oneMachine(older.Session, newer.Session) {
		return false
	}
	differs := jobDifferences(a, b)
	if x, y := older.Session, newer.Session; x != y {
		differs = append(differs, occasionDifferences(x, y)...)
		differs = append(differs, settingsDifferences(&x.Machine, &y.Machine)...)
	}
	return !slices.ContainsFunc(differs, func(d Difference) bool { return d.What != buildWord && d.What != dayWord })
}
