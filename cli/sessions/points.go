package sessions

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/timeline"
)

// Series is one test of one model over time: on one machine, with one backend and
// one set of parameters, so that only the day and the engine build differ. If
// several series have one model, test and machine, How says what differs.
type Series struct {
	Model   string `json:"model"`
	Test    string `json:"test"`
	How     string `json:"how,omitempty"`
	Machine string `json:"machine,omitempty"`
	// Imported says where the results come from, if somebody else measured them.
	// Such a series has results of only one source.
	Imported string  `json:"imported,omitempty"`
	Points   []Point `json:"points"` // the oldest first

	first measuredJob // the oldest
	// onlyMeans: a source gave means without the times of repetitions, so no change
	// is looked for.
	onlyMeans bool
}

// Point is what one session measured: the median in tokens a second.
type Point struct {
	Session string    `json:"session"`
	Started time.Time `json:"started"`
	// Day is when imported results were measured, as far as their source says:
	// "2025-08-06", "2025-08" or "". Started is the beginning of that time, or else
	// the time of the import.
	Day   string  `json:"day,omitempty"`
	Build string  `json:"build"`
	TPS   float64 `json:"tps"`
	// Grade says whether the figure is doubtful.
	Grade bench.Grade `json:"grade,omitempty"`
	// Change is set if the level changed with this session. It is the new level
	// divided by the old one, minus 1.
	Change float64 `json:"change,omitempty"`
	// NewBuild says that the session before was measured with another build.
	NewBuild bool `json:"new_build,omitempty"`
}

// Days gives the first and the last day on which the point may have been measured,
// as the method of [Line].
func (p Point) Days() (first, last string) { return daysOf(p.Day, p.Started) }

// IsDoubtful tells whether a figure of the series is noisy or throttled.
func (s Series) IsDoubtful() bool {
	return slices.ContainsFunc(s.Points, func(p Point) bool { return p.Grade == bench.GradeNoisy || p.Grade == bench.GradeThrottled })
}

// collected are series to which points are still added, in the order of their
// first points.
type collected struct {
	known map[string]*Series
	order []*Series
}

// add adds a point to the series of a test. what is the same for all jobs of the
// series. If there is no such series yet, one begins.
func (c *collected) add(what string, begin Series, p Point) {
	key := what + " " + begin.Test
	one := c.known[key]
	if one == nil {
		if c.known == nil {
			c.known = map[string]*Series{}
		}
		one = &begin
		c.known[key], c.order = one, append(c.order, one)
	}
	one.onlyMeans = one.onlyMeans || begin.onlyMeans
	one.Points = append(one.Points, p)
}

// series gives the series with their changes.
func (c *collected) series() []Series {
	out := make([]Series, 0, len(c.order))
	for _, one := range c.order {
		if one.Imported != "" { // they came in the order of their imports
			slices.SortStableFunc(one.Points, func(a, b Point) int { return a.Started.Compare(b.Started) })
		}
		for i := 1; i < len(one.Points); i++ {
			one.Points[i].NewBuild = one.Points[i].Build != one.Points[i-1].Build
		}
		one.findChanges()
		out = append(out, *one)
	}
	tellApart(out)
	slices.SortStableFunc(out, func(a, b Series) int {
		if (a.Imported == "") != (b.Imported == "") {
			return cmp.Compare(min(1, len(a.Imported)), min(1, len(b.Imported)))
		}
		return len(b.Points) - len(a.Points)
	})
	return out
}

// tellApart adds to series that would have one heading what they differ in: the
// engine, the model's file, or the power mode.
func tellApart(all []Series) {
	alike := map[[5]string][]int{}
	for i, s := range all {
		heading := [5]string{s.Model, s.Test, s.How, s.Machine, s.Imported}
		alike[heading] = append(alike[heading], i)
	}
	for _, group := range alike {
		if len(group) == 1 {
			continue
		}
		things := make([]naming.Thing, len(group))
		for n, i := range group {
			j := all[i].first
			things[n] = naming.Thing{{Key: "engine", Text: j.Build.Engine}, {Key: "file", Text: j.File, By: "/"}, {Key: "power", Text: j.Power, By: " "}}
		}
		for n, name := range naming.Apart(things).Full {
			how := &all[group[n]].How
			*how = strings.TrimPrefix(*how+" · "+name, " · ")
		}
	}
}

func (s *Series) findChanges() {
	if s.onlyMeans {
		return
	}
	speeds, builds := make([]float64, len(s.Points)), make([]string, len(s.Points))
	for i, p := range s.Points {
		speeds[i], builds[i] = p.TPS, p.Build
	}
	for _, c := range timeline.Changes(speeds, builds) {
		s.Points[c.At].Change = c.Ratio
	}
}

// withoutSigns leaves out what divides the words of a name: a store writes
// llama3.2 what the model's file calls Llama 3.2.
var withoutSigns = strings.NewReplacer("-", "", "_", "", " ", "")

// HoldsAll tells whether a name holds all words, in upper or lower case. A word
// may be a name as on a model hub or in a store: qwen3:8b, Qwen/Qwen3-8B,
// tiny:q4_0, llama3.2:latest.
func HoldsAll(name string, words []string) bool {
	name = withoutSigns.Replace(strings.ToLower(name))
	return !slices.ContainsFunc(words, func(w string) bool {
		w = strings.TrimRight(strings.ToLower(w), "/")
		w = w[strings.LastIndexByte(w, '/')+1:]
		return slices.ContainsFunc(strings.Split(strings.TrimSuffix(w, ":latest"), ":"), func(part string) bool {
			return !strings.Contains(name, withoutSigns.Replace(part))
		})
	})
}
