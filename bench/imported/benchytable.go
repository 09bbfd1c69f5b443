package imported

import (
	"cmp"
	"math"
	"strings"

	"dragstrip/bench"
)

// What is said of llama-benchy's figures, because its tests are not llama-bench's.
const (
	afterPrompt   = "llama-benchy generates after its prompt, so its generation counts as a test at the depth of context plus prompt"
	contextInTime = "where llama-benchy's time for a prompt contains the context before it, the context counts as part of the prompt"
)

// benchyTable is llama-benchy's table while its rows are read. Each row of a
// generation stands below that of its prompt.
type benchyTable struct {
	speed, time int // columns with t/s and with the time for the prompt, -1 for none
	// prompt is the last prompt as the table names it, its depth the context.
	prompt bench.Test
}

// told is what a row measured: named is the test as its cell names it.
func (b *benchyTable) told(found *Found, row tableRow, cell string, named testCell, spelled spelling) testCell {
	t := named.test
	switch {
	case b == nil || !named.named || !named.lengths || t.Prompt > 0 && t.Generation > 0:
		return named
	case t.Prompt > 0 && strings.HasPrefix(cell, "ctx_"): // the context alone
		b.prompt = bench.Test{}
		return named
	case t.Prompt > 0:
		b.prompt = t
		named.test = benchyPrompt(found, t, b.processed(row, spelled))
	case t.Depth == b.prompt.Depth && b.prompt.Prompt > 0:
		found.assume(afterPrompt)
		named.test.Depth += b.prompt.Prompt
	}
	if named.test.Validate() != nil {
		return testCell{why: named.why}
	}
	return named
}

// processed is how many tokens the engine processed in the time for the prompt.
// It is 0 if the row does not tell.
func (b *benchyTable) processed(row tableRow, spelled spelling) float64 {
	if b.time < 0 || max(b.speed, b.time) >= len(row.cells) {
		return 0
	}
	tps, _, err := spelled.speed(row.cells[b.speed])
	ms, _, bad := spelled.speed(row.cells[b.time])
	if cmp.Or(err, bad) != nil {
		return 0
	}
	return tps * ms / 1000
}

// benchyPrompt is the test of a prompt behind a context. Without a prompt cache,
// llama-benchy divides all tokens, those of the context too, by the time of both.
// processed is the speed times this time, in tokens; 0 if it is not known.
func benchyPrompt(found *Found, t bench.Test, processed float64) bench.Test {
	both := t.Prompt + t.Depth
	if t.Depth == 0 || math.Abs(processed-float64(both)) >= math.Abs(processed-float64(t.Prompt)) {
		return t
	}
	found.assume(contextInTime)
	return bench.Test{Prompt: both}
}
