package imported

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Meaning is what a column of a table holds.
type Meaning string

// The meanings that somebody can give a column. A test, such as pp512, says that
// the column has the speeds of that test.
const (
	MeansModel   Meaning = "model"
	MeansQuant   Meaning = "quant"
	MeansTest    Meaning = "test"
	MeansSpeed   Meaning = "speed"
	MeansMachine Meaning = "machine"
	MeansBackend Meaning = "backend"
	MeansEngine  Meaning = "engine"
	MeansBuild   Meaning = "build"
	MeansNothing Meaning = "ignore"

	meansSize      Meaning = "size"
	meansCount     Meaning = "parameters"
	meansParameter Meaning = "parameter"
	meansThreads   Meaning = "threads"
	meansDate      Meaning = "date"
	meansStated    Meaning = "stated"
)

// MeaningNamed reads a meaning as somebody writes it. It gives false if there is
// no such meaning.
func MeaningNamed(word string) (Meaning, bool) {
	m := Meaning(strings.ToLower(strings.TrimSpace(word)))
	switch m {
	case MeansModel, MeansQuant, MeansTest, MeansSpeed, MeansMachine, MeansBackend, MeansEngine, MeansBuild, MeansNothing:
		return m, true
	}
	return m, m.IsTest()
}

// IsTest tells whether the meaning is that of a column with the speeds of one
// test.
func (m Meaning) IsTest() bool {
	_, _, is := testNamed(string(m))
	return is
}

// Meanings lists what MeaningNamed reads, for help.
const Meanings = "model, quant, test, speed, machine, backend, engine, build, ignore, or a test such as pp512 or tg128"

// column is a column of a table with its meaning.
type column struct {
	head    string // as it stands in the table
	key     string // in lower case
	means   Meaning
	test    bench.Test // the test of a column of speeds; empty if another column names the test
	lengths bool       // the heading says how long the test is
	// machine, quant, engine and backend are words in the heading of speeds: "FWD
	// pp", "Q4_0 TG", "M1 MLX tg".
	machine, quant, engine, backend string
}

// heads are the words of headings that are known, by their meaning.
var heads = map[string]Meaning{
	"model": MeansModel, "models": MeansModel, "model name": MeansModel, "llm": MeansModel, "model file": MeansModel,
	"quant": MeansQuant, "quantization": MeansQuant, "quantisation": MeansQuant, "quant type": MeansQuant,
	"test": MeansTest, "benchmark": MeansTest, "workload": MeansTest,
	"chip": MeansMachine, "machine": MeansMachine, "gpu": MeansMachine, "device": MeansMachine, "hardware": MeansMachine, "system": MeansMachine,
	"card": MeansMachine, "soc": MeansMachine, "computer": MeansMachine, "gpu name": MeansMachine,
	"backend": MeansBackend, "backends": MeansBackend, "engine": MeansEngine, "runtime": MeansEngine, "software": MeansEngine,
	"commit": MeansBuild, "build": MeansBuild, "version": MeansBuild,
	"size": meansSize, "params": meansCount, "parameters": meansCount, "threads": meansThreads, "n_threads": meansThreads, "date": meansDate,
	"comments": MeansNothing, "comment": MeansNothing, "notes": MeansNothing, "thanks to": MeansNothing, "source": MeansNothing, "link": MeansNothing,
}

var (
	speedHead = lazyregexp.New(`(?i)(?:\bt/s\b|tok(?:en)?s?/s(?:ec(?:ond)?)?\b|tok(?:en)?s? per sec(?:ond)?\b|\btps\b)`)
	otherHead = lazyregexp.New(`(?i)%|\bdiff|speed-?up|\bratio\b|\bvs\.?\b|\bpeak\b|\(ms\)|\bms\b|\(total\)|\blatency\b|\bttf[tr]\b|\bcount\b|\bduration\b|\btime\b|\bwatts?\b|/w\b|\bper watt\b|\bjoules?\b|\bprice\b`)
	textHead  = lazyregexp.New(`(?i)^(?:prompt|generation|eval|generate|output|input|decode|prefill)$`)
)

// columnOf gives a heading its meaning. said is what somebody says about
// headings, by their words.
func columnOf(head string, said map[string]Meaning) column {
	c := column{head: head, key: strings.ToLower(head), means: meansStated}
	if m, is := said[c.key]; is {
		c.means = m
		if t, lengths, ok := testNamed(string(m)); ok {
			c.means, c.test, c.lengths = MeansSpeed, t, lengths
		}
		return c
	}
	if m, known := heads[c.key]; known {
		c.means = m
		return c
	}
	if _, known := parameterNamed(c.key); known {
		c.means = meansParameter
		return c
	}
	if otherHead.MatchString(head) {
		c.means = MeansNothing
		return c
	}
	words := strings.Trim(strings.TrimSpace(speedHead.ReplaceAllString(head, " ")), "()[]:,·- ")
	t, lengths, rest, of := testInHead(words)
	switch hasUnit := speedHead.MatchString(head); {
	case of != noSort && (hasUnit || lengths || !textHead.MatchString(words)):
		c.means, c.test, c.lengths = MeansSpeed, t, lengths
		c.beside(rest)
	case hasUnit:
		c.means = MeansSpeed
		c.beside(words)
	}
	return c
}

var onlyQuant = lazyregexp.New(`(?i)^(?:I?Q\d[A-Z0-9_]*|F16|BF16|FP16|F32|FP8|MXFP4|NVFP4|[2-8]-?bit)$`)

// Words in headings that name an engine or a backend.
var (
	engineWords  = map[string]string{"mlx": "mlx", "llama.cpp": "llama.cpp", "ollama": "ollama", "vllm": "vLLM", "exllamav2": "ExLlamaV2", "sglang": "SGLang"}
	backendWords = map[string]string{"vulkan": "Vulkan", "rocm": "ROCm", "hip": "ROCm", "cuda": "CUDA", "metal": "Metal", "sycl": "SYCL", "cpu": "CPU"}
)

// beside takes the words that stand beside a test in a heading. A word that is
// not a quantization, an engine or a backend belongs to the name of a machine.
func (c *column) beside(words string) {
	var machine []string
	for _, word := range strings.Fields(strings.Trim(words, "()[]:,·-/ ")) {
		low := strings.Trim(strings.ToLower(word), "()[]:,·-/")
		switch {
		case low == "" || low == "speed" || low == "rate" || low == "avg" || low == "mean" || low == "req":
		case onlyQuant.MatchString(low):
			c.quant = quantNamed(strings.Trim(word, "()[]:,·-/"))
		case engineWords[low] != "":
			c.engine = engineWords[low]
		case backendWords[low] != "":
			c.backend = backendWords[low]
		default:
			machine = append(machine, word)
		}
	}
	c.machine = strings.Join(machine, " ")
}
