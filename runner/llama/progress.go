package llama

import (
	"bytes"
	"strconv"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// These match the lines of --progress. The engine prints each line before it
// begins the step that the line names.
var (
	progressLine = lazyregexp.New(`^llama[-_ ]bench: benchmark (\d+)/(\d+): (.+)$`)
	runLine      = lazyregexp.New(`^(prompt|generation|depth) run (\d+)/(\d+)( \(cached\))?$`)
	benchmark    = []byte("benchmark ")
)

// progress handles a line of --progress. It returns false for any other line.
func (p *Parser) progress(at time.Time, line []byte) bool {
	if !bytes.HasPrefix(line, []byte("llama")) || !bytes.Contains(line, benchmark) {
		return false
	}
	m := progressLine.FindSubmatch(line)
	if m == nil {
		return false
	}
	number, errA := strconv.Atoi(string(m[1]))
	total, errB := strconv.Atoi(string(m[2]))
	if errA != nil || errB != nil || number < 1 || number > len(p.o.Work) {
		return false
	}
	if total != len(p.o.Work) {
		p.warn("unexpected_tests", "the engine counts "+strconv.Itoa(total)+" tests, but "+strconv.Itoa(len(p.o.Work))+" were asked for",
			"see the engine's own log; please report this engine build to dragstrip's authors", bench.Test{})
	}
	p.step(at, number-1, string(m[3]))
	return true
}

// step handles the text after "benchmark i/N:". stdout may be read before
// stderr, so it ignores work that already has a result.
func (p *Parser) step(at time.Time, i int, what string) {
	if p.rep.work != i || what == "starting" {
		p.rep = repetition{work: -1}
	}
	p.ticks.reset()
	p.loadsFor(i)
	switch {
	case i < p.at:
		return
	case p.settled[i]:
		if what != "starting" {
			p.tellMemory(i)
		}
		return
	}
	if i != p.at || what == "starting" {
		p.enter(i)
	}
	w := p.o.Work[i]
	phase := bench.PhaseEntered{Test: w.Test, Round: w.Round}
	run := runLine.FindStringSubmatch(what)
	switch {
	case what == "warmup prompt run":
		phase.Phase, phase.Detail = bench.PhaseWarmup, "prompt"
	case what == "warmup generation run":
		phase.Phase, phase.Detail = bench.PhaseWarmup, "generation"
	case run != nil:
		p.run(at, i, run, &phase)
	default:
		return
	}
	p.loading = loadDone
	p.tellMemory(i)
	if phase.Phase != "" {
		p.emit(w.Job.ID, phase)
	}
}

// run handles "prompt run k/r" and similar lines.
func (p *Parser) run(at time.Time, i int, m []string, phase *bench.PhaseEntered) {
	number, errA := strconv.Atoi(m[2])
	of, errB := strconv.Atoi(m[3])
	if errA != nil || errB != nil || number < 1 || of < 1 || of > bench.MaxRepetitions || number > of {
		return
	}
	if p.rep.work == i && p.rep.timed && number != p.rep.number {
		p.sample(at)
	}
	if p.rep.work != i || p.rep.number != number {
		p.rep = repetition{work: i, number: number, of: of}
	}
	phase.Repetition, phase.Of = number, of
	if m[1] == "depth" {
		phase.Phase = bench.PhaseFilling
		if m[4] != "" {
			phase.Detail = "from the cache"
		}
		return
	}
	if !p.rep.timed {
		p.rep.timed, p.rep.started = true, at
	}
	phase.Phase, phase.Detail = bench.PhaseMeasuring, m[1]
	p.ticks.start(at, m[1] == "generation", p.o.Work[i].Test)
}

// sample reports the repetition that just ended. The sample is the time between
// two lines, measured by dragstrip; its error is the time of a token or two
// (see engine.Beat). TestFinished later brings the engine's own figures.
func (p *Parser) sample(at time.Time) {
	w := p.o.Work[p.rep.work]
	ns := at.Sub(p.rep.started).Nanoseconds()
	if ns <= 0 || p.rep.number <= p.emitted[p.rep.work] {
		return
	}
	p.emitted[p.rep.work] = p.rep.number
	p.emit(w.Job.ID, bench.SampleTaken{
		Test: w.Test, Round: w.Round, Repetition: p.rep.number, Of: p.rep.of,
		Nanoseconds: ns, TokensPerSecond: bench.TokensPerSecond(w.Test.Tokens(), ns),
	})
}
