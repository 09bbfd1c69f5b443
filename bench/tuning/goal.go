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
func (g Goal) String() string {
	name := "nothing"
	switch {
	case g.Prompt > 0 && g.Generation > 0:
		name = fmt.Sprintf("%d prompt tokens with %d generated ones", g.Prompt, g.Generation)
	case g.Prompt > 0:
		name = "prefill"
	case g.Generation > 0:
		name = "generation"
	}
	if g.Depth > 0 {
		name += fmt.Sprintf(" at depth %d", g.Depth)
	}
	return name
}

// speed names the speed for the goal, after "of".
func (g Goal) speed() string {
	if g.Prompt > 0 && g.Generation > 0 {
		return "the speed for " + g.String()
	}
	return g.String()
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
