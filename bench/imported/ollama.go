package imported

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

var (
	ollamaField = lazyregexp.New(`^\s*(?:>+ ?)?(prompt eval count|prompt eval duration|prompt eval rate|eval count|eval duration|eval rate):\s+(\S+)`)
	ollamaAsked = lazyregexp.New(`\bollama run (?:--\S+ )*([A-Za-z0-9][^\s]*)`)
)

// ollamaAnswer is what ollama run --verbose prints after one answer.
type ollamaAnswer struct {
	line                       int
	model                      string
	prompt, generation         int
	promptTime, generationTime time.Duration
	promptSpeed, generationTPS float64
}

// readOllama reads what ollama run --verbose prints. Each answer gives one
// figure for the prompt and one for the generation, without repetitions. The
// command above the answer names the model.
func readOllama(found *Found, content []byte) {
	if !bytes.Contains(content, []byte("eval rate:")) {
		return
	}
	found.Format = "ollama run --verbose text"
	var answer ollamaAnswer
	line, model := 0, ""
	for text := range bytes.Lines(content) {
		line++
		if len(text) > maxCell {
			continue
		}
		words := strings.TrimRight(string(text), "\r\n")
		if m := ollamaAsked.FindStringSubmatch(words); m != nil {
			model = m[1]
		}
		m := ollamaField.FindStringSubmatch(words)
		if m == nil {
			continue
		}
		answer.line, answer.model = line, model
		answer.take(m[1], m[2])
		if m[1] == "eval rate" { // the last line of an answer
			answer.addTo(found)
			answer = ollamaAnswer{}
		}
	}
}

func (a *ollamaAnswer) take(field, value string) {
	switch field {
	case "prompt eval count":
		a.prompt = countOr(value)
	case "prompt eval duration":
		a.promptTime, _ = time.ParseDuration(value)
	case "prompt eval rate":
		a.promptSpeed, _ = strconv.ParseFloat(value, 64)
	case "eval count":
		a.generation = countOr(value)
	case "eval duration":
		a.generationTime, _ = time.ParseDuration(value)
	case "eval rate":
		a.generationTPS, _ = strconv.ParseFloat(value, 64)
	}
}

func (a *ollamaAnswer) addTo(found *Found) {
	name, quant := modelNamed(plain(a.model))
	one := Figure{Line: a.line, Engine: "ollama", Model: name, Quant: quant, Type: plain(a.model)}
	add := func(test bench.Test, took time.Duration, tps float64) {
		one.Test, one.TPS, one.N, one.SamplesNS = test, tps, 1, nil
		if took > 0 {
			one.SamplesNS = []int64{int64(took)}
		}
		found.add(one)
	}
	if a.prompt > 0 {
		add(bench.Test{Prompt: a.prompt}, a.promptTime, a.promptSpeed)
	}
	if a.generation > 0 {
		add(bench.Test{Generation: a.generation, Depth: a.prompt}, a.generationTime, a.generationTPS)
	} else {
		found.leave(a.line, "", "it does not say how many tokens were generated (eval count)")
	}
	found.assume("Ollama generates after its prompt, so its generation counts as a test at that depth; a prompt that is in its cache already is not processed again, which makes its speed too high")
}
