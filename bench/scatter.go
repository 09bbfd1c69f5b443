package bench

import "math"

// Scatter is how much sessions of one machine differ, beyond what differences
// between their starts explain. Earlier sessions show it. A machine is faster
// in one hour than in the next, and no number of starts in one session can show
// that. The zero value means that it is not known.
//
// Speeds are compared by ratios, so deviations are of natural logarithms: 0.06
// is about 6 %.
type Scatter struct {
	// Sessions is how many earlier sessions it was learned from.
	Sessions int `json:"sessions"`
	// Alike says that they measured the very same test of the same model, on
	// the same build and with the same parameters. Otherwise the scatter is
	// computed from everything that this machine measured in several sessions.
	Alike bool `json:"alike,omitempty"`
	// Between is the standard deviation from session to session.
	Between float64 `json:"between"`
	// Freedom is how many degrees of freedom Between has.
	Freedom float64 `json:"freedom"`
	// Within is the standard deviation from start to start of one session. If
	// no session had two starts, it is not known, and Between contains a part
	// of it.
	Within float64 `json:"within,omitempty"`
	// WithinFreedom is how many degrees of freedom Within has.
	WithinFreedom float64 `json:"within_freedom,omitempty"`
}

// LeastFreedom is how many degrees of freedom a scatter needs: as many as four
// sessions give that measured the same. Then at least 92 of 100 intervals
// contain the true value, however much sessions differ (BenchmarkScatter). With
// one degree less it may be 90 of 100, and intervals are nearly twice as wide
// as necessary.
const LeastFreedom = 3

// mostScatter limits a deviation: sessions that differ by more than a factor of
// e are not of one machine.
const mostScatter = 1

// Known tells whether there is a scatter.
func (s Scatter) Known() bool { return s.Sessions > 0 }

// BetterOf is the scatter with more degrees of freedom.
func (s Scatter) BetterOf(o Scatter) Scatter {
	if o.Freedom > s.Freedom {
		return o
	}
	return s
}

// ScatterLearned says, before anything is measured, how much earlier sessions
// of this machine differ. It is for one test of the event's job. If the event
// names no job, it is for all tests that have no scatter of their own.
type ScatterLearned struct {
	Test Test `json:"test,omitzero"`
	Scatter
}

// JobScatter is the scatter of one test of a job. If Job is "", it is for all
// tests that have no scatter of their own.
type JobScatter struct {
	Job string `json:"job,omitempty"`
	ScatterLearned
}

// Scatters lists all scatters that a session has learned.
func (s *Session) Scatters() []JobScatter {
	var out []JobScatter
	if s.Scatter.Known() {
		out = append(out, JobScatter{ScatterLearned: ScatterLearned{Scatter: s.Scatter}})
	}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if t.Scatter.Known() && t.Scatter != s.Scatter {
				out = append(out, JobScatter{j.ID, ScatterLearned{t.Test, t.Scatter}})
			}
		}
	}
	return out
}

// sane tells whether a machine can have such a scatter. A journal may come from
// anybody, and an infinite interval cannot be written.
func (s Scatter) sane() bool {
	can := func(deviation, freedom float64) bool {
		return deviation >= 0 && deviation <= mostScatter && freedom >= 1 && freedom <= maxList
	}
	return s.Sessions > 1 && s.Sessions <= maxList && can(s.Between, s.Freedom) && (s.Within == 0 || can(s.Within, s.WithinFreedom))
}

// learnScatter stores a scatter for a test, or for all tests. Impossible
// scatters are ignored.
func (s *Session) learnScatter(job string, f ScatterLearned) {
	if !f.sane() {
		return
	}
	if job != "" {
		if j := s.Job(job); j != nil {
			if t := j.Test(f.Test); t != nil {
				t.Scatter = f.Scatter
			}
		}
		return
	}
	s.Scatter = f.Scatter
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if !t.Scatter.Alike {
				t.Scatter = s.scatterFor(j.Build)
			}
		}
	}
}

// scatterFor is the scatter of tests that have none of their own. How much this
// machine's sessions differ says nothing about a server on another one.
func (s *Session) scatterFor(b EngineBuild) Scatter {
	if b.Traits.Elsewhere {
		return Scatter{}
	}
	return s.Scatter
}

// Sitting holds the samples that one session has of one test, grouped by the
// start of the engine.
type Sitting struct {
	// Session is the same number for all sittings of one session.
	Session int
	Starts  [][]float64
}

// EstimateScatter estimates how much sessions differ. A row holds the sittings
// that measured the same. It is false if too few sessions measured the same.
func EstimateScatter(rows ...[]Sitting) (Scatter, bool) {
	if s := scatterOf(rows...); s.Freedom >= LeastFreedom {
		return s, true
	}
	return Scatter{}, false
}

// scatterOf gives the estimate even if there are very few sessions.
//
// It is the analysis of variance of a one-way random model with unequal numbers
// (Searle, Casella, McCulloch, Variance Components, 1992, chapter 3), added up
// over the rows. A fast or slow session affects all its rows, so several rows
// tell little more than one: the degrees of freedom are those of the sessions,
// not of the rows.
func scatterOf(rows ...[]Sitting) Scatter {
	var v variances
	linked := links{}
	for _, row := range rows {
		groups := logsBySession(row)
		if len(groups) < 2 {
			continue
		}
		v.add(groups)
		linked.connect(groups)
	}
	s := Scatter{Sessions: len(linked), Freedom: float64(linked.freedom())}
	within := 0.0
	if v.withinFreedom > 0 {
		within = v.within / v.withinFreedom
		s.Within, s.WithinFreedom = min(math.Sqrt(within), mostScatter), min(v.withinFreedom, maxList)
	}
	s.Between = min(math.Sqrt(max(0, (v.between-v.betweenFreedom*within)/v.size)), mostScatter)
	return s
}

// variances are the sums of squares of an analysis of variance.
type variances struct {
	between, betweenFreedom float64
	within, withinFreedom   float64
	// size is the factor of the variance between sessions in the expected sum
	// of squares between them, added up over the rows.
	size float64
}

// add adds one row: the logarithms of its starts, by session.
func (v *variances) add(groups map[int][]float64) {
	var n, sum, squares float64
	for _, logs := range groups {
		mean, deviation := meanStdDev(logs)
		size := float64(len(logs))
		v.within += deviation * deviation * (size - 1)
		v.withinFreedom += size - 1
		n, sum, squares = n+size, sum+size*mean, squares+size*size
	}
	for _, logs := range groups {
		mean, _ := meanStdDev(logs)
		v.between += float64(len(logs)) * (mean - sum/n) * (mean - sum/n)
	}
	v.betweenFreedom += float64(len(groups) - 1)
	v.size += n - squares/n
}

// logsBySession are the logarithms of the medians of a row's starts, by
// session.
func logsBySession(row []Sitting) map[int][]float64 {
	groups := map[int][]float64{}
	for _, one := range row {
		if logs, ok := logMedians(one.Starts); ok && len(logs) > 0 {
			groups[one.Session] = append(groups[one.Session], logs...)
		}
	}
	return groups
}

// links leads from each session to another one that measured the same. The
// chains of all connected sessions end at the same session.
type links map[int]int

func (l links) end(session int) int {
	for l[session] != session {
		session = l[session]
	}
	return session
}

// connect joins the sessions of a row into one group.
func (l links) connect(groups map[int][]float64) {
	last, found := 0, false
	for session := range groups {
		if _, known := l[session]; !known {
			l[session] = session
		}
		if found {
			l[l.end(session)] = l.end(last)
		}
		last, found = session, true
	}
}

// freedom is the number of sessions minus the number of groups of connected
// sessions.
func (l links) freedom() int {
	free := 0
	for session, next := range l {
		if session != next {
			free++
		}
	}
	return free
}
