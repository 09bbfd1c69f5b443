package report

import (
	"slices"

	"dragstrip/bench"
)

// Row is one test of one job, with everything that a column may show.
type Row struct {
	Session *bench.Session
	Job     *bench.JobState
	Test    *bench.TestState
	Summary bench.Summary
	// MovedGBps is what generation read from memory; zero means not known.
	MovedGBps float64
	Ceiling   bench.Ceiling
	Energy    bench.Energy
	// Doubts are the warnings that weigh on the figures. Grade follows from
	// them.
	Doubts []bench.Warning
	Grade  bench.Grade
	// Pooled is how many earlier sessions the row stands for, one value each; 0 if
	// it is of one session.
	Pooled int
}

// Rows gives every test of a session in the order of the queue, measured or
// not.
func Rows(s *bench.Session) []Row {
	var rows []Row
	for _, j := range s.Jobs {
		rows = append(rows, rowsOf(s, j)...)
	}
	return rows
}

func rowsOf(s *bench.Session, j *bench.JobState) []Row {
	var rows []Row
	for _, t := range j.Tests {
		rows = append(rows, rowOf(s, j, t))
	}
	return rows
}

func rowOf(s *bench.Session, j *bench.JobState, t *bench.TestState) Row {
	row := Row{Session: s, Job: j, Test: t, Ceiling: s.CeilingOf(j)}
	row.Summary = t.Summary()
	row.MovedGBps, _ = j.MovedGBps(t.Test, row.Summary.Median)
	if row.Measured() {
		row.Energy = s.EnergyOf(j, t)
	}
	row.Doubts = s.DoubtsOf(j, t)
	row.Grade = s.GradeIn(row.Summary.N, row.Doubts)
	return row
}

// Measured tells whether there is a figure: at least one sample, or a median
// that somebody published without its samples.
func (r Row) Measured() bool { return r.Summary.N > 0 || r.Summary.Median > 0 }

// Marks say why the figure is doubtful: the word "uncertain", and the sign of its
// grade. The screen Results has the same.
func (r Row) Marks() (list []string) {
	if !r.Measured() {
		return nil
	}
	if r.Summary.Uncertain() {
		list = append(list, bench.TooUncertain)
	}
	if sign := GradeSign(r.Grade); sign != "" {
		list = append(list, sign)
	}
	return list
}

// Single tells whether the row has a figure, and it is that of one request: what
// people publish.
func (r Row) Single() bool {
	return r.Measured() && r.Job.Params.AtOnce() == 1 && r.Job.Params.Draft() == ""
}

// StartsTPS are the repetitions behind the figure, grouped by the start of the
// engine they belong to, if that is known.
func (r Row) StartsTPS() [][]float64 {
	if r.Test == nil {
		return nil
	}
	return r.Test.StartsTPS()
}

// side is the row as one side of a comparison with another session.
func (r Row) side() bench.Side {
	side := bench.Side{Starts: r.StartsTPS()}
	if r.Test != nil {
		side.Scatter = r.Test.Scatter
	}
	return side
}

// compareRows compares two rows. The scatter between sessions counts only if the
// rows are of two sessions. It does not count within one session, because there
// the jobs took turns. If both sessions are of one machine, both sides use the
// better known scatter, because one session may have been measured before any
// scatter was known.
func compareRows(baseline, candidate Row) bench.Comparison {
	x, y := baseline.Session, candidate.Session
	if baseline.Pooled > 0 {
		return comparePooled(baseline, candidate)
	}
	if x == y {
		return bench.Compare(baseline.StartsTPS(), candidate.StartsTPS())
	}
	was, is := baseline.side(), candidate.side()
	if oneMachine(x, y) {
		was.Scatter = was.Scatter.BetterOf(is.Scatter)
		is.Scatter = was.Scatter
	}
	return bench.CompareSessions(was, is)
}

// comparePooled compares the values of earlier sessions with a new session. Their
// differences also show how much the new session may differ by accident.
func comparePooled(old, fresh Row) bench.Comparison {
	was, is := bench.Side{Starts: old.StartsTPS()}, fresh.side()
	var sittings []bench.Sitting
	for session, start := range was.Starts {
		sittings = append(sittings, bench.Sitting{Session: session, Starts: [][]float64{start}})
	}
	if between, ok := bench.EstimateScatter(sittings); ok {
		between.Alike = true
		is.Scatter = is.Scatter.BetterOf(between)
	}
	return bench.CompareSessions(was, is)
}

// oneMachine tells whether two sessions were measured on one machine.
func oneMachine(x, y *bench.Session) bool {
	return x != nil && y != nil && (x == y || x.Machine.SameAs(y.Machine) && x.Machine.Line == y.Machine.Line)
}

// SamplesTPS are the samples of all starts.
func (r Row) SamplesTPS() []float64 {
	if r.Test == nil {
		return nil
	}
	return r.Test.SamplesTPS()
}

// Standing says in a word why there is no figure. It is "done" if there is a
// figure.
func (r Row) Standing() string {
	switch {
	case r.Test.State == bench.StateFinished && r.Test.Outcome != "":
		return string(r.Test.Outcome)
	case r.Measured():
		return "not all rounds"
	case r.Test.State == bench.StateRunning:
		return "running"
	}
	return "not yet"
}

// Median gives the figure, and its interval after a "±". If there is no
// interval, interval is "". Without a figure, median says why there is no
// figure.
func (r Row) Median() (median, interval string) {
	if !r.Measured() {
		return r.Standing(), ""
	}
	if r.Summary.HasInterval {
		interval = bench.FormatInterval(r.Summary.Median, r.Summary.Low, r.Summary.High)
	}
	return bench.FormatTPS(r.Summary.Median), interval
}

// Moved is what generation read from memory, with its share of the specified
// bandwidth. If that bandwidth is not known, the share is of the measured one.
// text is "" and share 0 if nothing is known.
func (r Row) Moved() (text string, share float64, measured bool) {
	if r.MovedGBps <= 0 {
		return "", 0, false
	}
	text, share = bench.FormatGBps(r.MovedGBps), r.OfSpecified()
	if share == 0 {
		share, measured = r.OfMeasured(), true
	}
	return text, share, measured && share > 0
}

// ReadBytes is how many bytes a token of generation reads; 0 means not known.
func (r Row) ReadBytes() float64 {
	if r.MovedGBps <= 0 || r.Summary.Median <= 0 {
		return 0
	}
	return r.MovedGBps * 1e9 / r.Summary.Median
}

// OfSpecified is the share of the specified bandwidth; zero means not known.
func (r Row) OfSpecified() float64 { return share(r.MovedGBps, r.Ceiling.SpecifiedGBps) }

// OfMeasured is the share of the bandwidth that a probe measured; zero means
// not known.
func (r Row) OfMeasured() float64 { return share(r.MovedGBps, r.Ceiling.MeasuredGBps) }

func share(part, whole float64) float64 {
	if part <= 0 || whole <= 0 {
		return 0
	}
	return part / whole
}

func warningCodes(r Row) []string {
	var out []string
	for _, w := range r.Doubts {
		if !slices.Contains(out, w.Code) {
			out = append(out, w.Code)
		}
	}
	return out
}
