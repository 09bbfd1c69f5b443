package cli

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// shownUnnamed is how many models are listed to somebody who named none.
const shownUnnamed = 6

// unnamedModels is what is measured when no model was named: those in dragstrip's
// own folder; where that is empty, the only one on this machine. Of several
// none is chosen: they come back as others, and it is for the user to say.
func (e *env) unnamedModels(ctx context.Context, engines *engineChoice) (found []bench.Model, others []models.Found, err error) {
	if found, err = e.findModels(ctx, nil, engines); err != nil {
		return nil, nil, err
	}
	if len(found) > 0 {
		fmt.Fprintf(e.err, "No model was named: measuring what lies in dragstrip's own folder, %s.\n", bench.Clean(labels(found)))
		return found, nil, nil
	}
	all, _ := e.everywhere(e.getenv(envName("model-folders"))).Find(ctx)
	all = slices.DeleteFunc(all, func(f models.Found) bool {
		return !engines.reads(f.Format) && (f.Format == bench.FormatMLX || len(engines.asked) > 0)
	})
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
// measures each.
func (e *env) choices(all []models.Found) string {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b models.Found) int { return cmp.Compare(a.SizeBytes, b.SizeBytes) })
	var lines []string
	for _, f := range order[:min(len(order), shownUnnamed)] {
		lines = append(lines, fmt.Sprintf("dragstrip run %s    %s, %s, %s", quoted(nameFor(all, f)), f.Label(), bench.FormatBytes(f.SizeBytes), f.Place))
	}
	if more := len(all) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more: `dragstrip models` lists all", more))
	}
	return bench.Clean(lines[0]) + cleanLines(lines[1:])
}

func cleanLines(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("\n      " + bench.Clean(l))
	}
	return b.String()
}

// nameFor is the shortest name that means this model and no other.
func nameFor(all []models.Found, f models.Found) string {
	for _, name := range []string{f.Name, f.Label()} {
		if got, err := pick(all, name); err == nil && got.Path == f.Path && !looksLikePath(name) {
			return name
		}
	}
	return f.Path
}

// quoted makes one word of a name for the shell people type it into.
func quoted(name string) string {
	plain := func(r rune) bool {
		return r > 127 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("._:/@+-", r)
	}
	switch {
	case name != "" && strings.IndexFunc(name, func(r rune) bool { return !plain(r) }) < 0:
		return name
	case runtime.GOOS == "windows":
		return `"` + name + `"`
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
