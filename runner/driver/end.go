package driver

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// End handles the end of the process. It records the failure of the test in
// flight, and of every other test that the same reason settles. The tests that
// remain are left for another start.
func (l *Ledger) End(_ time.Time, exit engine.Exit) []engine.Emitted {
	if l.ended {
		return nil
	}
	l.ended = true
	if exit.Stopped {
		return nil
	}
	l.out = nil
	first := -1
	for i := range l.Work {
		if !l.settled[i] && (first < 0 || first < l.at) {
			first = i // the current test, or the first unsettled one after it
		}
	}
	if first < 0 {
		if exit.Code != 0 || exit.Signal != "" {
			l.Warn("bad_end", "the engine failed after its last test ("+exit.String()+"); its results are complete", "")
		}
		return l.Take()
	}
	f, reach := l.classify(exit)
	for i, w := range l.Work {
		same := reach == words.Model || reach == words.Invocation || reach == words.Job && w.Job.ID == l.Work[first].Job.ID
		if l.settled[i] || i > first && !same {
			continue
		}
		l.settled[i] = true
		l.Begin(i)
		l.Emit(w.Job.ID, bench.TestFailed{Test: w.Test, Round: w.Round, Failure: f})
	}
	return l.Take()
}

// classify says why the process failed, and how much work this failure settles.
func (l *Ledger) classify(exit engine.Exit) (bench.Failure, words.Scope) {
	f, reach := l.reason(exit)
	if reach == words.Stage {
		reach = words.Model
		if l.Loaded {
			reach = words.Test
		}
	}
	if f.Code == bench.FailOutOfMemory && f.Remedy == "" {
		f.Remedy = l.manner.Memory
		if l.Loaded {
			f.Remedy = l.manner.Context
		}
	}
	f.WholeModel = reach == words.Model
	f.ExitCode, f.Signal, f.Tail = exit.Code, exit.Signal, l.tail.Lines()
	f.Reason, f.Remedy = words.Bounded(f.Reason, 400), words.Bounded(f.Remedy, 400)
	return f, reach
}

// ofLoading are failures that can happen only until the model is loaded. During
// a test the same words mean something else.
var ofLoading = map[bench.FailureCode]bool{
	bench.FailFileMissing: true, bench.FailFileIncomplete: true, bench.FailFileDamaged: true, bench.FailShardMissing: true,
	bench.FailNotModel: true, bench.FailFileUnreadable: true, bench.FailEngineTooOld: true, bench.FailEngineMissing: true,
}

func (l *Ledger) reason(exit engine.Exit) (bench.Failure, words.Scope) {
	if f, reach, ok := words.NoMoreProcesses(l.manner.Program, exit, l.tail.Lines()); ok {
		return f, reach
	}
	if exit.StartError != "" {
		return words.CannotStart(l.manner.Program, exit.StartError), words.Model
	}
	if l.caught != nil && l.caught.Reason != "" {
		return l.own()
	}
	lines := l.tail.Lines()
	// The best explanation is an error that the driver itself caught. If
	// SIGKILL or SIGSEGV ended the process, the signal is the next best;
	// printed lines are ignored then. Otherwise the printed lines explain the
	// end.
	death, died := words.DeathOf(exit)
	if signal := words.SignalOf(exit); l.caught == nil && (signal == "SIGKILL" || signal == "SIGSEGV") {
		l.said = ""
		lines = nil
	}
	if f, reach, ok := words.First(l.manner.Rules, []string{l.said}); ok && !(l.Loaded && ofLoading[f.Code]) {
		return f, reach
	}
	if f, reach, ok := words.First(l.manner.Rules, lines); ok && !(l.Loaded && ofLoading[f.Code]) && l.said == "" && (exit.Code != 0 || exit.Signal != "") {
		return f, reach
	}
	if died && l.said == "" {
		if l.manner.Died != nil {
			l.manner.Died(words.SignalOf(exit), &death)
		}
		return death.Failure(lines), death.Scope
	}
	return l.unknown(exit, lines)
}

// own returns a failure that the driver itself explained.
func (l *Ledger) own() (bench.Failure, words.Scope) {
	f := bench.Failure{Code: l.caught.Code, Reason: bench.Clean(l.caught.Reason), Remedy: bench.Clean(l.caught.Remedy)}
	if !f.Code.Known() {
		f.Code = bench.FailUnknown
	}
	if f.Remedy == "" {
		f.Remedy = l.manner.Look
	}
	return f, words.Stage
}

// unknown returns the failure for an end that no rule explains.
func (l *Ledger) unknown(exit engine.Exit, lines []string) (bench.Failure, words.Scope) {
	f := bench.Failure{Code: bench.FailUnknown, Remedy: l.manner.Look}
	switch {
	case l.said != "":
		f.Reason = l.manner.Gave + ": " + l.said
	case exit.Code == 0:
		f.Code, f.Reason = bench.FailNoOutput, "the engine reported success but gave no result for this test"
		return f, words.Invocation
	case len(lines) > 0:
		f.Reason = fmt.Sprintf("the engine failed (%s); its last line: %s", exit, words.Bounded(lines[len(lines)-1], 200))
	default:
		f.Reason = fmt.Sprintf("the engine failed (%s) and gave no reason", exit)
	}
	return f, words.Stage
}
