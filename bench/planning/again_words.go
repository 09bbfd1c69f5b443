package planning

import (
	"strings"

	"dragstrip/bench"
)

// checkWords doubts a build that is started with other words than the one that
// was measured: with other arguments, or by another program such as numactl.
// The recorded words are never used, because they could start any program.
func (a *Again) checkWords(j *bench.JobState, b bench.EngineBuild) {
	if was := j.BuildMeasured(); !bench.SameAddedWords(was, b) {
		a.doubt("engine build %s was measured with %s, and is started with %s now; --engine 'NAME ARGUMENTS' gives arguments (give --engine once for each build)",
			buildLabel(j), wordsSaid(was), wordsSaid(b))
	}
}

// wordsSaid are the words that a build is started with, for people.
func wordsSaid(b bench.EngineBuild) string {
	words, _ := b.AddedWords()
	if len(words) == 0 {
		return "no arguments"
	}
	return bench.Clean(strings.Join(words, " "))
}
