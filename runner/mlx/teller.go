package mlx

import (
	"bytes"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// teller is what both parsers have in common: whose work it is, what of it was
// told, and how an end settles the rest.
type teller struct {
	build   bench.EngineBuild
	work    []engine.Work
	doubts  []bench.Warning
	settled []bool
	told    []int // repetitions, per piece of work
	at      int   // the work Python is busy with, or -1
	started map[jobRound]bool
	warned  map[string]bool
	tail    *words.Tail
	logged  int
	loaded  bool // the model is in memory
	// said is the error that Python ended with, "" for none; tracing is set
	// while a traceback is being printed.
	said    string
	tracing bool
	caught  bool // said is the driver's own word
	ended   bool
	out     []engine.Emitted
}

type jobRound struct {
	job   string
	round int
}

func newTeller(build bench.EngineBuild, work []engine.Work) teller {
	return teller{
		build: build, work: work, doubts: doubtsOf(build, work[0].Job), settled: make([]bool, len(work)), told: make([]int, len(work)),
		at: -1, started: map[jobRound]bool{}, warned: map[string]bool{}, tail: words.NewTail(),
	}
}

func (t *teller) emit(job string, f bench.Fact) {
	t.out = append(t.out, engine.Emitted{Job: job, Fact: f})
}

// now is the work Python is busy with, or the first.
func (t *teller) now() engine.Work { return t.work[min(max(t.at, 0), len(t.work)-1)] }

// begin says that a piece of work's job has started, once for each round.
func (t *teller) begin(i int) {
	w := t.work[i]
	key := jobRound{w.Job.ID, w.Round}
	if t.started[key] {
		return
	}
	t.started[key] = true
	t.emit(w.Job.ID, bench.JobStarted{Round: w.Round})
	for _, doubt := range t.doubts {
		t.emit(w.Job.ID, bench.Warned{Warning: doubt, Round: w.Round})
	}
}

func (t *teller) enter(i int) {
	if i >= 0 && i < len(t.work) && i != t.at {
		t.at = i
		t.begin(i)
	}
}

func (t *teller) phase(p bench.Phase, k, of int, detail string) {
	w := t.now()
	t.emit(w.Job.ID, bench.PhaseEntered{Phase: p, Test: w.Test, Round: w.Round, Repetition: k, Of: of, Detail: detail})
}

// sample tells a repetition, once.
func (t *teller) sample(i, k, of int, ns int64) {
	if k != t.told[i]+1 || ns <= 0 {
		return
	}
	t.told[i] = k
	w := t.work[i]
	t.emit(w.Job.ID, bench.SampleTaken{Test: w.Test, Round: w.Round, Repetition: k, Of: of,
		Nanoseconds: ns, TokensPerSecond: bench.TokensPerSecond(w.Test.Tokens(), ns)})
}

func (t *teller) finish(i int, r bench.Result) {
	for k, ns := range r.SamplesNS {
		t.sample(i, k+1, len(r.SamplesNS), ns)
	}
	t.settled[i] = true
	t.emit(t.work[i].Job.ID, bench.TestFinished{Result: r})
}

// warn attaches a doubt to every job of the invocation, once.
func (t *teller) warn(code, text, remedy string) {
	for _, w := range t.work {
		if key := w.Job.ID + "\x00" + code; !t.warned[key] {
			t.warned[key] = true
			t.emit(w.Job.ID, bench.Warned{Warning: bench.Warning{Code: code, Text: words.Bounded(text, 400), Remedy: remedy}})
		}
	}
}

// linesLogged bounds what one invocation puts into the journal; its own log
// has everything.
const linesLogged = 1000

// chatter is a line that is neither result nor progress.
func (t *teller) chatter(stream string, line []byte, cut int) {
	text := words.CleanLine(line)
	if text == "" {
		return
	}
	t.tail.Add(text)
	if strings.HasPrefix(text, "[WARNING] Generating with a model that requires") {
		t.warn("memory_tight", "mlx_lm says: "+text, "")
	}
	switch t.logged++; {
	case t.logged <= linesLogged:
		t.emit(t.now().Job.ID, bench.LineLogged{Stream: stream, Text: text, Cut: cut})
	case t.logged == linesLogged+1:
		t.emit(t.now().Job.ID, bench.LineLogged{Stream: "dragstrip", Text: "the engine says very much: further lines are only in its own log"})
	}
}

// End takes the end of the process. A failure of one test leaves the tests
// after it to another start; one of the model settles everything.
func (t *teller) End(_ time.Time, exit engine.Exit) []engine.Emitted {
	if t.ended {
		return nil
	}
	t.ended = true
	if exit.Stopped {
		return nil
	}
	t.out = nil
	first := -1
	for i := range t.work {
		if !t.settled[i] && (first < 0 || first < t.at) {
			first = i // the one Python was busy with, or the first after it
		}
	}
	if first < 0 {
		if exit.Code != 0 || exit.Signal != "" {
			t.warn("bad_end", "the engine ended badly after its last test ("+words.HowItEnded(exit)+"); its results are whole", "")
		}
		return t.out
	}
	f, reach := t.classify(exit)
	for i, w := range t.work {
		same := reach == words.Model || reach == words.Invocation || reach == words.Job && w.Job.ID == t.work[first].Job.ID
		if t.settled[i] || i > first && !same {
			continue
		}
		t.settled[i] = true
		t.begin(i)
		t.emit(w.Job.ID, bench.TestFailed{Test: w.Test, Round: w.Round, Failure: f})
	}
	return t.out
}

// trace finds what a traceback of Python comes to: the first line after it
// that is not indented. Of several tracebacks, each caused by the one before,
// the last counts.
func (t *teller) trace(line []byte) {
	switch {
	case len(line) > 0 && (line[0] == ' ' || line[0] == '\t' || len(bytes.Trim(line, "^~ ")) == 0): // a source line, or marks under one
	case string(line) == "Traceback (most recent call last):":
		t.tracing = true
	case t.tracing && len(line) > 0:
		t.tracing = false
		t.said = words.Bounded(words.CleanLine(line), 500)
	}
}
