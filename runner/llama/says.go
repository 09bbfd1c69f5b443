package llama

import (
	"context"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// mostSaid is how many lines of a build are kept.
const mostSaid = 60

// says is what a build prints when it lists its devices, each line once, and
// what it did not load.
func says(ctx context.Context, build bench.EngineBuild) []string {
	got, err := ask(ctx, build, "--list-devices")
	text := got.err + got.out
	if err != nil {
		// It is too old to list them. Its backends speak before the help.
		got, err = ask(ctx, build, "--help")
		text = got.err
	}
	var lines []string
	for line := range strings.Lines(text) {
		if line = words.CleanLine([]byte(line)); line != "" && !slices.Contains(lines, line) && len(lines) < mostSaid {
			lines = append(lines, line)
		}
	}
	if err != nil && ctx.Err() == nil {
		lines = append(lines, words.Tidy(err.Error()))
	}
	return append(lines, notLoaded(build, lines)...)
}
