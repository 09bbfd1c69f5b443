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
}

// yardstick describes this machine as far as it decides which models fit and
// how fast they can be.
func (e *env) yardstick(ctx context.Context, depth int, probe bool) models.Yardstick {
	m := e.describe(ctx)
	if m.LacksSizes() {
		m = m.WithSizes(e.findBuilds(ctx, nil).Builds)
	}
	best, _ := e.probes().Best(m)
	if probe {
		var err error
		if _, best, err = e.readMemory(ctx, m, false); err != nil {
			fmt.Fprintf(e.err, "the memory bandwidth could not be measured: %s\n", bench.Clean(err.Error()))
		}
	}
	return models.YardstickOf(m, best, depth)
}

// shownModel is a model as it is printed in JSON.
type shownModel struct {
	models.Found
	models.Outlook
	models.Companions
	// Expected is how fast it will generate at depth 0.
	Expected *bench.Expected `json:"expected,omitempty"`
}

// listModels prints models by name, and why others are left out. It fails if
// files or folders were named and none of them can be measured.
func (e *env) listModels(ctx context.Context, search models.Search, o modelsOptions) error {
	y, ahead := e.yardstick(ctx, *o.depth, *o.probe), e.readExpectations(ctx)
	found, problems := search.Find(ctx)
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	if *o.json {
		if err := printModels(e, found, problems, models.CompanionsOf(found), y, ahead); err != nil || len(found) > 0 {
			return err
		}
		return nothingIn(search.Paths, len(problems))
	}
	if len(search.Paths) == 1 && len(found) == 0 && len(problems) == 1 && everySpelling(search.Paths)[problems[0].Path] {
		return problems[0] // the named file or folder itself cannot be measured
	}
	models.ByLabel(found)
	for _, f := range found {
		said := y.Of(f)
		expected := ""
		if one := ahead.of(f.Model); one.Known() {
			expected = "expect " + one.SpeedRange.String()
		}
		fmt.Fprintf(e.out, "%-40s %-10s %10s %10s  %-12s %-24s %-12s %s\n", bench.Clean(f.Label()), bench.Clean(f.Arch),
			bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount), said.Best(), expected, bench.Clean(f.Place), bench.Clean(f.Path))
	}
	for _, f := range found {
		if why := outdated(f); why != "" {
			fmt.Fprintf(e.err, "%s: %s\n", bench.Clean(f.Label()), bench.Clean(why))
		}
	}
	if more := e.leaveOut(problems, *o.all || len(search.Paths) > 0); more > 0 {
		fmt.Fprintf(e.err, "not listed, because they cannot be measured alone: %s (projectors, adapters, models of other kinds); --all lists them\n", bench.Plural(more, "file"))
	}
	if len(found) > 0 {
		return nil
	}
	if len(search.Paths) > 0 {
		return nothingIn(search.Paths, len(problems))
	}
	fmt.Fprintln(e.err, "No models found. Give a file or a folder, or write a stand-in: `dragstrip standin llama-3.2-1b`")
	return nil
}

func printModels(e *env, found []models.Found, problems []*problem.Problem, pairs map[string]models.Companions, y models.Yardstick, ahead *expectations) error {
	out := struct {
		Models   []shownModel `json:"models"`
		Problems []string     `json:"problems"`
	}{[]shownModel{}, []string{}}
	for _, f := range found {
		one := shownModel{Found: f, Outlook: y.Of(f), Companions: pairs[f.Path]}
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

// showModel prints everything that is known about one model.
func (e *env) showModel(ctx context.Context, f models.Found, other models.Companions, o modelsOptions) error {
	y, ahead := e.yardstick(ctx, *o.depth, *o.probe), e.readExpectations(ctx)
	if *o.json {
		return printModels(e, []models.Found{f}, nil, map[string]models.Companions{f.Path: other}, y, ahead)
	}
	for _, row := range slices.Concat(modelRows(f), expectedRow(ahead.of(f.Model)), outlookRows(y, f), companionRows(other)) {
		if row[1] != "" {
			fmt.Fprintf(e.out, "%-10s %s\n", row[0], bench.Clean(row[1]))
		}
	}
	return nil
}
