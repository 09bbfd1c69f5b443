package planning

import (
	"strings"

	"dragstrip/bench"
)

// What is measured if nobody asked for other lengths.
const (
	defaultPrompts     = "512"
	defaultGenerations = "128"
)

// Tests gives the tests of each job.
func (w Wishes) Tests() ([]bench.Test, error) {
	if len(w.Otherwise) > 0 && len(w.Prompts)+len(w.Generations)+len(w.Pairs)+len(w.Depths) == 0 {
		return w.Otherwise, nil
	}
	prompts, err := counts("p", w.Prompts, defaultPrompts)
	if err != nil {
		return nil, err
	}
	generations, err := counts("n", w.Generations, defaultGenerations)
	if err != nil {
		return nil, err
	}
	depths, err := DepthList(w.Depths)
	if err != nil {
		return nil, err
	}
	var pairs []bench.Test
	for _, text := range w.Pairs {
		pair, err := bench.ParsePairs(text)
		if err != nil {
			return nil, Mistake{err}
		}
		pairs = append(pairs, pair)
	}
	tests := bench.Tests(prompts, generations, pairs, depths)
	if len(tests) == 0 {
		return nil, mistake("-p 0 and -n 0 leave nothing to measure")
	}
	if len(tests) > bench.MaxTests {
		return nil, mistake("that makes %d tests for each job; the limit is %d", len(tests), bench.MaxTests)
	}
	return tests, nil
}

func counts(flag string, given []string, def string) ([]int, error) {
	if len(given) == 0 {
		given = []string{def}
	}
	n, err := bench.ParseCounts(strings.Join(given, ","))
	if err != nil {
		return nil, mistake("-%s: %w", flag, err)
	}
	return n, nil
}

// DepthList reads a list of depths. It keeps zeros, because 0 is a depth, too.
func DepthList(given []string) ([]int, error) {
	var out []int
	for _, part := range strings.Split(strings.Join(given, ","), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if strings.HasPrefix(part, "0") && strings.Trim(part, "0") == "" {
			out = append(out, 0)
			continue
		}
		n, err := bench.ParseCounts(part)
		if err != nil {
			return nil, mistake("-d: %w", err)
		}
		out = append(out, n...)
	}
	return out, nil
}
