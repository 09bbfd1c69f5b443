package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// ServerNotes say in sentences without a full stop where the total speed of a
// server stops growing with the number of requests at once.
func ServerNotes(s *bench.Session) []string {
	return growthNotes(Rows(s))
}

// growthNotes has one sentence for each test that was measured with several
// numbers of requests at once.
func growthNotes(rows []Row) []string {
	type group struct {
		first Row
		each  map[int]Row // by the number of requests at once
	}
	var order []string
	groups := map[string]*group{}
	for _, r := range rows {
		if len(r.Test.Exchanges()) == 0 || !r.Measured() || r.Grade == bench.GradeSuspect {
			continue
		}
		key := strings.Join([]string{r.Job.Model.Key(), r.Job.Build.ID, besidesAtOnce(r.Job.Params).String(), r.Test.Test.String()}, "\x00")
		if groups[key] == nil {
			order = append(order, key)
			groups[key] = &group{r, map[int]Row{}}
		}
		groups[key].each[r.Job.Params.AtOnce()] = r
	}
	var out []string
	for _, key := range order {
		if g := groups[key]; len(g.each) > 1 {
			out = append(out, namedIn(rows, g.first)+": "+growthSaid(g.each))
		}
	}
	return out
}

// besidesAtOnce are all parameters but the number of requests at once.
func besidesAtOnce(p bench.Params) bench.Params {
	out := bench.Params{}
	for key, value := range p {
		if key != bench.Concurrency {
			out[key] = value
		}
	}
	return out
}

// namedIn names a row's test, with its model and engine if the rows have several.
func namedIn(rows []Row, r Row) string {
	other := func(of func(Row) string) bool {
		return slices.ContainsFunc(rows, func(o Row) bool { return of(o) != of(r) })
	}
	parts := []string{r.Test.Test.String()}
	if other(func(r Row) string { return r.Job.Model.Key() }) {
		parts = append(parts, r.Job.Model.Label())
	}
	if other(func(r Row) string { return r.Job.Build.ID }) {
		parts = append(parts, orText(r.Job.BuildUsed().Traits.Title, r.Job.Build.Engine))
	}
	if other(func(r Row) string { return besidesAtOnce(r.Job.Params).String() }) {
		parts = append(parts, besidesAtOnce(r.Job.Params).String())
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// growthSaid says where the total stops growing.
func growthSaid(each map[int]Row) string {
	var points []bench.GrowthPoint
	for n, r := range each {
		points = append(points, bench.GrowthPoint{AtOnce: n, Total: r.Summary.Median})
	}
	g := bench.GrowthOf(points)
	best, last, first := g.Points[g.Best], g.Points[len(g.Points)-1], g.Points[0]
	figure := func(p bench.GrowthPoint) string { return bench.FormatTPS(p.Total) + " t/s" }
	if g.Best == 0 {
		return fmt.Sprintf("more requests at once give no more: %s with %d, %s with %d", figure(first), first.AtOnce, figure(last), last.AtOnce)
	}
	total := fmt.Sprintf("%s with %d requests at once, %s times as much as with %d", figure(best), best.AtOnce, bench.FormatFigure(best.Total/first.Total), first.AtOnce)
	if alone := each[best.AtOnce].Test.RequestTPS(); alone.N > 0 {
		total += fmt.Sprintf(" (each request gets %s t/s)", bench.FormatTPS(alone.Median))
	}
	if g.StillGrows() {
		return "the total still grows at the largest number that was measured: " + total
	}
	next := g.Points[g.Best+1]
	return fmt.Sprintf("the total stops growing at %s; %d at once give %s", total, next.AtOnce, figure(next))
}
