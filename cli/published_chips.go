package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
	"dragstrip/tui"
)

// answeringChips lists the chips for which others published some tests of jobs,
// those with the newest results first.
func answeringChips(_ context.Context, jobs []bench.Job) (out []tui.AnsweringChip, tests int) {
	type dated struct {
		tui.AnsweringChip
		day string
	}
	var all []dated
	for chip, answers := range publishedFor(published.Load(), jobs) {
		tests := map[string]bool{} // two figures, with and without flash attention, may answer one test
		for _, a := range answers {
			tests[a.model.Label()+"\x00"+a.test.String()] = true
		}
		newest := slices.MaxFunc(answers, func(a, b answer) int { return strings.Compare(a.Day(), b.Day()) })
		all = append(all, dated{tui.AnsweringChip{Chip: chip.Name, Newest: dotted(newest.Build, newest.Date), Tests: len(tests)}, newest.Day()})
	}
	slices.SortFunc(all, func(a, b dated) int {
		return cmp.Or(strings.Compare(b.day, a.day), cmp.Compare(b.Tests, a.Tests), strings.Compare(a.Chip, b.Chip))
	})
	for _, one := range all {
		out = append(out, one.AnsweringChip)
	}
	seen := map[string]bool{}
	for _, j := range jobs {
		for _, t := range j.Tests {
			seen[j.Model.Label()+"\x00"+t.String()] = true
		}
	}
	return out, len(seen)
}

// sourcesOf says what everybody published for a chip about one test of a model.
func sourcesOf(_ context.Context, name string, m bench.Model, t bench.Test) []string {
	chip := published.Load().Chip(name)
	if chip == nil {
		return nil
	}
	all := published.Load().All(chip, m, t)
	if len(all) == 0 {
		return []string{fmt.Sprintf("Nobody published %s of this model for %s.", t, bench.Clean(name))}
	}
	slowest := slices.MinFunc(all, func(a, b *published.Figure) int { return cmp.Compare(a.TPS, b.TPS) })
	fastest := slices.MaxFunc(all, func(a, b *published.Figure) int { return cmp.Compare(a.TPS, b.TPS) })
	lines := []string{fmt.Sprintf("%s of %s on %s: %s", t, bench.Clean(m.Label()), bench.Clean(name), bench.Plural(len(all), "published figure"))}
	if len(all) > 1 {
		lines = append(lines, fmt.Sprintf("from %s to %s t/s: the fastest is %s above the slowest; builds and settings differ",
			bench.FormatTPS(slowest.TPS), bench.FormatTPS(fastest.TPS), bench.FormatPercent(fastest.TPS/slowest.TPS-1)))
	}
	lines = append(lines, "The screen Results shows the fastest configuration of the newest source. Figures with the flash attention of your job come first, also older ones.", "")
	for _, f := range all {
		lines = append(lines, whatif.FigureText(f))
	}
	return lines
}
