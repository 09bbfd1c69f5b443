package llama

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// End handles the end of the process. It records the failure of the test in
// flight, and of every other test that the same reason settles. The tests that
// remain are left for another invocation.
func (p *Parser) End(_ time.Time, exit engine.Exit) []engine.Emitted {
	if p.ended {
		return nil
	}
	p.ended = true
	if exit.Stopped {
		return nil
	}
	p.out = nil
	var open []int
	for i := range p.o.Work {
		if !p.settled[i] {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		if exit.Code != 0 || exit.Signal != "" {
			p.warn("bad_end", "the engine failed after its last test ("+exit.String()+"); its results are complete", "", bench.Test{})
		}
		return p.out
	}
	f, reach := p.classify(exit)
	current := p.inFlight(open)
	for _, i := range open {
		switch {
		case i == current || reaches(reach, p.o.Work[i], p.o.Work[current]):
			p.fail(i, f)
		case i < current:
			p.fail(i, p.noResult(exit))
		}
	}
	return p.out
}

// inFlight returns the work at which the engine failed. This is the first work
// without a result, counted from the work that the engine reported about last.
func (p *Parser) inFlight(open []int) int {
	heard := max(p.at, min(p.results, len(p.o.Work)-1))
	for _, i := range open {
		if i >= heard {
			return i
		}
	}
	return open[len(open)-1]
}

// reaches tells whether the failure of one piece of work (failed) also settles
// another (other).
func reaches(s words.Scope, other, failed engine.Work) bool {
	switch s {
	case words.Model, words.Invocation:
		return true
	case words.Job:
		return other.Job.ID == failed.Job.ID
	}
	return false
}

func (p *Parser) fail(i int, f bench.Failure) {
	w := p.o.Work[i]
	p.settled[i] = true
	p.begin(i)
	if other := p.instead[i]; other != "" && f.Code == bench.FailNoOutput {
		f.Code = bench.FailUnsupportedFlag
		f.Reason = "the engine measured something other than what was asked for: " + other
		f.Remedy = "use another value, or another engine build"
	}
	p.emit(w.Job.ID, bench.TestFailed{Test: w.Test, Round: w.Round, Failure: f})
}

func (p *Parser) noResult(exit engine.Exit) bench.Failure {
	return bench.Failure{
		Code: bench.FailNoOutput, Reason: "the engine skipped this test, or its result could not be read",
		Remedy: "see the engine's own log; try another engine build", ExitCode: exit.Code, Signal: exit.Signal, Tail: p.tail.Lines(),
	}
}

// classify says why the process failed, and how much work this failure settles.
func (p *Parser) classify(exit engine.Exit) (bench.Failure, words.Scope) {
	lines := p.tail.Lines()
	f, reach := p.reason(exit, lines)
	if reach == words.Stage {
		reach = words.Test
		if p.whileLoading(lines) {
			reach = words.Model
		}
	}
	if f.Code == bench.FailOutOfMemory && f.Remedy == "" {
		f.Remedy = remedyContext
		if reach == words.Model {
			f.Remedy = remedyMemory
		}
	}
	f.WholeModel = reach == words.Model
	f.ExitCode, f.Signal, f.Tail = exit.Code, exit.Signal, lines
	f.Reason, f.Remedy = words.Bounded(f.Reason, 400), words.Bounded(f.Remedy, 400)
	return f, reach
}

var failedToLoad = lazyregexp.New(`error: failed to load model`)

// whileLoading tells whether the model was still being loaded.
func (p *Parser) whileLoading(lines []string) bool {
	for _, line := range lines {
		if failedToLoad.MatchString(line) {
			return true
		}
	}
	return p.loading == loadBegun
}

func (p *Parser) reason(exit engine.Exit, lines []string) (bench.Failure, words.Scope) {
	if f, reach, ok := words.NoMoreProcesses(p.o.Program, exit, lines); ok {
		return f, reach
	}
	if exit.StartError != "" {
		return words.CannotStart(p.o.Program, exit.StartError), words.Model
	}
	f, reach, by := words.FirstLine(rules, lines)
	said := by != ""
	if said {
		f, reach = p.sharpen(quote(f, by, lines), reach)
	}
	// An engine with exit code 0 has failed only if it gave no results.
	if exit.Code == 0 && exit.Signal == "" && !(said && p.results == 0) {
		return bench.Failure{
			Code:   bench.FailNoOutput,
			Reason: "the engine reported success but gave no result for this test",
			Remedy: "see the engine's own log; try another engine build",
		}, words.Invocation
	}
	if said && f.Code != bench.FailUnknown {
		return f, reach
	}
	if death, ok := words.DeathOf(exit); ok {
		switch words.SignalOf(exit) {
		case "SIGKILL":
			death.Remedy = remedyMemory
		case "SIGBUS":
			death.Remedy += " try -lm none"
		}
		return death.Failure(lines), death.Scope
	}
	if said {
		return f, reach
	}
	if words.NoLibrary(exit) {
		return bench.Failure{
			Code: bench.FailEngineNotRunning, Reason: "the engine cannot start: a library (DLL) it needs is missing",
			Remedy: "install the engine again, and the runtime libraries it names",
		}, words.Model
	}
	if exit.Code == 126 || exit.Code == 127 { // a shell that starts the engine returns these codes
		return words.CannotStart(p.o.Program, "not found or not executable"), words.Model
	}
	f = bench.Failure{Code: bench.FailUnknown, Remedy: "see the engine's own log; try another engine build"}
	f.Reason = fmt.Sprintf("the engine failed (%s) and gave no reason", exit)
	if n := len(lines); n > 0 {
		f.Reason = fmt.Sprintf("the engine failed (%s); its last line: %s", exit, words.Bounded(lines[n-1], 200))
	}
	return f, words.Test
}

// sharpen makes the reason of a failure more exact. Some messages of the engine
// stand for several problems, so sharpen uses what was found at the model's
// path.
func (p *Parser) sharpen(f bench.Failure, reach words.Scope) (bench.Failure, words.Scope) {
	switch f.Code {
	case bench.FailFileEmpty, bench.FailNotModel, bench.FailUnknown, bench.FailFileMissing, bench.FailFileDamaged, bench.FailFileUnreadable:
	default:
		return f, reach
	}
	if f.Code == bench.FailUnknown && reach != words.Model {
		return f, reach
	}
	switch p.o.Found {
	case words.FoundFolder:
		f.Code, f.Reason, f.Remedy = bench.FailIsFolder, "the path is a folder, not a model", "name the .gguf file inside it"
	case words.FoundEmpty:
		f.Code, f.Reason, f.Remedy = bench.FailFileEmpty, "the file is empty", remedyDownload
	case words.FoundNothing:
		f = words.Missing()
	case words.FoundNoPermission:
		f = words.Unreadable()
	}
	return f, reach
}

// classifyQuestion says why a build did not answer a question such as --help.
func classifyQuestion(program string, exit engine.Exit, lines []string) bench.Failure {
	p := NewParser(ParserOptions{Program: program})
	for _, line := range lines {
		p.tail.Add(line)
	}
	f, _ := p.classify(exit)
	if f.Code == bench.FailUnknown || f.Code == bench.FailNoOutput {
		f.Code = bench.FailEngineNotRunning
	}
	f.WholeModel = true
	return f
}
