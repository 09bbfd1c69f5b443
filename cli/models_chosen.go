package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// findModels opens the named models, or the models in dragstrip's own folder if
// the user named none. A name that is not a file may be the name of a model in
// a store. It is an error if a named file cannot be measured or no engine reads
// it. If such a file lies in a named folder, it is reported and left out.
func (e *env) findModels(ctx context.Context, paths []string, engines *engineChoice) ([]bench.Model, error) {
	served, paths, err := engines.served(ctx, paths)
	if err != nil || len(served) > 0 && len(paths) == 0 {
		return engines.files.withTwins(served), err
	}
	own := ""
	if len(paths) == 0 {
		own = e.places.models()
	}
	paths, err = e.resolve(ctx, paths)
	if err != nil {
		return nil, engines.withServed(err)
	}
	found, problems := models.Find(ctx, paths, own)
	named := everySpelling(paths)
	for _, p := range problems {
		if named[p.Path] {
			return nil, p
		}
	}
	e.leaveOut(problems, len(found) == 0 && len(paths) > 0)
	models.InOrder(found, paths)
	out := served
	for _, f := range found {
		copies := 0
		if out, copies, err = engines.withCopies(ctx, out, f); err != nil {
			return nil, err
		}
		switch {
		case copies > 0:
		case engines.keeps(f.Model):
			if named[f.Path] {
				engines.sayNotServed(f)
			}
		case named[f.Path]:
			return nil, engines.refusal(f)
		case own == "":
			fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(engines.refusal(f).Error()))
		}
	}
	if len(out) == 0 && len(paths) > 0 {
		return nil, nothingIn(paths, len(problems)+len(found))
	}
	return engines.files.withTwins(filesFirst(out, len(served))), nil
}

// unnamedModels finds what to measure if no model was named: the models in
// dragstrip's own folder or, if that is empty, the only model on this machine.
// If this machine has several, it chooses none. It returns all of these as
// others, and the user must choose.
func (e *env) unnamedModels(ctx context.Context, engines *engineChoice) (found []bench.Model, others []models.Found, err error) {
	if found, err = engines.servedUnnamed(ctx); err != nil || len(found) > 0 {
		return found, nil, err
	}
	if found, err = e.findModels(ctx, nil, engines); err != nil {
		return nil, nil, err
	}
	if len(found) > 0 {
		fmt.Fprintf(e.err, "No model was named: measuring the models in dragstrip's own folder: %s.\n", bench.Clean(labels(found)))
		return found, nil, nil
	}
	all := e.allModels(ctx)
	all = slices.DeleteFunc(all, func(f models.Found) bool { return !engines.keeps(f.Model) })
	if len(all) == 1 {
		fmt.Fprintf(e.err, "No model was named: measuring the only one on this machine, %s (%s, %s).\n",
			bench.Clean(all[0].Label()), bench.Clean(all[0].Place), bench.Clean(all[0].Path))
		return []bench.Model{all[0].Model}, nil, nil
	}
	return nil, all, ctx.Err()
}

func labels(found []bench.Model) string {
	var names []string
	for _, m := range found[:min(len(found), shownUnnamed)] {
		names = append(names, m.Label())
	}
	if more := len(found) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// choices lists a few models, the smallest first, with the command that
// measures each of them.
func choices(all []models.Found) string {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b models.Found) int { return cmp.Compare(a.SizeBytes, b.SizeBytes) })
	var lines []string
	named := models.ByName(all)
	for _, f := range order[:min(len(order), shownUnnamed)] {
		lines = append(lines, fmt.Sprintf("dragstrip run %s    %s, %s, %s", quoted(named.Name(f)), f.Label(), bench.FormatBytes(f.SizeBytes), f.Place))
	}
	if more := len(all) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more: `dragstrip models` lists all", more))
	}
	return bench.Clean(lines[0]) + cleanLines(lines[1:])
}
