package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// shortCommands are what a person types to measure a job's tests again. They
// use the engine's own program if the results are that program's lines,
// otherwise dragstrip. Depths with different tests need separate commands.
func (r *redactor) shortCommands(j *bench.JobState) []string {
	build := j.BuildUsed()
	var head []string
	for _, variable := range r.environment(build.Environment()) {
		if name, _, _ := strings.Cut(variable, "="); !bench.SaysWhere(name) || slices.Contains(r.environment(build.Env), variable) {
			head = append(head, shellVariable(variable))
		}
	}
	model, link := orText(fileShown(j.Model), j.Model.Served), ""
	apart := r.apart(j.Model)
	if program := build.Traits.Lines; program != "" {
		model, link = r.linked(strings.TrimSuffix(apart, bench.Clean(model)), model)
		before, after, _ := build.AroundProgram()
		for _, word := range before {
			head = append(head, shellWord(r.argument(word)))
		}
		head = append(head, shellWord(bench.Clean(program)))
		for _, word := range after {
			head = append(head, shellWord(r.argument(word)))
		}
		head = append(head, "-m", shellWord(model))
	} else {
		head = append([]string{"dragstrip", "run", shellWord(orText(apart, r.argument(model))), "--engine"}, shellWord(strings.Join(append(head, r.path(build.Named())), " ")))
	}
	var tail []string
	for _, def := range bench.Parameters {
		if value, set := j.Params[def.Key]; set {
			tail = append(tail, "-"+def.Flag, shellWord(r.path(bench.ShownValue(def.Key, value))))
		}
	}
	tail = append(tail, "-r", strconv.Itoa(j.Repetitions))
	if j.NoWarmup {
		tail = append(tail, "--no-warmup")
	}
	var out []string
	for _, tests := range testFlags(j.Job.Tests) {
		out = append(out, link+strings.Join(slices.Concat(head, tests, tail), " "))
	}
	return out
}

// testFlags makes the flags that ask for tests: one list for all depths that
// have the same tests.
func testFlags(tests []bench.Test) [][]string {
	var order []string
	depths := map[string][]string{}
	for _, depth := range depthsOf(tests) {
		flags := strings.Join(flagsAt(tests, depth), " ")
		if depths[flags] == nil {
			order = append(order, flags)
		}
		depths[flags] = append(depths[flags], strconv.Itoa(depth))
	}
	var out [][]string
	for _, flags := range order {
		words := strings.Fields(flags)
		if d := depths[flags]; len(d) > 1 || d[0] != "0" {
			words = append(words, "-d", strings.Join(d, ","))
		}
		out = append(out, words)
	}
	return out
}

func depthsOf(tests []bench.Test) []int {
	var out []int
	for _, t := range tests {
		if !slices.Contains(out, t.Depth) {
			out = append(out, t.Depth)
		}
	}
	return out
}

// flagsAt makes the flags for the tests at one depth. llama-bench measures both
// prompt processing and generation unless one of them is given as 0.
func flagsAt(tests []bench.Test, depth int) []string {
	prompts, generations := []string{}, []string{}
	var pairs []string
	for _, t := range tests {
		switch {
		case t.Depth != depth:
		case t.IsPrefill():
			prompts = append(prompts, strconv.Itoa(t.Prompt))
		case t.IsDecode():
			generations = append(generations, strconv.Itoa(t.Generation))
		default:
			pairs = append(pairs, "-pg", fmt.Sprintf("%d,%d", t.Prompt, t.Generation))
		}
	}
	orZero := func(list []string) string { return orText(strings.Join(list, ","), "0") }
	return append([]string{"-p", orZero(prompts), "-n", orZero(generations)}, pairs...)
}
