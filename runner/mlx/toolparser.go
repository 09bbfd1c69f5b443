package mlx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// toolParser turns what mlx_lm.benchmark prints into facts. One start is one
// prompt length and one count of generated tokens; each trial may be a
// repetition of two tests.
type toolParser struct {
	teller
	call call
	// prompts and generations are the pieces of work that a trial's two
	// figures belong to, -1 for none.
	prompt, generation int
	trials             []string
	samples            [][]int64 // by piece of work
	began              time.Time
}

var (
	trialLine  = regexp.MustCompile(`^Trial (\d+):\s+(.*)$`)
	timingLine = regexp.MustCompile(`^Timing with prompt_tokens=(\d+)(?: and |, )generation_tokens=(\d+)`)
)

// Line takes one line.
func (p *toolParser) Line(stream engine.Stream, at time.Time, line []byte, cut int) []engine.Emitted {
	if p.ended {
		return nil
	}
	p.out = nil
	line = bytes.TrimRight(line, "\r\n")
	p.load()
	text := words.CleanLine(line)
	m := trialLine.FindStringSubmatch(text)
	switch {
	case stream == engine.Err:
		p.trace(line)
		p.chatter("err", line, cut)
	case text == "Running warmup..":
		p.loaded, p.said = true, ""
		p.phase(bench.PhaseWarmup, 0, 0, "")
	case timingLine.MatchString(text):
		p.loaded, p.began = true, at
		p.trial(1)
	case m != nil:
		p.took(text, m)
	case strings.HasPrefix(text, "Averages:"):
		p.trials = append(p.trials, text)
		p.settle()
	default:
		p.chatter("out", line, cut)
	}
	return p.out
}

// load says what is done until the first word: Python starts, and loads.
func (p *toolParser) load() {
	if p.at >= 0 {
		return
	}
	for i := range p.work {
		p.begin(i)
	}
	p.enter(0)
	p.phase(bench.PhaseLoading, 0, 0, "mlx_lm.benchmark does not tell how far it is")
}

func (p *toolParser) trial(k int) {
	if of := p.work[0].Repetitions; k <= of {
		p.phase(bench.PhaseMeasuring, k, of, fmt.Sprintf("prompt of %d and generation of %d", p.call.prompt, p.call.generation))
	}
}

// took takes one trial's line. Times are computed back from the rates:
//
//	prompt      P tokens ÷ prompt_tps: the time to the first token
//	generation  G tokens ÷ (generation_tps · (G−1)/G): it counts G tokens over
//	            the time of the G−1 steps between the first and the last
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
	of := p.work[0].Repetitions
	note := func(i int, ns float64) {
		if i < 0 || !(ns > 0) || ns > 1e18 {
			return
		}
		p.samples[i] = append(p.samples[i], int64(ns))
		p.sample(i, k, of, int64(ns))
	}
	if tps := figures["prompt_tps"]; tps > 0 {
		note(p.prompt, float64(p.call.prompt)/tps*1e9)
	}
	if tps, g := figures["generation_tps"], float64(p.call.generation); tps > 0 && g > 1 {
		note(p.generation, g*g/(g-1)/tps*1e9)
	}
	p.trial(k + 1)
}

// settle gives the results, after the last trial.
func (p *toolParser) settle() {
	for i, w := range p.work {
		if p.settled[i] || len(p.samples[i]) == 0 {
			continue
		}
		raw, err := json.Marshal(map[string]any{"tool": Tool, "test": w.Test.String(), "prompt_tokens": p.call.prompt, "generation_tokens": p.call.generation,
			"printed": p.trials, "samples_ns": p.samples[i]})
		if err != nil {
			continue
		}
		r := bench.Result{Test: w.Test, Round: w.Round, SamplesNS: p.samples[i], Started: p.began.UTC(), ModelParams: w.Job.Model.ParamCount, Raw: string(raw)}
		if len(p.build.Backends) > 0 {
			r.Backend = p.build.Backends[0]
		}
		p.finish(i, r)
	}
}
