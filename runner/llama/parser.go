package llama

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// ParserOptions say what a parser must know of its invocation.
type ParserOptions struct {
	// Work in the order the engine does it: results are mapped by index.
	Work []engine.Work
	// Streamed is set when results come as one JSON array over many lines,
	// from builds without jsonl.
	Streamed bool
	Progress bool // the build was asked for --progress
	Ticks    bool // and for a sign of life per token
	// Engine and Program name build and program for people.
	Engine, Program string
	ModelPath       string
	Found           words.Found
	// Doubts are attached to every job.
	Doubts []bench.Warning
}

// Parser turns the words of one llama-bench into facts.
type Parser struct {
	o       ParserOptions
	settled []bool
	emitted []int // repetitions already told, per piece of work
	results int   // result objects seen: the index of the next
	at      int   // the work the engine is busy with, or -1
	started map[jobRound]bool
	warned  map[string]bool

	objects  assembler
	rep      repetition
	ticks    ticker
	memory   *ledger
	tail     *words.Tail
	logged   int
	usage    bool // stdout is in the middle of the usage text
	loading  loadStage
	loadDots int
	dotTold  time.Time
	heralded int            // the last work said to be measured, from 1, without --progress
	instead  map[int]string // by work: what was measured in its place
	ended    bool

	out []engine.Emitted
}

type jobRound struct {
	job   string
	round int
}

// repetition is the one in flight.
type repetition struct {
	work    int // index, or -1
	number  int // from 1
	of      int
	started time.Time
	timed   bool // its clock runs
}

// loadStage is how far loading has come, as far as lines told.
type loadStage int

const (
	loadUnknown loadStage = iota
	loadBegun
	loadDone
)

var _ engine.Parser = (*Parser)(nil)

// NewParser makes the parser of one invocation.
func NewParser(o ParserOptions) *Parser {
	if o.Program == "" {
		o.Program = "llama-bench"
	}
	if o.Engine == "" {
		o.Engine = "this llama.cpp build"
	}
	return &Parser{
		o: o, settled: make([]bool, len(o.Work)), emitted: make([]int, len(o.Work)), at: -1,
		started: map[jobRound]bool{}, warned: map[string]bool{}, instead: map[int]string{}, memory: newLedger(), tail: words.NewTail(), rep: repetition{work: -1},
	}
}

func (p *Parser) emit(job string, f bench.Fact) {
	p.out = append(p.out, engine.Emitted{Job: job, Fact: f})
}

// job is the one the engine is busy with.
func (p *Parser) job() string {
	if len(p.o.Work) == 0 {
		return ""
	}
	return p.o.Work[min(max(p.at, 0), len(p.o.Work)-1)].Job.ID
}

// begin says that a piece of work's job has started, once for each round.
func (p *Parser) begin(i int) {
	w := p.o.Work[i]
	key := jobRound{w.Job.ID, w.Round}
	if p.started[key] {
		return
	}
	p.started[key] = true
	p.emit(w.Job.ID, bench.JobStarted{Round: w.Round})
	for _, doubt := range p.o.Doubts {
		p.emit(w.Job.ID, bench.Warned{Warning: doubt, Round: w.Round})
	}
	if len(p.started) > 1 {
		p.memory.retell() // the model stays loaded and serves this job too
	}
}

// enter says that the engine turned to a piece of work.
func (p *Parser) enter(i int) {
	if i < 0 || i >= len(p.o.Work) || p.settled[i] {
		return
	}
	p.at = i
	p.begin(i)
	w := p.o.Work[i]
	phase := bench.PhaseEntered{Phase: bench.PhaseLoading, Test: w.Test, Round: w.Round}
	if i > 0 {
		phase.Detail = "a new context; the model stays loaded"
		if w.Job.DelaySeconds > 0 {
			phase.Phase = bench.PhaseCooling
			phase.Detail = fmt.Sprintf("%d s before the test", w.Job.DelaySeconds)
		}
	}
	p.emit(w.Job.ID, phase)
}

// result takes one result object.
func (p *Parser) result(object []byte, raw string) {
	index := p.results
	p.results++
	r, err := readRecord(object)
	if err != nil {
		p.brokenResult(err.Error())
		return
	}
	i, ok := p.match(index, r)
	if !ok {
		p.warn("unexpected_result", "the engine gave a result nobody asked for; it is left out", "look into the engine's own log", bench.Test{})
		return
	}
	w := p.o.Work[i]
	result, err := r.result(w, raw)
	if err != nil {
		p.brokenResult(err.Error())
		return
	}
	p.begin(i)
	for _, m := range p.memory.changed() {
		p.emit(w.Job.ID, m)
	}
	for k := p.emitted[i]; k < len(result.SamplesNS); k++ {
		ns := result.SamplesNS[k]
		p.emit(w.Job.ID, bench.SampleTaken{
			Test: w.Test, Round: w.Round, Repetition: k + 1, Of: max(w.Repetitions, len(result.SamplesNS)),
			Nanoseconds: ns, TokensPerSecond: bench.TokensPerSecond(w.Test.Tokens(), ns),
		})
	}
	p.emitted[i] = len(result.SamplesNS)
	p.settled[i] = true
	p.emit(w.Job.ID, bench.TestFinished{Result: result})
	p.loading = loadDone
	if !p.o.Progress {
		p.enter(i + 1)
	}
}

// match finds the work a result belongs to: by its index. What the result
// says of itself must not contradict; if it does, the build does not nest its
// loops as known, and the first open work that fits is taken.
func (p *Parser) match(index int, r record) (int, bool) {
	if index < len(p.o.Work) && !p.settled[index] && r.answers(p.o.Work[index]) {
		return index, true
	}
	if r.doubled {
		return 0, false
	}
	if index < len(p.o.Work) && !p.settled[index] {
		p.instead[index] = r.contradiction(p.o.Work[index])
	}
	for i, w := range p.o.Work {
		if !p.settled[i] && r.answers(w) {
			p.warn("unexpected_order", "the engine did its tests in another order than known; results were matched by what they say of themselves",
				"look into the engine's own log; tell dragstrip's makers which build this is", bench.Test{})
			return i, true
		}
	}
	return 0, false
}

func (p *Parser) brokenResult(why string) {
	p.warn("broken_result", words.Bounded("a result of the engine could not be read: "+bench.Clean(why), 300), "look into the engine's own log", bench.Test{})
}

// warn attaches a doubt to the job at work, once for each.
func (p *Parser) warn(code, text, remedy string, test bench.Test) {
	job := p.job()
	key := job + "\x00" + code + "\x00" + test.String()
	if p.warned[key] || len(p.warned) > 200 {
		return
	}
	p.warned[key] = true
	p.emit(job, bench.Warned{Warning: bench.Warning{Code: code, Text: text, Remedy: remedy}, Test: test})
}

// linesLogged bounds what one invocation puts into the journal; its own log
// has everything.
const linesLogged = 1000

func (p *Parser) log(stream, text string, cut int) {
	p.logged++
	switch {
	case p.logged <= linesLogged:
		p.emit(p.job(), bench.LineLogged{Stream: stream, Text: text, Cut: cut})
	case p.logged == linesLogged+1:
		p.emit(p.job(), bench.LineLogged{Stream: "dragstrip", Text: "the engine says very much: further lines are only in its own log"})
	}
}
