package cli

import (
	"context"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/models"
	"dragstrip/models/problem"
)

type modelsOptions struct {
	json, all, probe     *bool
	add, forget, folders *string
	depth                *int
	// deep is set if the depth was given. Models whose context is shorter are then
	// marked.
	deep bool
}

// tooLong tells whether somebody asked for a depth that a model's context does not
// hold.
func (o modelsOptions) tooLong(y models.Yardstick, f models.Found) bool {
	return o.deep && y.DepthFor(f) < y.Depth
}

// outlook gives what is needed to say which models fit this machine, how fast
// they can be and how fast they will be. The engines may take a while to say
// which devices they have. In the meantime, outlook calls beside.
func (e *env) outlook(ctx context.Context, o modelsOptions, beside func()) (models.Yardstick, *expectations) {
	m := e.describe(ctx)
	var ahead *expectations
	read := make(chan struct{})
	go func() {
		defer close(read)
		ahead = e.readExpectations(ctx, m)
	}()
	beside()
	<-read
	if m.LacksSizes() {
		m = m.WithSizes(ahead.builds)
	}
	return e.yardstick(ctx, m, ahead.builds, *o.depth, *o.probe), ahead
}

// yardstick gives what decides which models fit a machine and how fast they can
// be. m must be this machine, and builds those that were found here.
func (e *env) yardstick(ctx context.Context, m bench.Machine, builds []bench.EngineBuild, depth int, probe bool) models.Yardstick {
	best, _ := e.probes().Best(m)
	if probe {
		var err error
		if _, best, err = e.readMemory(ctx, m, false); err != nil {
			fmt.Fprintf(e.err, "the memory bandwidth could not be measured: %s\n", bench.Clean(err.Error()))
		}
	}
	return models.YardstickOf(m, builds, best, depth)
}

// shownModel is a model as it is printed in JSON.
type shownModel struct {
	models.Found
	models.Outlook
	models.Companions
	// TooLong says that the depth that was asked for is beyond the model's context.
	// There is no outlook then.
	TooLong bool `json:"too_long,omitempty"`
	// Expected is how fast it will generate at depth 0.
	Expected *bench.Expected `json:"expected,omitempty"`
}

// listModels prints models by name, and why others are left out. It fails if
// files or folders were named and none of them can be measured.
func (e *env) listModels(ctx context.Context, search models.Search, o modelsOptions) error {
	var found []models.Found
	var problems []*problem.Problem
	y, ahead := e.outlook(ctx, o, func() { found, problems = search.Find(ctx) })
	var served []servedModel
	if len(search.Paths) == 0 {
		served = e.servedHere(ctx, ahead.builds)
	}
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	if *o.json {
		if err := printModels(e, found, served, problems, models.CompanionsOf(found), y, ahead, o); err != nil || len(found) > 0 {
			return err
		}
		return nothingIn(search.Paths, len(problems))
	}
	if len(search.Paths) == 1 && len(found) == 0 && len(problems) == 1 && everySpelling(search.Paths)[problems[0].Path] {
		return problems[0] // the named file or folder itself cannot be measured
	}
	models.ByLabel(found)
	for _, f := range found {
		fits := y.Of(f).Best()
		if o.tooLong(y, f) {
			fits = "too long"
		}
		expected := ""
		if one := ahead.of(f.Model); one.Known() {
			expected = "expect " + one.SpeedRange.String()
		}
		fmt.Fprintf(e.out, "%-40s %-10s %10s %10s  %-12s %-24s %-12s %s\n", bench.Clean(f.Label()), bench.Clean(f.Arch),
			bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount), fits, expected, bench.Clean(f.Place), bench.Clean(f.Path))
	}
	e.tellServed(served)
	e.tellTooLong(found, y, o)
	for _, f := range found {
		if why := outdated(f); why != "" {
			fmt.Fprintf(e.err, "%s: %s\n", bench.Clean(f.Label()), bench.Clean(why))
		}
	}
	if more := e.leaveOut(problems, *o.all || len(search.Paths) > 0); more > 0 {
		fmt.Fprintf(e.err, "not listed, because they cannot be measured alone: %s (projectors, adapters, models of other kinds); --all lists them\n", bench.Plural(more, "file"))
	}
	if len(found)+len(served) > 0 {
		return nil
	}
	if len(search.Paths) > 0 {
		return nothingIn(search.Paths, len(problems))
	}
	fmt.Fprintln(e.err, "No models found. Give a file or a folder, or write a stand-in: `dragstrip standin llama-3.2-1b`")
	return nil
}

// tellTooLong says for which models the depth that was asked for is too long.
func (e *env) tellTooLong(found []models.Found, y models.Yardstick, o modelsOptions) {
	var names []string
	for _, f := range found {
		if o.tooLong(y, f) {
			names = append(names, fmt.Sprintf("%s (%d)", bench.Clean(f.Label()), f.Facts.ContextLength))
		}
	}
	if more := len(names) - shownUnnamed; more > 0 {
		names = append(names[:shownUnnamed], fmt.Sprintf("%d more", more))
	}
	if len(names) > 0 {
		fmt.Fprintf(e.err, "too long: depth %d with a generation of %d tokens is beyond the context of %s\n", y.Depth, models.AssumedGeneration, bench.Joined(names))
	}
}

func printModels(e *env, found []models.Found, served []servedModel, problems []*problem.Problem, pairs map[string]models.Companions, y models.Yardstick, ahead *expectations, o modelsOptions) error {
	out := struct {
		Models   []shownModel  `json:"models"`
		Served   []servedModel `json:"served,omitempty"`
		Problems []string      `json:"problems"`
	}{[]shownModel{}, served, []string{}}
	for _, f := range found {
		one := shownModel{Found: f, Outlook: y.Of(f), Companions: pairs[f.Path]}
		if one.TooLong = o.tooLong(y, f); one.TooLong {
			one.Outlook = models.Outlook{}
		}
		if expected := ahead.of(f.Model); expected.Known() {
			one.Expected = &expected
		}
		out.Models = append(out.Models, one)
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, bench.Clean(p.Error()))
	}
	return report.WriteJSON(e.out, out)
}

// rowsLeft is how wide the names of the facts about a model or a machine are.
const rowsLeft = 11

// showModel prints everything that is known about one model.
func (e *env) showModel(ctx context.Context, f models.Found, other models.Companions, o modelsOptions) error {
	if trained := f.Facts.ContextLength; o.deep && trained > 0 && int64(*o.depth)+models.AssumedGeneration > trained {
		test := bench.Test{Generation: models.AssumedGeneration, Depth: *o.depth}
		return usagef("--depth %d: %s needs %d tokens of context, and %s was trained for %d", *o.depth, test, test.Context(), bench.Clean(f.Label()), trained)
	}
	y, ahead := e.outlook(ctx, o, func() {})
	if *o.json {
		return printModels(e, []models.Found{f}, nil, nil, map[string]models.Companions{f.Path: other}, y, ahead, o)
	}
	for _, row := range slices.Concat(modelRows(f), expectedRow(ahead.of(f.Model)), outlookRows(y, f, "--probe"), companionRows(other)) {
		if row[1] != "" {
			e.row(rowsLeft, row[0], bench.Clean(row[1]))
		}
	}
	return nil
}
