package driver

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// Ledger holds the work of one invocation and what was reported about it. When
// the process ends, it reports failures for work without a result. Parser
// embeds it, and so do parsers for tools of an engine. It is used by one
// goroutine.
type Ledger struct {
	// Build is what is known about the engine build. Lines of the engine may
	// change it.
	Build bench.EngineBuild
	Work  []engine.Work
	// Loaded is set when the model is in memory. From then on, some messages of
	// the engine mean something else.
	Loaded bool

	manner  Manner
	settled []bool
	told    []int // repetitions reported for each piece of work
	at      int   // index of the current work, or -1
	started map[jobRound]bool
	warned  map[string]bool
	tail    *words.Tail
	logged  int
	// said is the last error that the engine reported; "" if it reported none.
	said string
	// caught is the line in which the driver says why it ends.
	caught *engine.Line
	ended  bool
	out    []engine.Emitted
}

type jobRound struct {
	job   string
	round int
}

// NewLedger makes a ledger with nothing reported yet. work must not be empty.
func NewLedger(build bench.EngineBuild, work []engine.Work, m Manner) Ledger {
	return Ledger{
		Build: build, Work: work, manner: m.withDefaults(build.Engine), settled: make([]bool, len(work)), told: make([]int, len(work)),
		at: -1, started: map[jobRound]bool{}, warned: map[string]bool{}, tail: words.NewTail(),
	}
}

// Ended tells whether End was called. Later lines are ignored.
func (l *Ledger) Ended() bool { return l.ended }

// Settled tells whether a piece of work has a result or a failure.
func (l *Ledger) Settled(i int) bool { return l.settled[i] }

// Begun tells whether any piece of work has begun.
func (l *Ledger) Begun() bool { return l.at >= 0 }

// Doubt adds a warning that is known before anything is measured.
func (l *Ledger) Doubt(w bench.Warning) { l.manner.Doubts = append(l.manner.Doubts, w) }

// Take returns what was emitted since the last call.
func (l *Ledger) Take() []engine.Emitted {
	out := l.out
	l.out = nil
	return out
}

// Emit adds a fact about a job.
func (l *Ledger) Emit(job string, f bench.Fact) {
	l.out = append(l.out, engine.Emitted{Job: job, Fact: f})
}

// Now returns the current work. It returns the first piece of work if none has
// begun.
func (l *Ledger) Now() engine.Work { return l.Work[min(max(l.at, 0), len(l.Work)-1)] }

// Begin reports that the job of a piece of work has started. It reports this
// once for each job and round.
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

// Enter makes a piece of work the current one. An index out of range is
// ignored.
func (l *Ledger) Enter(i int) {
	if i >= 0 && i < len(l.Work) && i != l.at {
		l.at = i
		l.Begin(i)
	}
}

// Phase reports the phase of the current work.
func (l *Ledger) Phase(p bench.Phase, k, of int, detail string) {
	w := l.Now()
	l.Emit(w.Job.ID, bench.PhaseEntered{Phase: p, Test: w.Test, Round: w.Round, Repetition: k, Of: of, Detail: detail})
}

// Sample reports repetition k (from 1) of a piece of work. It ignores a
// repetition that was reported before, or that is not the next one.
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

// Tell reports settings that the engine told. All work of one start has the
// same.
func (l *Ledger) Tell(settings []bench.Told) {
	clean := make([]bench.Told, 0, len(settings))
	for _, told := range settings {
		clean = append(clean, bench.Told{Name: words.Bounded(words.Tidy(told.Name), 60), Value: words.Bounded(words.Tidy(told.Value), 200)})
	}
	if len(clean) == 0 {
		return
	}
	told := map[string]bool{}
	for _, w := range l.Work {
		if !told[w.Job.ID] {
			told[w.Job.ID] = true
			l.Emit(w.Job.ID, bench.SettingsTold{Settings: clean})
		}
	}
}

// Finish settles a piece of work with its result.
func (l *Ledger) Finish(i int, r bench.Result) {
	for k, ns := range r.SamplesNS {
		l.Sample(i, k+1, max(l.Work[i].Repetitions, len(r.SamplesNS)), ns)
	}
	l.settled[i] = true
	l.Emit(l.Work[i].Job.ID, bench.TestFinished{Result: r})
}

// Warn adds a warning to every job of the invocation. A job gets each code only
// once.
func (l *Ledger) Warn(code, text, remedy string) {
	for _, w := range l.Work {
		if key := w.Job.ID + "\x00" + code; !l.warned[key] {
			l.warned[key] = true
			l.Emit(w.Job.ID, bench.Warned{Warning: bench.Warning{Code: code, Text: words.Bounded(text, 400), Remedy: remedy}})
		}
	}
}

// linesLogged is how many lines of one invocation the journal keeps. The
// engine's own log has all of them.
const linesLogged = 1000

// Chatter handles any other line: it keeps the line for messages about
// failures, and looks for errors and doubts in it.
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
		l.Note("the engine prints very many lines: further lines are only in its own log")
	}
}

// Note adds a line to the journal that comes from dragstrip, not from the
// engine.
func (l *Ledger) Note(text string) {
	l.Emit(l.Now().Job.ID, bench.LineLogged{Stream: "dragstrip", Text: words.Bounded(text, words.LogLine)})
}

// Forget drops the last reported error, because the engine has handled it.
func (l *Ledger) Forget() { l.said = "" }
