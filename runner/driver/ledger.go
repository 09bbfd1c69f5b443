package driver

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// Ledger is whose work an invocation does, what of it was told, and how an end
// settles the rest. Parsers embed it: that of the driver's lines, and those of
// an engine's own tools. It is used by one goroutine.
type Ledger struct {
	// Build is what is known of the engine, which the engine's own word may
	// change.
	Build bench.EngineBuild
	Work  []engine.Work
	// Loaded is set when the model is in memory: the same words mean something
	// else then.
	Loaded bool

	manner  Manner
	settled []bool
	told    []int // repetitions, per piece of work
	at      int   // the work that is being done, or -1
	started map[jobRound]bool
	warned  map[string]bool
	tail    *words.Tail
	logged  int
	// said is the error that was told last, "" for none.
	said string
	// caught is the driver's own word for why it ends.
	caught *engine.Line
	ended  bool
	out    []engine.Emitted
}

type jobRound struct {
	job   string
	round int
}

// NewLedger is one in which nothing was told. There must be work.
func NewLedger(build bench.EngineBuild, work []engine.Work, m Manner) Ledger {
	return Ledger{
		Build: build, Work: work, manner: m.withDefaults(build.Engine), settled: make([]bool, len(work)), told: make([]int, len(work)),
		at: -1, started: map[jobRound]bool{}, warned: map[string]bool{}, tail: words.NewTail(),
	}
}

// Ended tells whether the process has ended: what comes later counts no more.
func (l *Ledger) Ended() bool { return l.ended }

// Settled tells whether a piece of work has a result or a failure.
func (l *Ledger) Settled(i int) bool { return l.settled[i] }

// Begun tells whether any piece of work was entered.
func (l *Ledger) Begun() bool { return l.at >= 0 }

// Doubt adds what is known before anything is measured.
func (l *Ledger) Doubt(w bench.Warning) { l.manner.Doubts = append(l.manner.Doubts, w) }

// Take gives what was emitted since it was last called.
func (l *Ledger) Take() []engine.Emitted {
	out := l.out
	l.out = nil
	return out
}

// Emit tells a fact of a job.
func (l *Ledger) Emit(job string, f bench.Fact) {
	l.out = append(l.out, engine.Emitted{Job: job, Fact: f})
}

// Now is the work that is being done, or the first.
func (l *Ledger) Now() engine.Work { return l.Work[min(max(l.at, 0), len(l.Work)-1)] }

// Begin says that a piece of work's job has started, once for each round.
func (l *Ledger) Begin(i int) {
	w := l.Work[i]
	key := jobRound{w.Job.ID, w.Round}
	if l.started[key] {
		return
	}
	l.started[key] = true
	l.Emit(w.Job.ID, bench.JobStarted{Round: w.Round})
	for _, doubt := range l.manner.Doubts {
		l.Emit(w.Job.ID, bench.Warned{Warning: doubt, Round: w.Round})
	}
}

// Enter says that a piece of work is being done now. One that there is not is
// passed over.
func (l *Ledger) Enter(i int) {
	if i >= 0 && i < len(l.Work) && i != l.at {
		l.at = i
		l.Begin(i)
	}
}

// Phase tells what is done of the work in hand.
func (l *Ledger) Phase(p bench.Phase, k, of int, detail string) {
	w := l.Now()
	l.Emit(w.Job.ID, bench.PhaseEntered{Phase: p, Test: w.Test, Round: w.Round, Repetition: k, Of: of, Detail: detail})
}

// Sample tells repetition k (from 1) of a piece of work, once and in order.
func (l *Ledger) Sample(i, k, of int, ns int64) {
	if k != l.told[i]+1 || !bench.CanBeSample(ns) {
		return
	}
	l.told[i] = k
	w := l.Work[i]
	l.Emit(w.Job.ID, bench.SampleTaken{
		Test: w.Test, Round: w.Round, Repetition: k, Of: of,
		Nanoseconds: ns, TokensPerSecond: bench.TokensPerSecond(w.Test.Tokens(), ns),
	})
}

// Finish settles a piece of work with its result.
func (l *Ledger) Finish(i int, r bench.Result) {
	for k, ns := range r.SamplesNS {
		l.Sample(i, k+1, max(l.Work[i].Repetitions, len(r.SamplesNS)), ns)
	}
	l.settled[i] = true
	l.Emit(l.Work[i].Job.ID, bench.TestFinished{Result: r})
}

// Warn attaches a doubt to every job of the invocation, once.
func (l *Ledger) Warn(code, text, remedy string) {
	for _, w := range l.Work {
		if key := w.Job.ID + "\x00" + code; !l.warned[key] {
			l.warned[key] = true
			l.Emit(w.Job.ID, bench.Warned{Warning: bench.Warning{Code: code, Text: words.Bounded(text, 400), Remedy: remedy}})
		}
	}
}

// linesLogged bounds what one invocation puts into the journal; its own log
// has everything.
const linesLogged = 1000

// Chatter takes a line that is neither result nor progress.
func (l *Ledger) Chatter(stream engine.Stream, line []byte, cut int) {
	if stream == engine.Err && l.manner.Spoken != nil {
		if said, ok := l.manner.Spoken(line); ok {
			l.said = words.Bounded(said, 500)
		}
	}
	text := words.CleanLine(line)
	if text == "" {
		return
	}
	l.tail.Add(text)
	if l.manner.Doubt != nil {
		if w, ok := l.manner.Doubt(text); ok {
			l.Warn(w.Code, w.Text, w.Remedy)
		}
	}
	switch l.logged++; {
	case l.logged <= linesLogged:
		l.Emit(l.Now().Job.ID, bench.LineLogged{Stream: string(stream), Text: text, Cut: cut})
	case l.logged == linesLogged+1:
		l.Note("the engine says very much: further lines are only in its own log")
	}
}

// Note is a line of our own in the journal.
func (l *Ledger) Note(text string) {
	l.Emit(l.Now().Job.ID, bench.LineLogged{Stream: "dragstrip", Text: words.Bounded(text, words.LogLine)})
}

// Forget takes back what was said of an error: it was handled.
func (l *Ledger) Forget() { l.said = "" }
