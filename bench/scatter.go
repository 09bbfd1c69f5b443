package bench

import "math"

// Scatter is how far sessions of one machine lie apart beyond what their starts
// explain, as its earlier sessions show. A machine is faster one hour than the
// next, and no number of starts in one session can see that. The zero value
// says that nobody knows.
//
// Speeds are compared by ratios, so deviations are of natural logarithms: 0.06
// is about 6 %.
type Scatter struct {
	// Sessions is how many earlier sessions it was learned from.
	Sessions int `json:"sessions"`
	// Alike: they measured the very same test of the same model, on the same
	// build and with the same parameters. Otherwise it is of everything that
	// this machine measured in several sessions.
	Alike bool `json:"alike,omitempty"`
	// Between is the standard deviation from session to session.
	Between float64 `json:"between"`
	// Freedom is how many degrees of freedom that is known with.
	Freedom float64 `json:"freedom"`
	// Within is the standard deviation from start to start of one session.
	// Where no session had two starts it is not known, and Between has a share
	// of it.
	Within float64 `json:"within,omitempty"`
	// WithinFreedom is how many degrees of freedom that is known with.
	WithinFreedom float64 `json:"within_freedom,omitempty"`
}

// LeastFreedom is how many degrees of freedom a scatter needs: four sessions of
// the same. With them at least 92 of 100 intervals hold the truth however far
// sessions lie apart (BenchmarkScatter). With one less it may be 90, and
// intervals are nearly twice as wide as they need be.
const LeastFreedom = 3

// mostScatter bounds a deviation: sessions that lie further apart than by a
// factor of e are not of one machine.
const mostScatter = 1

// Known tells whether there is a scatter.
func (s Scatter) Known() bool { return s.Sessions > 0 }

// BetterOf is the scatter that is known with more degrees of freedom.
func (s Scatter) BetterOf(o Scatter) Scatter {
	if o.Freedom > s.Freedom {
		return o
	}
	return s
}

// ScatterLearned says, before anything is measured, how far earlier sessions of
// this machine lie apart: in a test of the event's job, or, where the event
// names no job, in all tests that have no scatter of their own.
type ScatterLearned struct {
	Test Test `json:"test,omitzero"`
	Scatter
}

// JobScatter is what a job's test is known to scatter by. Job is "" where it is
// that of all tests that have none of their own.
type JobScatter struct {
	Job string `json:"job,omitempty"`
	ScatterLearned
}

// Scatters are all that a session has learned.
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

// sane tells whether a machine can have such a scatter: a journal may be
// anybody's, and an interval that reaches to infinity cannot be written.
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
				t.Scatter = f.Scatter
			}
		}
	}
}

// Sitting is what one session showed of one test, by the start of the engine.
type Sitting struct {
	// Session tells sittings of one session from those of others.
	Session int
	Starts  [][]float64
}

// EstimateScatter learns from rows how far sessions lie apart; a row holds the
// sittings that measured the same. It says false where too few sessions
// measured anything again.
func EstimateScatter(rows ...[]Sitting) (Scatter, bool) {
	if s := scatterOf(rows...); s.Freedom >= LeastFreedom {
		return s, true
	}
	return Scatter{}, false
}

// scatterOf is the estimate, however few sessions there are.
//
// It is the analysis of variance of a one-way random model with unequal
// numbers (Searle, Casella, McCulloch, Variance Components, 1992, chapter 3),
// added up over the rows. Rows of one session share its fate, so several rows
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
		linked.join(row)
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
	// size is the sum over rows of what the variance between sessions is
	// multiplied with in the expectation of the sum of squares between them.
	size float64
}

// add takes one row: the logarithms of its sessions' starts.
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

// logsBySession are the logarithms of the medians of a row's starts.
func logsBySession(row []Sitting) map[int][]float64 {
	groups := map[int][]float64{}
	for _, one := range row {
		if logs, ok := logMedians(one.Starts); ok && len(logs) > 0 {
			groups[one.Session] = append(groups[one.Session], logs...)
		}
	}
	return groups
}

// links says of each session which it was measured again with, at the end of
// the chain one for all of them.
type links map[int]int

func (l links) end(session int) int {
	for l[session] != session {
		session = l[session]
	}
	return session
}

// join connects the sessions of a row.
func (l links) join(row []Sitting) {
	first, found := 0, false
	for _, one := range row {
		if logs, ok := logMedians(one.Starts); !ok || len(logs) == 0 {
			continue
		}
		if _, known := l[one.Session]; !known {
			l[one.Session] = one.Session
		}
		if !found {
			first, found = l.end(one.Session), true
		}
		l[l.end(one.Session)] = first
	}
}

// freedom is how many sessions there are beyond one of each that hang together.
func (l links) freedom() int {
	free := 0
	for session, next := range l {
		if session != next {
			free++
		}
	}
	return free
}
