package llama

import (
	"context"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// mostSaid is how many printed lines of a build are kept at most.
const mostSaid = 60

// says returns what a build prints when it lists its devices, each line once,
// and which backends it did not load.
func says(ctx context.Context, build bench.EngineBuild) []string {
	got, err := ask(ctx, build, "--list-devices")
	text := got.err + got.out
	if err != nil {
		// The build may be too old to list devices. Then its backends print
		// lines before the help.
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
