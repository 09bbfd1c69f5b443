package bench

import (
	"fmt"
	"strconv"
	"strings"
)

// maxCounts limits a list of counts, against typing mistakes in ranges.
const maxCounts = 1000

// ParseCounts reads a list of token counts as llama-bench does: "512",
// "512,1024", and the ranges "first-last" (step 1), "first-last+step" and
// "first-last*factor". Zero means "leave this kind of test out": it is allowed
// in the list and adds nothing.
func ParseCounts(text string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(text, ",") {
		counts, err := parseRange(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		for _, n := range counts {
			if n > 0 {
				out = append(out, n)
			}
		}
		if len(out) > maxCounts {
			return nil, fmt.Errorf("%q gives more than %d values", text, maxCounts)
		}
	}
	return out, nil
}

func parseRange(part string) ([]int, error) {
	if strings.HasPrefix(part, "-") {
		return nil, notACount(part)
	}
	first, rest, isRange := strings.Cut(part, "-")
	low, err := parseCount(first)
	if err != nil || !isRange {
		return []int{low}, err
	}
	last, step, times := rest, "1", false
	if l, s, ok := strings.Cut(rest, "*"); ok {
		last, step, times = l, s, true
	} else if l, s, ok := strings.Cut(rest, "+"); ok {
		last, step = l, s
	}
	high, err := parseCount(last)
	if err != nil {
		return nil, err
	}
	by, err := parseCount(step)
	if err != nil {
		return nil, err
	}
	next := func(n int) int { return n + by }
	if times {
		next = func(n int) int { return n * by }
	}
	if low > high || next(low) <= low {
		return nil, fmt.Errorf("range %q never reaches its end", part)
	}
	var out []int
	for n := low; n <= high && len(out) <= maxCounts; n = next(n) {
		out = append(out, n)
	}
	return out, nil
}

func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > MaxTokens {
		return 0, notACount(s)
	}
	return n, nil
}

func notACount(s string) error {
	return fmt.Errorf("%q is not a count of tokens (a whole number from 0 to %d, a list with commas, or a range such as 128-1024*2)", s, MaxTokens)
}

// ParsePairs reads one pair of prompt and generation, such as "512,128", as -pg
// takes it.
func ParsePairs(text string) (Test, error) {
	p, n, ok := strings.Cut(text, ",")
	prompt, err := parseCount(strings.TrimSpace(p))
	if err != nil {
		return Test{}, err
	}
	generation, err := parseCount(strings.TrimSpace(n))
	if err != nil || !ok {
		return Test{}, fmt.Errorf("-pg %q is not of the form 512,128", text)
	}
	t := Test{Prompt: prompt, Generation: generation}
	return t, t.Validate()
}

// Tests makes the tests from lists of prompts, generations, pairs and depths.
// Each test occurs once. The order is llama-bench's: depth by depth, and at
// each depth first the prompts, then the generations, then the pairs.
func Tests(prompts, generations []int, pairs []Test, depths []int) []Test {
	if len(depths) == 0 {
		depths = []int{0}
	}
	var out []Test
	seen := map[Test]bool{}
	add := func(t Test) {
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	for _, d := range depths {
		for _, p := range prompts {
			add(Test{Prompt: p, Depth: d})
		}
		for _, n := range generations {
			add(Test{Generation: n, Depth: d})
		}
		for _, t := range pairs {
			add(Test{Prompt: t.Prompt, Generation: t.Generation, Depth: d})
		}
	}
	return out
}
