package mlx

import (
	"slices"
	"strconv"

	"dragstrip/bench"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// fewest is how many tokens mlx_lm.benchmark generates if only the prompt is
// wanted. With fewer tokens it would print no meaningful rate.
const fewest = 2

// ownDriver is what to do about something that mlx_lm.benchmark cannot do.
const ownDriver = "measure it with dragstrip's own driver: --engine mlx"

// toolInvocations makes one start for each pair of prompt length and number of
// generated tokens. A prompt test is measured with a prompt of its length. tgG
// at depth D is measured as G tokens after a prompt of D tokens. tgG without a
// depth is measured after a prompt of one token, which is the shortest
// possible. Other tests are refused.
func (a *Adapter) toolInvocations(build bench.EngineBuild, work []engine.Work) []engine.Invocation {
	var out []engine.Invocation
	done := make([]bool, len(work))
	for i, w := range work {
		if done[i] {
			continue
		}
		done[i] = true
		if no := build.Traits.Refuses(w.Test); no != "" {
			out = append(out, words.Refusal([]engine.Work{w}, bench.Failure{Code: bench.FailUnsupportedFlag, Reason: no, Remedy: ownDriver}))
			continue
		}
		c, part := call{w.Test.Prompt, fewest}, []engine.Work{w}
		if w.Test.IsDecode() {
			c = call{max(w.Test.Depth, 1), w.Test.Generation}
		}
		// A prompt test shares one start with a generation test whose depth is
		// the length of the prompt.
		for j := i + 1; j < len(work); j++ {
			o := work[j].Test
			switch {
			case done[j] || o.Prompt > 0 && o.Generation > 0:
			case w.Test.IsPrefill() && o.IsDecode() && max(o.Depth, 1) == c.prompt && o.Generation > 1:
				c.generation = o.Generation
				part, done[j] = append(part, work[j]), true
			case w.Test.IsDecode() && o.IsPrefill() && o.Depth == 0 && o.Prompt == c.prompt:
				part, done[j] = append(part, work[j]), true
			}
			if len(part) == 2 {
				break
			}
		}
		out = append(out, a.toolInvocation(build, c, part))
	}
	return out
}

func (a *Adapter) toolInvocation(build bench.EngineBuild, c call, work []engine.Work) engine.Invocation {
	job := work[0].Job
	argv := append(slices.Clone(build.Prefix), "--model", job.Model.Path, "-p", strconv.Itoa(c.prompt), "-g", strconv.Itoa(c.generation),
		"-n", strconv.Itoa(max(work[0].Repetitions, 1)))
	if step := job.Params["n_batch"]; step != "" {
		argv = append(argv, "--prefill-step-size", step)
	}
	p := &toolParser{Ledger: driver.NewLedger(build, work, manner(doubtsOf(build, job))), call: c, prompt: -1, generation: -1, samples: make([][]int64, len(work))}
	for i, w := range work {
		if w.Test.IsPrefill() {
			p.prompt = i
		} else {
			p.generation = i
		}
	}
	if job.NoWarmup {
		p.Doubt(bench.Warning{Code: "warmed_up", Text: "mlx_lm.benchmark always warms up", Remedy: ownDriver})
	}
	if job.DelaySeconds > 0 {
		p.Doubt(bench.Warning{Code: "no_delay", Text: "mlx_lm.benchmark did not wait between tests, because it can wait only before each repetition", Remedy: ownDriver})
	}
	if t := work[max(p.generation, 0)].Test; p.generation >= 0 && t.Depth == 0 {
		p.Doubt(bench.Warning{Code: "depth_of_one", Text: "mlx_lm.benchmark generates after a prompt: " + t.String() + " was measured after a prompt of one token, the shortest it accepts"})
	}
	return engine.Invocation{Argv: argv, Env: a.environ(build), Work: slices.Clone(work), HoldStdin: true, Parser: p}
}
