package mlx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// parser turns the words of the driver into facts.
type parser struct {
	teller
	results int // result lines seen: the index of the next
	pace    pace
	// rep is the repetition in flight and what is timed in it.
	rep  int
	what string
}

func newParser(build bench.EngineBuild, work []engine.Work) *parser {
	return &parser{teller: newTeller(build, work)}
}

// event is a line of the driver. What a line does not say is zero.
type event struct {
	E      string `json:"e"`
	I      *int   `json:"i"`
	K      int    `json:"k"`
	Of     int    `json:"of"`
	NS     int64  `json:"ns"`
	Done   int    `json:"done"`
	Cached bool   `json:"cached"`

	// engine, loaded, result
	MLX         string `json:"mlx"`
	MLXLM       string `json:"mlx_lm"`
	Python      string `json:"python"`
	Device      string `json:"device"`
	Backend     string `json:"backend"`
	DeviceName  string `json:"device_name"`
	ModelType   string `json:"model_type"`
	ModelBytes  int64  `json:"model_bytes"`
	Bits        int    `json:"bits"`
	Mode        string `json:"mode"`
	KVBytes     int64  `json:"kv_bytes"`
	PeakBytes   int64  `json:"peak_bytes"`
	ActiveBytes int64  `json:"active_bytes"`

	Test    string  `json:"test"`
	Samples []int64 `json:"samples_ns"`
	Started float64 `json:"started"`

	// error
	Stage string `json:"stage"`
	Type  string `json:"type"`
	Text  string `json:"text"`
}

// Line takes one line.
func (p *parser) Line(stream engine.Stream, at time.Time, line []byte, cut int) []engine.Emitted {
	if p.ended {
		return nil
	}
	p.out = nil
	line = bytes.TrimRight(line, "\r\n")
	if p.at < 0 {
		p.enter(0)
		p.phase(bench.PhaseLoading, 0, 0, "starting Python")
	}
	var e event
	switch {
	case stream == engine.Err:
		p.trace(line)
		p.chatter("err", line, cut)
	case cut > 0 || json.Unmarshal(line, &e) != nil || e.E == "":
		p.warn("broken_result", "a line of the driver could not be read: "+words.CleanLine(line), "look into the engine's own log")
	default:
		p.take(e, line)
	}
	return p.out
}

// take handles one event of the driver; one that a later driver may say is
// passed over.
func (p *parser) take(e event, line []byte) {
	if e.I != nil {
		if *e.I < 0 || *e.I >= len(p.work) {
			return
		}
		p.enter(*e.I)
	}
	if e.E != "error" { // a traceback before it was of an error that was handled
		p.said = ""
	}
	switch e.E {
	case "engine":
		p.engine(e)
	case "load":
		p.phase(bench.PhaseLoading, 0, 0, "")
	case "loading":
		p.emit(p.now().Job.ID, bench.Progressed{Fraction: share(e.Done, e.Of)})
	case "loaded":
		p.loaded = true
		p.emit(p.now().Job.ID, bench.MemoryAllocated{Device: p.backend(), Use: "model", Bytes: e.ModelBytes})
		p.emit(p.now().Job.ID, bench.LineLogged{Stream: "dragstrip", Text: fmt.Sprintf("loaded in %.1f s", float64(e.NS)/1e9)})
	case "delay", "warmup", "fill", "rep", "first", "tick", "sample":
		p.moment(e)
	case "result":
		p.result(e, line)
	case "error":
		first, _, _ := strings.Cut(e.Text, "\n")
		p.said = strings.TrimSuffix(words.Tidy(e.Type)+": "+words.Bounded(bench.Clean(strings.TrimSpace(first)), 500), ": ")
		p.loaded, p.caught = e.Stage == "test", true
	}
}

// moment handles what belongs to the test in flight.
func (p *parser) moment(e event) {
	w := p.now()
	switch e.E {
	case "delay":
		p.phase(bench.PhaseCooling, 0, 0, fmt.Sprintf("%d s before the test", w.Job.DelaySeconds))
	case "warmup":
		p.phase(bench.PhaseWarmup, 0, 0, "")
	case "fill":
		p.pace.begin()
		detail := ""
		if e.Cached {
			detail = "from the cache"
		}
		p.phase(bench.PhaseFilling, e.K, w.Repetitions, detail)
	case "rep":
		p.pace.begin()
		p.rep, p.what = e.K, "generation"
		if w.Test.Prompt > 0 {
			p.what = "prompt"
		}
		p.phase(bench.PhaseMeasuring, e.K, e.Of, p.what)
	case "first":
		// The prompt is done: what comes is timed by itself.
		p.pace.mark(w.Test.Prompt, e.NS)
		p.pace.begin()
		p.pace.mark(w.Test.Prompt, e.NS)
		p.what = "generation"
		p.phase(bench.PhaseMeasuring, p.rep, w.Repetitions, fmt.Sprintf("%s, first token after %s", p.what, seconds(e.NS)))
	case "tick":
		if tps, due := p.pace.mark(e.Done, e.NS); due {
			p.emit(w.Job.ID, bench.Progressed{Fraction: share(e.Done, e.Of), Tokens: e.Done, Of: e.Of, TokensPerSecond: tps, Merged: p.pace.take()})
		}
	case "sample":
		p.sample(p.at, e.K, e.Of, e.NS)
	}
}

func seconds(ns int64) string { return fmt.Sprintf("%.2f s", float64(ns)/1e9) }

func share(done, of int) float64 {
	if of <= 0 {
		return 0
	}
	return min(float64(done)/float64(of), 1)
}

func (p *parser) backend() string {
	if len(p.build.Backends) > 0 {
		return p.build.Backends[0]
	}
	return "MLX"
}

// engine takes what MLX says of itself.
func (p *parser) engine(e event) {
	expected := p.backend()
	p.emit(p.now().Job.ID, bench.LineLogged{Stream: "dragstrip", Text: words.Bounded(bench.Clean(strings.TrimSpace(fmt.Sprintf(
		"mlx-lm %s, mlx %s, Python %s, %s %s", e.MLXLM, e.MLX, e.Python, e.Backend, e.DeviceName))), words.LogLine)})
	if b := words.Tidy(e.Backend); b != "" {
		p.build.Backends = []string{b}
	}
	if e.Device == "cpu" && expected != "CPU" && p.work[0].Job.Params["devices"] != "none" {
		p.warn("cpu_fallback", "MLX computed on the CPU, and this build has "+expected, "see what MLX says of the GPU in the engine's own log; -dev none asks for the CPU")
	}
}

// result takes the figures of a test: by index.
func (p *parser) result(e event, line []byte) {
	i := p.results
	p.results++
	if i >= len(p.work) || p.settled[i] || e.I == nil || *e.I != i || e.Test != p.work[i].Test.String() {
		p.warn("unexpected_result", "the driver gave a result nobody asked for; it is left out", "look into the engine's own log")
		return
	}
	w := p.work[i]
	samples := make([]int64, 0, len(e.Samples))
	for _, ns := range e.Samples {
		if ns > 0 && len(samples) < bench.MaxRepetitions {
			samples = append(samples, ns)
		}
	}
	if len(samples) == 0 {
		p.warn("broken_result", "a result of the driver has no samples", "look into the engine's own log")
		return
	}
	p.memory(e, w.Test)
	p.finish(i, bench.Result{
		Test: w.Test, Round: w.Round, SamplesNS: samples, Started: time.UnixMilli(int64(e.Started * 1000)).UTC(),
		Backend: words.Tidy(e.Backend), GPU: words.Tidy(e.DeviceName), ModelType: modelType(e), ModelSizeBytes: e.ModelBytes,
		ModelParams: w.Job.Model.ParamCount, Raw: strings.ToValidUTF8(string(line), "\uFFFD"),
	})
}

// memory tells what the test took beside the weights. At a depth the filled
// cache is kept and copied: the copy is the driver's own and is not told.
func (p *parser) memory(e event, t bench.Test) {
	job, device := p.now().Job.ID, p.backend()
	caches := int64(1)
	if t.Depth > 0 {
		caches = 2
	}
	for _, use := range []struct {
		name  string
		bytes int64
	}{{"kv", e.KVBytes}, {"compute", e.PeakBytes - e.ModelBytes - caches*e.KVBytes}} {
		if use.bytes > 0 {
			p.emit(job, bench.MemoryAllocated{Device: device, Use: use.name, Bytes: use.bytes})
		}
	}
}

// modelType is how MLX would name the model: "llama 4bit", "gpt_oss mxfp4".
func modelType(e event) string {
	text := words.Tidy(e.ModelType)
	switch {
	case e.Mode != "" && e.Mode != "affine":
		text += " " + words.Tidy(e.Mode)
	case e.Bits > 0:
		text += fmt.Sprintf(" %dbit", e.Bits)
	}
	return strings.TrimSpace(text)
}

// pace is how fast tokens come, over the last moments.
type pace struct {
	marks  []paceMark
	merged int
}

type paceMark struct {
	done int
	ns   int64
}

const (
	// tickPause is the least time between two signs of life passed on, in
	// nanoseconds.
	tickPause = 250_000_000
	// tickWindow is how many of them the live t/s looks back over.
	tickWindow = 4
)

// begin starts a repetition: no token is done.
func (p *pace) begin() { *p = pace{marks: []paceMark{{}}} }

// mark takes a sign of life and says whether it is time to pass one on.
func (p *pace) mark(done int, ns int64) (tps float64, due bool) {
	p.merged++
	if len(p.marks) == 0 {
		p.begin()
	}
	last := p.marks[len(p.marks)-1]
	if ns-last.ns < tickPause && last.ns > 0 || done < last.done {
		return 0, false
	}
	p.marks = append(p.marks, paceMark{done, ns})
	if len(p.marks) > tickWindow+1 {
		p.marks = p.marks[1:]
	}
	first := p.marks[0]
	return bench.TokensPerSecond(done-first.done, ns-first.ns), true
}

// take gives how many signs were folded into the one passed on.
func (p *pace) take() int {
	n := p.merged
	p.merged = 0
	return n
}
