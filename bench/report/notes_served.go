package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// ServerNotes say in sentences without a full stop what serving a model costs,
// where the total speed of a server stops growing with the number of requests at
// once, what speculation gives, and what a start of a server is that was there.
func ServerNotes(s *bench.Session) []string {
	return append(serverNotes(Rows(s)), standingServerNotes(s)...)
}

func serverNotes(rows []Row) []string {
	return slices.Concat(costNotes(rows), growthNotes(rows), speculationNotes(rows))
}

// standingServerNotes say what intervals mean for servers that dragstrip does not
// start. A server that is not named by its address may have been started; then its
// load was seen.
func standingServerNotes(s *bench.Session) []string {
	for _, j := range s.Jobs {
		b := j.BuildUsed()
		if b.Traits.Serves && j.HasResults() && (b.IsServer() || len(j.Loads) == 0) {
			return []string{"the server was running already, and dragstrip did not restart it: the intervals do not include differences between starts of the server"}
		}
	}
	return nil
}

// whyServingCosts explains the difference between a server and the same engine
// without one.
const whyServingCosts = "at the same settings: it also turns text into tokens and back, samples each token, and sends it over HTTP"

// whyItDiffersToo explains the same for a server that is another build.
const whyItDiffersToo = "with a build and settings of its own; it also turns text into tokens and back, samples each token, and sends it over HTTP"

// costNotes compare each server with an engine that measured the same model with
// the same parameters and is no server. It is of the same version, or the server
// serves the file that the engine reads.
func costNotes(rows []Row) []string {
	var out []string
	for _, pair := range servedPairs(rows) {
		var parts []string
		for _, of := range pair {
			parts = append(parts, costSaid(of[0], of[1]))
		}
		plain, served := pair[0][0].Job, pair[0][1].Job
		where := ""
		if slices.ContainsFunc(rows, func(r Row) bool { return !sameWeights(r.Job.Model, served.Model) }) {
			where = served.Model.Label() + ": "
		}
		if flags := served.Params.String(); slices.ContainsFunc(rows, func(r Row) bool { return r.Job.ID != served.ID && r.Job.Build.ID == served.Build.ID }) && flags != "" {
			where += flags + ": "
		}
		why := whyServingCosts
		if !sameVersion(plain, served) {
			why = whyItDiffersToo
		}
		out = append(out, fmt.Sprintf("%s%s reaches %s of the speed of %s, %s", where, serverNamed(rows, served), bench.Joined(parts), engineTitle(plain), why))
	}
	return out
}

// serverNamed names a server by its engine, with the job if another job has a
// server of that engine in another build.
func serverNamed(rows []Row, j *bench.JobState) string {
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Job.Build.Engine == j.Build.Engine && r.Job.Build.ID != j.Build.ID }) {
		return engineTitle(j) + " (" + j.ID + ")"
	}
	return engineTitle(j)
}

func engineTitle(j *bench.JobState) string {
	return orText(j.BuildUsed().Traits.Title, j.Build.Engine)
}

// servedPairs are the tests that were measured on a server and without one, by
// pairs of jobs: first without, then with the server.
func servedPairs(rows []Row) [][][2]Row {
	var order []string
	pairs := map[string][][2]Row{}
	var without, with []Row
	for _, r := range rows {
		switch {
		case !r.Single() || r.Grade == bench.GradeSuspect:
		case len(r.Test.Exchanges()) > 0:
			with = append(with, r)
		default:
			without = append(without, r)
		}
	}
	for _, plain := range without {
		for _, served := range with {
			if !sameBesidesServing(plain, served) {
				continue
			}
			key := plain.Job.ID + "\x00" + served.Job.ID
			if pairs[key] == nil {
				order = append(order, key)
			}
			pairs[key] = append(pairs[key], [2]Row{plain, served})
		}
	}
	out := make([][][2]Row, len(order))
	for i, key := range order {
		out[i] = pairs[key]
	}
	return out
}

func sameBesidesServing(a, b Row) bool {
	x, y := a.Job, b.Job
	served := servesFile(x.Model, y.Model)
	return a.Test.Test == b.Test.Test && (served || x.Model.Key() == y.Model.Key() && sameVersion(x, y)) &&
		besidesAtOnce(x.Params).String() == besidesAtOnce(y.Params).String()
}

// sameVersion tells whether two jobs were measured with one version of an engine,
// in whatever order their texts name its parts.
func sameVersion(a, b *bench.JobState) bool {
	x, y := a.BuildMeasured(), b.BuildMeasured()
	return a.BuildVersion() == b.BuildVersion() || x.Library != "" && x.Library == y.Library && x.Version == y.Version
}

// costSaid is the share of the speed that is left with a server: "84.0 %
// (82.0 % to 86.1 %) in tg128".
func costSaid(plain, served Row) string {
	c := compareRows(plain, served)
	if !c.HasRatio() {
		return fmt.Sprintf("about %s in %s (too few repetitions for an interval)", bench.FormatPercent(served.Summary.Median/plain.Summary.Median), served.Test.Test)
	}
	text := fmt.Sprintf("%s (%s to %s", bench.FormatPercent(c.Ratio), bench.FormatPercent(c.Low), bench.FormatPercent(c.High))
	if !c.Shown() {
		text += ", no difference shown"
	}
	return text + ") in " + served.Test.Test.String()
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
func besidesAtOnce(p bench.Params) bench.Params { return besides(p, bench.Concurrency) }

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
		parts = append(parts, engineTitle(r.Job))
	}
	if other(func(r Row) string { return besidesAtOnce(r.Job.Params).String() }) {
		parts = append(parts, besidesAtOnce(r.Job.Params).String())
	}
	return joinNonEmpty(", ", parts...)
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
