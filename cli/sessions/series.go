package sessions

import (
	"context"
	"slices"
	"strings"
	"time"

	"dragstrip/bench/naming"
	"dragstrip/bench/timeline"
)

// Series is one test of one model over time: on one machine, with one backend and
// one set of parameters, so that only the day and the engine build differ. If
// several series have one model, test and machine, How says what differs.
type Series struct {
	Model   string  `json:"model"`
	Test    string  `json:"test"`
	How     string  `json:"how,omitempty"`
	Machine string  `json:"machine,omitempty"`
	Points  []Point `json:"points"` // the oldest first

	first measuredJob // the oldest
}

// Point is what one session measured: the median in tokens a second.
type Point struct {
	Session string    `json:"session"`
	Started time.Time `json:"started"`
	Build   string    `json:"build"`
	TPS     float64   `json:"tps"`
	// Change is set if the level changed with this session. It is the new level
	// divided by the old one, minus 1.
	Change float64 `json:"change,omitempty"`
	// NewBuild says that the session before was measured with another build.
	NewBuild bool `json:"new_build,omitempty"`
}

// Series gives the series of the models whose names hold all words, those with
// most sessions first.
func (s Shelf) Series(ctx context.Context, words []string) ([]Series, error) {
	lines, known, err := s.listed(ctx)
	if err != nil {
		return nil, err
	}
	found := map[string]*Series{}
	var order []string
	for _, l := range slices.Backward(lines) { // the oldest first
		if l.Live {
			continue
		}
		for _, j := range known.Sessions[l.Name].Jobs {
			if !HoldsAll(j.Model, words) {
				continue
			}
			for _, t := range j.Tests {
				key := j.What + " " + t.Test
				if found[key] == nil {
					found[key] = &Series{Model: j.Model, Test: t.Test, How: j.How, Machine: l.Machine, first: j}
					order = append(order, key)
				}
				one := found[key]
				before := len(one.Points) - 1
				one.Points = append(one.Points, Point{
					Session: l.Name, Started: l.Started, Build: j.Version, TPS: t.TPS, NewBuild: before >= 0 && one.Points[before].Build != j.Version,
				})
			}
		}
	}
	out := make([]Series, 0, len(order))
	for _, key := range order {
		one := found[key]
		one.findChanges()
		out = append(out, *one)
	}
	tellApart(out)
	slices.SortStableFunc(out, func(a, b Series) int { return len(b.Points) - len(a.Points) })
	return out, nil
}

// tellApart adds to series that would have one heading what they differ in: the
// engine, the model's file, or the power mode.
func tellApart(all []Series) {
	alike := map[[4]string][]int{}
	for i, s := range all {
		heading := [4]string{s.Model, s.Test, s.How, s.Machine}
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
	speeds, builds := make([]float64, len(s.Points)), make([]string, len(s.Points))
	for i, p := range s.Points {
		speeds[i], builds[i] = p.TPS, p.Build
	}
	for _, c := range timeline.Changes(speeds, builds) {
		s.Points[c.At].Change = c.Ratio
	}
}

// HoldsAll tells whether a name holds all words, in upper or lower case.
func HoldsAll(name string, words []string) bool {
	name = strings.ToLower(name)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, strings.ToLower(w)) })
}
