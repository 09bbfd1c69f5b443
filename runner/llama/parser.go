package llama

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// ParserOptions says what a parser must know about its invocation.
type ParserOptions struct {
	// Work is listed in the order in which the engine does it. The first result
	// belongs to the first work, and so on.
	Work []engine.Work
	// Streamed is set if all results come as one JSON array over many lines.
	// Builds without jsonl print them so.
	Streamed bool
	Progress bool // the build was asked for --progress
	Ticks    bool // the build was asked for a tick for each token
	// Engine and Program name the build and its program in messages.
	Engine, Program string
	ModelPath       string
	Found           words.Found
	// Doubts are attached to every job.
	Doubts []bench.Warning
}

// Parser turns the output of one start of llama-bench into facts.
type Parser struct {
	o       ParserOptions
	settled []bool
	emitted []int // repetitions already reported, for each piece of work
	results int   // number of result objects so far; also the index of the next one
	at      int   // index of the current work, or -1
	started map[jobRound]bool
	warned  map[string]bool

	objects  assembler
	rep      repetition
	ticks    ticker
	memory   *ledger
	loads    int // the work whose model and context the lines about buffers describe
	tail     *words.Tail
	logged   int
	usage    bool // the usage text has begun on stdout
	loading  loadStage
	loadDots int
	dotTold  time.Time
	heralded int            // only without --progress: the last work whose measuring was reported, counted from 1
	instead  map[int]string // by work: what was measured instead
	ended    bool

	out []engine.Emitted
}

type jobRound struct {
	job   string
	round int
}

// repetition is the repetition in flight.
type repetition struct {
	work    int // index, or -1
	number  int // from 1
	of      int
	started time.Time
	timed   bool // its time is being taken
}

// loadStage is how far the loading of the model has come, as reported by the
// engine.
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

// job returns the ID of the current job.
func (p *Parser) job() string {
	if len(p.o.Work) == 0 {
		return ""
	}
	return p.o.Work[min(max(p.at, 0), len(p.o.Work)-1)].Job.ID
}

// begin reports that the job of a piece of work has started. It reports this
// once for each job and round.
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
}

// enter makes a piece of work the current one.
func (p *Parser) enter(i int) {
	if i < 0 || i >= len(p.o.Work) || p.settled[i] {
		return
	}
	p.at = i
	p.loadsFor(i)
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

// loadsFor says that from here on the lines about buffers describe a piece of
// work. They are on another pipe than the results, so both may be read in either
// order.
func (p *Parser) loadsFor(i int) {
	if i <= p.loads || i >= len(p.o.Work) {
		return
	}
	if p.o.Work[i].Job.ID != p.o.Work[p.loads].Job.ID {
		p.memory.retell() // the model may stay loaded and serve this job too
	}
	p.loads = i
}

// tellMemory reports the buffers of a piece of work, if the lines about buffers
// describe it.
func (p *Parser) tellMemory(i int) {
	if i != p.loads {
		return
	}
	for _, m := range p.memory.changed() {
		p.emit(p.o.Work[i].Job.ID, m)
	}
}

// result handles one result object.
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
		p.warn("unexpected_result", "the engine gave a result that was not asked for; it is left out", "see the engine's own log", bench.Test{})
		return
	}
	w := p.o.Work[i]
	result, err := r.result(w, raw)
	if err != nil {
		p.brokenResult(err.Error())
		return
	}
	p.begin(i)
	p.tellMemory(i)
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

// match finds the work that a result belongs to. It takes the work with the
// same index, if the fields of the result agree. If they do not, the build
// nests its loops in an unknown way; then match takes the first open work that
// fits.
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
			p.warn("unexpected_order", "the engine did its tests in an unexpected order; dragstrip matched the results by their own fields",
				"see the engine's own log; please report this engine build to dragstrip's authors", bench.Test{})
			return i, true
		}
	}
	return 0, false
}

func (p *Parser) brokenResult(why string) {
	p.warn("broken_result", words.Bounded("a result of the engine could not be read: "+bench.Clean(why), 300), "see the engine's own log", bench.Test{})
}

// warn adds a warning to the current job. It adds each code only once for each
// test.
func (p *Parser) warn(code, text, remedy string, test bench.Test) {
	job := p.job()
	key := job + "\x00" + code + "\x00" + test.String()
	if p.warned[key] || len(p.warned) > 200 {
		return
	}
	p.warned[key] = true
	p.emit(job, bench.Warned{Warning: bench.Warning{Code: code, Text: text, Remedy: remedy}, Test: test})
}

// linesLogged is how many lines of one invocation the journal keeps. The
// engine's own log has all of them.
const linesLogged = 1000

func (p *Parser) log(stream, text string, cut int) {
	p.logged++
	switch {
	case p.logged <= linesLogged:
		p.emit(p.job(), bench.LineLogged{Stream: stream, Text: text, Cut: cut})
	case p.logged == linesLogged+1:
		p.emit(p.job(), bench.LineLogged{Stream: "dragstrip", Text: "the engine prints very many lines: further lines are only in its own log"})
	}
}
