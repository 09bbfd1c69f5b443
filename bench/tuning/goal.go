package tuning

import (
	"fmt"
	"slices"

	"dragstrip/bench"
)

// Goal is what the best configuration is the best for.
type Goal struct {
	// Prompt and Generation are token counts. If one of them is 0, only the
	// other one counts; if both are given, the time for both counts.
	Prompt, Generation int
	// Depth is how many tokens are already in the context.
	Depth int
}

// Tests are the tests that must be measured for the goal.
func (g Goal) Tests() []bench.Test {
	var tests []bench.Test
	if g.Prompt > 0 {
		tests = append(tests, bench.Test{Prompt: g.Prompt, Depth: g.Depth})
	}
	if g.Generation > 0 {
		tests = append(tests, bench.Test{Generation: g.Generation, Depth: g.Depth})
	}
	return tests
}

// TestsOf are the tests of several goals, each once.
func TestsOf(goals []Goal) (tests []bench.Test) {
	for _, g := range goals {
		for _, t := range g.Tests() {
			if !slices.Contains(tests, t) {
				tests = append(tests, t)
			}
		}
	}
	return tests
}

// Speed is the tokens per second for the goal, from the tokens per second of
// its tests; 0 if a test is missing. Prompt and generation are measured apart
// and added up, because both are also goals of their own.
func (g Goal) Speed(of map[bench.Test]float64) float64 {
	tokens, seconds := 0, 0.0
	for _, t := range g.Tests() {
		speed := of[t]
		if speed <= 0 {
			return 0
		}
		tokens += t.Tokens()
		seconds += float64(t.Tokens()) / speed
	}
	if seconds == 0 {
		return 0
	}
	return float64(tokens) / seconds
}

// String names the goal for people.
func (g Goal) String() string { return g.named(false) }

// named names the goal. With lengths, it also says how long the prompt or the
// generation is.
func (g Goal) named(lengths bool) string {
	name := "nothing"
	switch {
	case g.Prompt > 0 && g.Generation > 0:
		return fmt.Sprintf("%d prompt tokens with %d generated ones", g.Prompt, g.Generation) + g.atDepth()
	case g.Prompt > 0:
		name = "prefill"
	case g.Generation > 0:
		name = "generation"
	}
	if lengths {
		name += fmt.Sprintf(" of %d tokens", g.Prompt+g.Generation)
	}
	return name + g.atDepth()
}

func (g Goal) atDepth() string {
	if g.Depth == 0 {
		return ""
	}
	return fmt.Sprintf(" at depth %d", g.Depth)
}

// GoalName names a goal of the search, with its length if others are of the same
// kind and of another length.
func (s *Search) GoalName(g Goal) string {
	return g.named(slices.ContainsFunc(s.options.Goals, func(o Goal) bool {
		return (o.Prompt > 0) == (g.Prompt > 0) && (o.Generation > 0) == (g.Generation > 0) && (o.Prompt != g.Prompt || o.Generation != g.Generation)
	}))
}

// speedName names the speed for a goal, after "of".
func (s *Search) speedName(g Goal) string {
	if g.Prompt > 0 && g.Generation > 0 {
		return "the speed for " + s.GoalName(g)
	}
	return s.GoalName(g)
}

// Validate returns an error if nothing would be measured.
func (g Goal) Validate() error {
	if len(g.Tests()) == 0 {
		return fmt.Errorf("a goal needs prompt tokens or generated tokens")
	}
	for _, t := range g.Tests() {
		if err := t.Validate(); err != nil {
			return err
		}
	}
	return nil
}
