package mlx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// call is what one start of mlx_lm.benchmark measures: P prompt tokens from an
// empty cache, then G generated tokens, which begin at depth P.
type call struct{ prompt, generation int }

// toolParser turns what mlx_lm.benchmark prints into facts. One start has one
// prompt length and one number of generated tokens. Each trial of the tool may
// be a repetition of two tests.
type toolParser struct {
	driver.Ledger
	call call
	// A trial prints two figures. prompt and generation are the indices of the
	// work to which they belong; -1 means none.
	prompt, generation int
	trials             []string
	samples            [][]int64 // by piece of work
	began              time.Time
}

var (
	trialLine  = lazyregexp.New(`^Trial (\d+):\s+(.*)$`)
	timingLine = lazyregexp.New(`^Timing with prompt_tokens=(\d+)(?: and |, )generation_tokens=(\d+)`)
)

// Line takes one line.
func (p *toolParser) Line(stream engine.Stream, at time.Time, line []byte, cut int) []engine.Emitted {
	if p.Ended() {
		return nil
	}
	line = bytes.TrimRight(line, "\r\n")
	p.load()
	text := words.CleanLine(line)
	m := trialLine.FindStringSubmatch(text)
	switch {
	case stream == engine.Err:
		p.Chatter(engine.Err, line, cut)
	case text == "Running warmup..":
		p.Loaded = true
		p.Forget()
		p.Phase(bench.PhaseWarmup, 0, 0, "")
	case timingLine.MatchString(text):
		p.Loaded, p.began = true, at
		p.trial(1)
	case m != nil:
		p.took(text, m)
	case strings.HasPrefix(text, "Averages:"):
		p.trials = append(p.trials, text)
		p.settle()
	default:
		p.Chatter(engine.Out, line, cut)
	}
	return p.Take()
}

// load reports the loading phase at the first line. Until then Python starts,
// and it may still load the model.
func (p *toolParser) load() {
	if p.Begun() {
		return
	}
	for i := range p.Work {
		p.Begin(i)
	}
	p.Enter(0)
	p.Phase(bench.PhaseLoading, 0, 0, "mlx_lm.benchmark does not show its progress")
}

func (p *toolParser) trial(k int) {
	if of := p.Work[0].Repetitions; k <= of {
		p.Phase(bench.PhaseMeasuring, k, of, fmt.Sprintf("prompt of %d and generation of %d", p.call.prompt, p.call.generation))
	}
}

// took handles the line of one trial. It computes the times from the printed
// rates:
//
//	prompt      P tokens ÷ prompt_tps: the time to the first token
//	generation  G tokens ÷ (generation_tps · (G−1)/G): the tool divides G tokens
//	            by the time of the G−1 steps between the first and the last
func (p *toolParser) took(text string, m []string) {
	k, err := strconv.Atoi(m[1])
	if err != nil || k != len(p.trials)+1 {
		return
	}
	figures := map[string]float64{}
	for part := range strings.SplitSeq(m[2], ", ") {
		key, value, _ := strings.Cut(part, "=")
		if f, err := strconv.ParseFloat(value, 64); err == nil {
			figures[key] = f
		}
	}
	p.trials = append(p.trials, text)
	of := p.Work[0].Repetitions
	note := func(i int, ns float64) {
		if i < 0 || !(ns > 0 && ns <= float64(bench.LongestSample)) {
			return
		}
		p.samples[i] = append(p.samples[i], int64(ns))
		p.Sample(i, k, of, int64(ns))
	}
	if tps := figures["prompt_tps"]; tps > 0 {
		note(p.prompt, float64(p.call.prompt)/tps*1e9)
	}
	if tps, g := figures["generation_tps"], float64(p.call.generation); tps > 0 && g > 1 {
		note(p.generation, g*g/(g-1)/tps*1e9)
	}
	p.trial(k + 1)
}

// settle reports the results after the last trial.
func (p *toolParser) settle() {
	for i, w := range p.Work {
		if p.Settled(i) || len(p.samples[i]) == 0 {
			continue
		}
		raw, err := json.Marshal(map[string]any{
			"tool": Tool, "test": w.Test.String(), "prompt_tokens": p.call.prompt, "generation_tokens": p.call.generation,
			"printed": p.trials, "samples_ns": p.samples[i],
		})
		if err != nil {
			continue
		}
		r := bench.Result{Test: w.Test, Round: w.Round, SamplesNS: p.samples[i], Started: p.began.UTC(), ModelParams: w.Job.Model.ParamCount, Raw: bench.RawOf(raw)}
		if len(p.Build.Backends) > 0 {
			r.Backend = p.Build.Backends[0]
		}
		p.Finish(i, r)
	}
}
