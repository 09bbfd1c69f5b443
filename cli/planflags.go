package cli

import (
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// planFlags are the flags that say what to measure. They are spelled as
// llama-bench spells them where they mean the same.
type planFlags struct {
	models      list
	prompts     list
	generations list
	pairs       list
	depths      list
	repetitions int
	roundFlags
	delay        int
	noWarmup     bool
	noTicks      bool
	noHash       bool
	noProbe      bool
	note         string
	params       map[string]*list
	mmap, direct string
}

func (p *planFlags) define(f *flags) {
	f.Var(&p.models, "m", "`MODEL`, like an argument")
	f.Var(&p.prompts, "p", "prompt lengths in tokens (default 512; 0 for none)")
	f.Var(&p.generations, "n", "generation lengths in tokens (default 128; 0 for none)")
	f.Var(&p.pairs, "pg", "prompt,generation pairs timed together")
	f.Var(&p.depths, "d", "depths: tokens already in the context (default 0)")
	f.IntVar(&p.repetitions, "r", bench.DefaultRepetitions, "repetitions of each test")
	p.roundFlags.define(f)
	f.IntVar(&p.delay, "delay", 0, "`seconds` to rest before each test")
	f.BoolVar(&p.noWarmup, "no-warmup", false, "measure the first repetition cold")
	f.BoolVar(&p.noTicks, "no-ticks", false, "do not ask the engine for a sign of life per token")
	f.BoolVar(&p.noHash, "no-hash", false, "do not compute the SHA-256 of the model files")
	f.BoolVar(&p.noProbe, "no-probe", false, "do not look at the machine: no probe of the memory, no readings")
	f.StringVar(&p.note, "note", "", "a `text` that stays with the session")
	p.params = map[string]*list{}
	for _, def := range bench.Parameters {
		values := new(list)
		p.params[def.Key] = values
		f.Var(values, def.Flag, def.Help)
	}
	f.StringVar(&p.mmap, "mmp", "", "like -lm mmap (1) or -lm none (0)")
	f.StringVar(&p.direct, "dio", "", "like -lm dio (1)")
}

// check finds mistakes that need neither engine nor model.
func (p *planFlags) check() error {
	if _, err := p.tests(); err != nil {
		return err
	}
	_, err := p.sweep()
	switch {
	case err != nil:
		return err
	case p.repetitions < 1 || p.repetitions > bench.MaxRepetitions:
		return usagef("-r must be 1 to %d, not %d", bench.MaxRepetitions, p.repetitions)
	case tooManyThreads(*p.params["n_threads"]) != "":
		return usagef("-t %s: this machine has %d hardware threads; far more of them only get in each other's way", tooManyThreads(*p.params["n_threads"]), runtime.NumCPU())
	case p.delay < 0 || p.delay > 3600:
		return usagef("--delay must be 0 to 3600 seconds, not %d", p.delay)
	}
	return p.roundFlags.check(p.repetitions)
}

func (p *planFlags) tests() ([]bench.Test, error) {
	counts := func(flag string, given list, def string) ([]int, error) {
		if len(given) == 0 {
			given = list{def}
		}
		n, err := bench.ParseCounts(strings.Join(given, ","))
		if err != nil {
			return nil, usagef("-%s: %w", flag, err)
		}
		return n, nil
	}
	prompts, err := counts("p", p.prompts, "512")
	if err != nil {
		return nil, err
	}
	generations, err := counts("n", p.generations, "128")
	if err != nil {
		return nil, err
	}
	depths, err := depthList(p.depths)
	if err != nil {
		return nil, err
	}
	var pairs []bench.Test
	for _, text := range p.pairs {
		pair, err := bench.ParsePairs(text)
		if err != nil {
			return nil, usagef("%w", err)
		}
		pairs = append(pairs, pair)
	}
	tests := bench.Tests(prompts, generations, pairs, depths)
	if len(tests) == 0 {
		return nil, usagef("-p 0 and -n 0 leave nothing to measure")
	}
	if len(tests) > bench.MaxTests {
		return nil, usagef("that makes %d tests a job, more than %d", len(tests), bench.MaxTests)
	}
	return tests, nil
}

// depthList keeps zeros: depth 0 is a depth.
func depthList(given list) ([]int, error) {
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
			return nil, usagef("-d: %w", err)
		}
		out = append(out, n...)
	}
	return out, nil
}

// sweep gives every combination of the parameters' values, in llama-bench's
// order; one empty set where none was given.
func (p *planFlags) sweep() ([]bench.Params, error) {
	if err := p.foldLoadMode(); err != nil {
		return nil, err
	}
	sets := []bench.Params{{}}
	for _, def := range bench.Parameters {
		given := *p.params[def.Key]
		if len(given) == 0 {
			continue
		}
		var next []bench.Params
		for _, set := range sets {
			for _, value := range strings.Split(strings.Join(given, ","), ",") {
				wider := bench.Params{def.Key: normalValue(def.Key, strings.TrimSpace(value))}
				for k, v := range set {
					wider[k] = v
				}
				if err := wider.Validate(); err != nil {
					return nil, usagef("%w", err)
				}
				next = append(next, wider)
			}
		}
		if sets = next; len(sets) > bench.MaxJobs {
			return nil, usagef("that makes more than %d combinations", bench.MaxJobs)
		}
	}
	return sets, nil
}

// foldLoadMode turns the old flags for loading into the new one.
func (p *planFlags) foldLoadMode() error {
	modes := p.params["load_mode"]
	for _, old := range []struct{ flag, value, on, off string }{
		{"mmp", p.mmap, "mmap", "none"},
		{"dio", p.direct, "dio", ""},
	} {
		mode := ""
		switch old.value {
		case "":
		case "0":
			mode = old.off
		case "1":
			mode = old.on
		default:
			return usagef("-%s takes 0 or 1, not %q; -lm takes several modes", old.flag, old.value)
		}
		if mode != "" && !slices.Contains(*modes, mode) {
			*modes = append(*modes, mode)
		}
	}
	return nil
}

// tooManyThreads gives the first count that cannot be meant: engines accept
// any, and then spend minutes in which nothing can be seen.
func tooManyThreads(given list) string {
	for _, value := range strings.Split(strings.Join(given, ","), ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > max(64, 8*runtime.NumCPU()) {
			return value
		}
	}
	return ""
}

// normalValue takes the other spellings llama-bench accepts.
func normalValue(key, value string) string {
	if key == "flash_attn" {
		switch value {
		case "1", "true":
			return "on"
		case "0", "false":
			return "off"
		case "-1":
			return "auto"
		}
	}
	return value
}

// engineSet is a set of parameters as an engine takes it.
type engineSet struct {
	params bench.Params
	left   []string // flags that the engine has nothing like
}

// setsFor gives the sets that differ for an engine: where it has nothing like
// what is swept, one job stands for the whole sweep.
func setsFor(b bench.EngineBuild, sets []bench.Params) []engineSet {
	var out []engineSet
	for _, set := range sets {
		kept, left := set.For(b.Engine)
		at := slices.IndexFunc(out, func(s engineSet) bool { return s.params.String() == kept.String() })
		if at < 0 {
			out, at = append(out, engineSet{params: kept}), len(out)
		}
		for _, flag := range left {
			if !slices.Contains(out[at].left, flag) {
				out[at].left = append(out[at].left, flag)
			}
		}
	}
	return out
}

// testsFor parts tests into those an engine can measure and the names of the
// others.
func testsFor(b bench.EngineBuild, all []bench.Test) (tests []bench.Test, not []string) {
	for _, t := range all {
		if b.Refuses(t) == "" {
			tests = append(tests, t)
		} else {
			not = append(not, t.String())
		}
	}
	return tests, not
}

// plan makes one job of each model, build that reads it, and set of parameters. Jobs that
// are likely to be compared stand next to each other: builds inside models,
// parameters inside builds.
func (p *planFlags) plan(models []bench.Model, builds []bench.EngineBuild, known *speeds) (*bench.Plan, error) {
	tests, err := p.tests()
	if err != nil {
		return nil, err
	}
	sets, err := p.sweep()
	if err != nil {
		return nil, err
	}
	plan := &bench.Plan{Ticks: !p.noTicks, Hash: !p.noHash, Probe: !p.noProbe, Note: bench.Clean(p.note)}
	p.apply(plan)
	for _, m := range models {
		for _, b := range builds {
			if b.Reads() != m.Format {
				continue
			}
			if b.Engine == bench.EngineMLXBenchmark && slices.ContainsFunc(sets, func(p bench.Params) bool { return p["devices"] == "none" }) {
				return nil, usagef("-dev none: %s computes where MLX does by itself; --engine mlx takes it", b.Engine)
			}
			tests, not := testsFor(b, tests)
			if len(tests) == 0 {
				return nil, usagef("%s can measure none of %s; --engine mlx measures all of them", b.Engine, strings.Join(not, ", "))
			}
			for _, set := range setsFor(b, sets) {
				plan.Jobs = append(plan.Jobs, bench.Job{
					ID: "j" + strconv.Itoa(len(plan.Jobs)+1), Model: m, Build: b, Params: set.params, LeftOut: append(set.left, not...), Tests: tests,
					Repetitions: p.repetitions, NoWarmup: p.noWarmup, DelaySeconds: p.delay,
				})
			}
		}
	}
	chooseRounds(plan, known.basis)
	if err := plan.Validate(); err != nil {
		return nil, fmt.Errorf("make the plan: %w", err)
	}
	return plan, nil
}
