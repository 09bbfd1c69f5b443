package imported

import (
	"bytes"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

var (
	mlxTiming = lazyregexp.New(`^Timing with prompt_tokens=(\d{1,9})(?: and |, )generation_tokens=(\d{1,9})(?:, batch_size=(\d{1,9}))?\.`)
	mlxTrial  = lazyregexp.New(`^Trial \d+:\s+(.*)$`)
	mlxAsked  = lazyregexp.New(`mlx_lm[. ]benchmark\b.*--model[ =](\S+)`)
)

// mlxCall is one call of mlx_lm.benchmark: its lengths, and the rates of its
// trials.
type mlxCall struct {
	line, prompt, generation, batch int
	model                           string
	promptNS, generationNS          []int64
}

// readMLX reads what mlx_lm.benchmark prints. It does not print the model, but
// the command above it may name it.
func readMLX(found *Found, content []byte) {
	if !bytes.Contains(content, []byte("Timing with prompt_tokens=")) {
		return
	}
	found.Format = "mlx_lm.benchmark text"
	var call *mlxCall
	done := func() {
		if call != nil {
			call.addTo(found)
		}
		call = nil
	}
	line, model := 0, ""
	for text := range bytes.Lines(content) {
		line++
		if len(text) > maxCell {
			continue
		}
		words := strings.TrimSpace(string(text))
		if m := mlxAsked.FindStringSubmatch(words); m != nil {
			model = m[1]
		}
		if m := mlxTiming.FindStringSubmatch(words); m != nil {
			done()
			call = &mlxCall{line: line, prompt: countOr(m[1]), generation: countOr(m[2]), batch: countOr(m[3]), model: model}
		}
		if m := mlxTrial.FindStringSubmatch(words); m != nil && call != nil {
			call.trial(m[1])
		}
	}
	done()
}

// trial reads the two rates of a trial, and keeps the times that follow from
// them. For its rate of generation the tool divides G tokens by the time of only
// G-1 steps. So trial computes the time of G steps.
func (c *mlxCall) trial(text string) {
	rates := map[string]float64{}
	for part := range strings.SplitSeq(text, ", ") {
		key, value, _ := strings.Cut(part, "=")
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			rates[key] = v
		}
	}
	if tps := rates["prompt_tps"]; tps > 0 {
		c.promptNS = append(c.promptNS, nanoseconds(float64(c.prompt)/tps))
	}
	if tps, g := rates["generation_tps"], float64(c.generation); tps > 0 && g > 1 {
		c.generationNS = append(c.generationNS, nanoseconds(g*g/(g-1)/tps))
	}
}

// nanoseconds is a time in whole nanoseconds. It is zero if the time is not
// possible.
func nanoseconds(seconds float64) int64 {
	if !(seconds > 0 && seconds < 1e7) {
		return 0
	}
	return int64(seconds * 1e9)
}

func (c *mlxCall) addTo(found *Found) {
	if c.batch > 1 {
		found.leave(c.line, "", "it measured "+strconv.Itoa(c.batch)+" sequences at once, and the speed is that of all together")
		return
	}
	one := Figure{Line: c.line, Engine: "mlx_lm.benchmark", Format: "mlx"}
	one.setPath(c.model)
	if len(c.promptNS) > 0 {
		one.Test, one.SamplesNS = bench.Test{Prompt: c.prompt}, c.promptNS
		found.add(one)
	}
	if len(c.generationNS) > 0 {
		one.Test, one.SamplesNS = bench.Test{Generation: c.generation, Depth: c.prompt}, c.generationNS
		found.add(one)
	}
	if c.generation == 1 {
		found.leave(c.line, "tg1", "mlx_lm.benchmark times the steps between tokens, and one token has none")
	}
	found.assume("mlx_lm.benchmark generates after its prompt, so its generation counts as a test at that depth, and its count of tokens is corrected")
}
