package driver

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

// Parser turns the lines of a driver into facts. The same lines always give the
// same facts.
type Parser struct {
	Ledger
	results int // number of result lines so far; also the index of the next one
	pace    pace
	// rep is the repetition in flight. what is the part of it that is timed
	// now, "prompt" or "generation".
	rep  int
	what string
}

var _ engine.Parser = (*Parser)(nil)

// NewParser makes the parser for one start of a driver. work must not be empty.
func NewParser(build bench.EngineBuild, work []engine.Work, m Manner) *Parser {
	return &Parser{Ledger: NewLedger(build, work, m)}
}

// Line handles one line.
func (p *Parser) Line(stream engine.Stream, _ time.Time, line []byte, cut int) []engine.Emitted {
	if p.Ended() {
		return nil
	}
	line = bytes.TrimRight(line, "\r\n")
	if !p.Begun() {
		p.Enter(0)
		p.Phase(bench.PhaseLoading, 0, 0, p.manner.Starting)
	}
	var e engine.Line
	switch {
	case stream == engine.Err:
		p.Chatter(engine.Err, line, cut)
	case cut > 0 || json.Unmarshal(line, &e) != nil || e.E == "":
		p.Warn("broken_result", "a line of the driver could not be read: "+words.CleanLine(line), "see the engine's own log")
	default:
		p.take(e, line)
	}
	return p.Take()
}

// take handles one event of the driver. An unknown event is ignored: it comes
// from a later driver.
func (p *Parser) take(e engine.Line, line []byte) {
	if e.I != nil {
		if *e.I < 0 || *e.I >= len(p.Work) {
			return
		}
		p.Enter(*e.I)
	}
	if e.E != "error" { // the driver continued, so it handled the earlier error
		p.Forget()
	}
	switch e.E {
	case "engine":
		p.engine(e)
	case "load":
		p.Phase(bench.PhaseLoading, 0, 0, "")
	case "loading":
		p.Emit(p.Now().Job.ID, bench.Progressed{Fraction: fraction(e.Done, e.Of)})
	case "loaded":
		p.Loaded = true
		if e.ModelBytes > 0 {
			p.Emit(p.Now().Job.ID, bench.MemoryAllocated{Device: p.backend(), Use: "model", Bytes: e.ModelBytes})
		}
		if e.NS > 0 { // otherwise the server had loaded it before
			p.Emit(p.Now().Job.ID, bench.ModelLoaded{NS: e.NS})
			p.Note(fmt.Sprintf("loaded in %.1f s", float64(e.NS)/1e9))
		}
	case "told":
		p.Tell(e.Told)
	case "delay", "warmup", "fill", "rep", "first", "tick", "sample":
		p.moment(e)
	case "result":
		p.result(e, line)
	case "error":
		first, _, _ := strings.Cut(e.Text, "\n")
		p.said = strings.Trim(words.Tidy(e.Type)+": "+words.Bounded(bench.Clean(strings.TrimSpace(first)), 500), ": ")
		p.Loaded, p.caught = e.Stage == engine.StageTest, &e
	}
}

// moment handles an event that shows how far the test in flight is.
func (p *Parser) moment(e engine.Line) {
	w := p.Now()
	switch e.E {
	case "delay":
		p.Phase(bench.PhaseCooling, 0, 0, fmt.Sprintf("%d s before the test", w.Job.DelaySeconds))
	case "warmup":
		p.Phase(bench.PhaseWarmup, 0, 0, "")
	case "fill":
		p.pace.begin()
		detail := ""
		if e.Cached {
			detail = "from the cache"
		}
		p.Phase(bench.PhaseFilling, e.K, w.Repetitions, detail)
	case "rep":
		p.pace.begin()
		p.rep, p.what = e.K, "generation"
		if w.Test.Prompt > 0 {
			p.what = "prompt"
		}
		p.Phase(bench.PhaseMeasuring, e.K, e.Of, p.what)
	case "first":
		// The prompt is done. The pace of the generation is measured from here.
		p.pace.mark(w.Test.Prompt, e.NS)
		p.pace.begin()
		p.pace.mark(w.Test.Prompt, e.NS)
		p.what = "generation"
		p.Phase(bench.PhaseMeasuring, p.rep, w.Repetitions, fmt.Sprintf("%s, first token after %s", p.what, seconds(e.NS)))
	case "tick":
		if tps, due := p.pace.mark(e.Done, e.NS); due {
			p.Emit(w.Job.ID, bench.Progressed{Fraction: fraction(e.Done, e.Of), Tokens: e.Done, Of: e.Of, TokensPerSecond: tps, Merged: p.pace.take()})
		}
	case "sample":
		p.Sample(max(p.at, 0), e.K, e.Of, e.NS)
	}
}

func seconds(ns int64) string { return fmt.Sprintf("%.2f s", float64(ns)/1e9) }

func fraction(done, of int) float64 {
	if of <= 0 {
		return 0
	}
	return min(float64(done)/float64(of), 1)
}

func (p *Parser) backend() string {
	if len(p.Build.Backends) > 0 {
		return p.Build.Backends[0]
	}
	return p.manner.Title
}

// engine handles what the engine says about itself.
func (p *Parser) engine(e engine.Line) {
	expected := p.backend()
	p.Note(bench.Clean(strings.TrimSpace(strings.TrimPrefix(fmt.Sprintf("%s, %s %s", e.Text, e.Backend, e.DeviceName), ", "))))
	if b := words.Tidy(e.Backend); b != "" {
		p.Build.Backends = []string{b}
	}
	if e.Device == "cpu" && expected != "CPU" && p.Work[0].Job.Params["devices"] != "none" {
		p.Warn("cpu_fallback", p.manner.Title+" computed on the CPU, although this build has "+expected, p.manner.CPUFallback)
	}
}

// result handles the figures of a test. The first result belongs to the first
// piece of work, and so on.
func (p *Parser) result(e engine.Line, line []byte) {
	i := p.results
	p.results++
	if i >= len(p.Work) || p.Settled(i) || e.I == nil || *e.I != i || e.Test != p.Work[i].Test.String() {
		p.Warn("unexpected_result", "the driver gave a result that was not asked for; it is left out", "see the engine's own log")
		return
	}
	w := p.Work[i]
	samples := make([]int64, 0, min(len(e.Samples), bench.MaxRepetitions))
	for _, ns := range e.Samples {
		if bench.CanBeSample(ns) && len(samples) < bench.MaxRepetitions {
			samples = append(samples, ns)
		}
	}
	if len(samples) == 0 {
		p.Warn("broken_result", "a result of the driver has no samples", "see the engine's own log")
		return
	}
	p.memory(e)
	p.Finish(i, bench.Result{
		Test: w.Test, Round: w.Round, SamplesNS: samples, Started: time.UnixMilli(int64(e.Started * 1000)).UTC(),
		Backend: words.Tidy(e.Backend), GPU: words.Tidy(e.DeviceName), ModelType: words.Tidy(e.ModelType), ModelSizeBytes: e.ModelBytes,
		ModelParams: w.Job.Model.ParamCount, Exchanges: e.Exchanges[:min(len(e.Exchanges), bench.MaxRepetitions)], Raw: bench.RawOf(line),
	})
}

// memory reports the memory that the test used in addition to the weights.
func (p *Parser) memory(e engine.Line) {
	job, device := p.Now().Job.ID, p.backend()
	for _, use := range []struct {
		name  string
		bytes int64
	}{{"kv", e.KVBytes}, {"compute", e.ComputeBytes}} {
		if use.bytes > 0 {
			p.Emit(job, bench.MemoryAllocated{Device: device, Use: use.name, Bytes: use.bytes})
		}
	}
}
