package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/hwinfo"
	"dragstrip/models"
	"dragstrip/models/problem"
)

type modelsOptions struct {
	json, all, probe     *bool
	add, forget, folders *string
	depth                *int
}

// yardstick is this machine as far as models are held against it.
func (e *env) yardstick(ctx context.Context, depth int, probe bool) models.Yardstick {
	m := e.describe(ctx)
	measured := 0.0
	if probe {
		b, err := hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &m})
		if err != nil {
			fmt.Fprintf(e.err, "the memory bandwidth could not be measured: %s\n", bench.Clean(err.Error()))
		}
		measured = b.PeakGBps
	}
	return models.YardstickOf(m, measured, depth)
}

// shownModel is a model in JSON.
type shownModel struct {
	models.Found
	models.Outlook
	models.Companions
}

// listModels prints models as they come; JSON comes at the end, sorted.
func (e *env) listModels(ctx context.Context, search models.Search, o modelsOptions) error {
	y := e.yardstick(ctx, *o.depth, *o.probe)
	if *o.json {
		found, problems := search.Find(ctx)
		return printModels(e, found, problems, models.CompanionsOf(found), y)
	}
	some, left := false, 0
	search.Each(ctx, func(f *models.Found, p *problem.Problem) {
		switch {
		case f != nil:
			some = true
			said := y.Of(*f)
			fmt.Fprintf(e.out, "%-40s %-10s %10s %10s  %-12s %-12s %s\n", bench.Clean(f.Label()), bench.Clean(f.Arch),
				bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount), said.Best(), bench.Clean(f.Place), bench.Clean(f.Path))
		case errors.Is(p, problem.ErrNotOffered) && !*o.all && len(search.Paths) == 0:
			left++
		default:
			fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(p.Error()))
		}
	})
	if left > 0 {
		fmt.Fprintf(e.err, "%d more cannot be measured by themselves (projectors, adapters, unconverted models); --all says which\n", left)
	}
	if !some {
		fmt.Fprintln(e.err, "No models found. Give a file or a folder, or write one: dragstrip standin llama-3.2-1b")
	}
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	return nil
}

func printModels(e *env, found []models.Found, problems []*problem.Problem, pairs map[string]models.Companions, y models.Yardstick) error {
	out := struct {
		Models   []shownModel `json:"models"`
		Problems []string     `json:"problems"`
	}{[]shownModel{}, []string{}}
	for _, f := range found {
		out.Models = append(out.Models, shownModel{f, y.Of(f), pairs[f.Path]})
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, bench.Clean(p.Error()))
	}
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// showModel prints everything that is known of one model.
func (e *env) showModel(ctx context.Context, f models.Found, other models.Companions, o modelsOptions) error {
	y := e.yardstick(ctx, *o.depth, *o.probe)
	if *o.json {
		return printModels(e, []models.Found{f}, nil, map[string]models.Companions{f.Path: other}, y)
	}
	for _, row := range slices.Concat(modelRows(f), outlookRows(y, f), companionRows(other)) {
		if row[1] != "" {
			fmt.Fprintf(e.out, "%-10s %s\n", row[0], bench.Clean(row[1]))
		}
	}
	return nil
}
