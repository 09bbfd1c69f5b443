package llama

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dyno/bench"
	"dyno/runner/engine"
)

// End takes the end of the process. A failure of one test leaves the tests
// after it to another invocation; one of the model settles everything.
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
			p.warn("bad_end", "the engine ended badly after its last test ("+howItEnded(exit)+"); its results are whole", "", bench.Test{})
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

// inFlight is the work the engine failed at: the first without a result at or
// after the one it was last heard of.
func (p *Parser) inFlight(open []int) int {
	heard := max(p.at, min(p.results, len(p.o.Work)-1))
	for _, i := range open {
		if i >= heard {
			return i
		}
	}
	return open[len(open)-1]
}

// reaches tells whether a failure at one piece of work settles another.
func reaches(s scope, other, failed engine.Work) bool {
	switch s {
	case scopeModel, scopeInvocation:
		return true
	case scopeJob:
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
		f.Reason = "the engine measured something else than it was asked for: " + other
		f.Remedy = "use another value, or another engine build"
	}
	p.emit(w.Job.ID, bench.TestFailed{Test: w.Test, Round: w.Round, Failure: f})
}

func (p *Parser) noResult(exit engine.Exit) bench.Failure {
	return bench.Failure{
		Code: bench.FailNoOutput, Reason: "the engine went past this test without a result that could be read",
		Remedy: "look into the engine's own log; try another engine build", ExitCode: exit.Code, Signal: exit.Signal, Tail: p.tail.lines(),
	}
}

// classify says why the process ended as it did and how far that reaches.
func (p *Parser) classify(exit engine.Exit) (bench.Failure, scope) {
	lines := p.tail.lines()
	f, reach := p.reason(exit, lines)
	if reach == scopeStage {
		reach = scopeTest
		if p.whileLoading(lines) {
			reach = scopeModel
		}
	}
	if f.Code == bench.FailOutOfMemory && f.Remedy == "" {
		f.Remedy = remedyContext
		if reach == scopeModel {
			f.Remedy = remedyMemory
		}
	}
	f.WholeModel = reach == scopeModel
	f.ExitCode, f.Signal, f.Tail = exit.Code, exit.Signal, lines
	f.Reason, f.Remedy = bounded(f.Reason, 400), bounded(f.Remedy, 400)
	return f, reach
}

var failedToLoad = regexp.MustCompile(`error: failed to load model`)

// whileLoading tells whether the model was still being loaded.
func (p *Parser) whileLoading(lines []string) bool {
	for _, line := range lines {
		if failedToLoad.MatchString(line) {
			return true
		}
	}
	return p.loading == loadBegun
}

func (p *Parser) reason(exit engine.Exit, lines []string) (bench.Failure, scope) {
	if exit.StartError != "" {
		return startFailure(p.o.Program, exit.StartError), scopeModel
	}
	f, reach, said := byWords(lines)
	if said {
		f, reach = p.sharpen(f, reach)
	}
	// An engine that ended well failed only if it gave no results.
	if exit.Code == 0 && exit.Signal == "" && !(said && p.results == 0) {
		return bench.Failure{
			Code:   bench.FailNoOutput,
			Reason: "the engine ended as if all were well, but gave no result for this test",
			Remedy: "look into the engine's own log; try another engine build",
		}, scopeInvocation
	}
	if said && f.Code != bench.FailUnknown {
		return f, reach
	}
	if note, known := signals[signalOf(exit)]; known {
		return bench.Failure{Code: note.code, Reason: note.reason + quoteLast(lines, note.code), Remedy: note.remedy}, note.scope
	}
	if said {
		return f, reach
	}
	if missingLibrary[uint32(exit.Code)] {
		return bench.Failure{Code: bench.FailEngineNotRunning, Reason: "the engine cannot start: a library (DLL) it needs is missing",
			Remedy: "install the engine again, whole, and the runtime libraries it names"}, scopeModel
	}
	if exit.Code == 126 || exit.Code == 127 { // of a shell in between
		return startFailure(p.o.Program, "not found or not executable"), scopeModel
	}
	f = bench.Failure{Code: bench.FailUnknown, Remedy: "look into the engine's own log; try another engine build"}
	f.Reason = fmt.Sprintf("the engine gave up (%s) and did not say why", howItEnded(exit))
	if n := len(lines); n > 0 {
		f.Reason = fmt.Sprintf("the engine gave up (%s); its last words: %s", howItEnded(exit), bounded(lines[n-1], 200))
	}
	return f, scopeTest
}

// byWords finds the first rule that any line satisfies.
func byWords(lines []string) (bench.Failure, scope, bool) {
	for _, r := range rules {
		for _, line := range lines {
			if m := r.words.FindStringSubmatch(line); m != nil {
				return bench.Failure{Code: r.code, Reason: fill(r.reason, m), Remedy: fill(r.remedy, m)}, r.scope, true
			}
		}
	}
	return bench.Failure{}, scopeTest, false
}

// sharpen uses what lies at the model's path where the engine's words are
// the same for several troubles, or there are none.
func (p *Parser) sharpen(f bench.Failure, reach scope) (bench.Failure, scope) {
	switch f.Code {
	case bench.FailFileEmpty, bench.FailNotModel, bench.FailUnknown, bench.FailFileMissing, bench.FailFileDamaged, bench.FailFileUnreadable:
	default:
		return f, reach
	}
	if f.Code == bench.FailUnknown && reach != scopeModel {
		return f, reach
	}
	switch p.o.Found {
	case FoundFolder:
		f.Code, f.Reason, f.Remedy = bench.FailIsFolder, "the path is a folder, not a model", "name the .gguf file inside it"
	case FoundEmpty:
		f.Code, f.Reason, f.Remedy = bench.FailFileEmpty, "the file is empty", remedyDownload
	case FoundNothing:
		f.Code, f.Reason, f.Remedy = bench.FailFileMissing, "the model's file is not there", "check the path; was it moved, or is a disk not mounted?"
	case FoundNoPermission:
		f.Code, f.Reason, f.Remedy = bench.FailFileUnreadable, "the model's file may not be read", "give yourself the right to read it (chmod u+r, or ask its owner)"
	}
	return f, reach
}

// startFailure is a program that could not be started at all.
func startFailure(program, why string) bench.Failure {
	why = bounded(bench.Clean(why), 200)
	f := bench.Failure{
		Code: bench.FailEngineNotRunning, WholeModel: true,
		Reason: fmt.Sprintf("%s could not be started: %s", program, why),
		Remedy: "check that it is a program for this machine and may be executed, or install one (dyno setup)",
	}
	lower := strings.ToLower(why)
	for _, words := range []string{"no such file", "not found", "cannot find", "does not exist"} {
		if strings.Contains(lower, words) {
			f.Code = bench.FailEngineMissing
			f.Reason = fmt.Sprintf("%s is not there", program)
			f.Remedy = "install it (dyno setup), or name the place where it is (--engine)"
		}
	}
	return f
}

// classifyQuestion says why a build did not answer a question.
func classifyQuestion(program string, exit engine.Exit, lines []string) bench.Failure {
	p := NewParser(ParserOptions{Program: program})
	for _, line := range lines {
		p.tail.add(line)
	}
	f, _ := p.classify(exit)
	if f.Code == bench.FailUnknown || f.Code == bench.FailNoOutput {
		f.Code = bench.FailEngineNotRunning
	}
	f.WholeModel = true
	return f
}

func signalOf(exit engine.Exit) string {
	if exit.Signal != "" {
		return exit.Signal
	}
	return codes[uint32(exit.Code)]
}

func howItEnded(exit engine.Exit) string {
	if exit.Signal != "" {
		return exit.Signal
	}
	if exit.Code > 0xFFFF || exit.Code < 0 {
		return fmt.Sprintf("exit code %#x", uint32(exit.Code))
	}
	return fmt.Sprintf("exit code %d", exit.Code)
}

// quoteLast adds the engine's last words to a crash.
func quoteLast(lines []string, code bench.FailureCode) string {
	if len(lines) == 0 || code != bench.FailCrashed {
		return ""
	}
	return "; its last words: " + bounded(lines[len(lines)-1], 200)
}

var placeholders = regexp.MustCompile(`\$([MBF]?)(\d)`)

// fill puts the groups of a match into a sentence.
func fill(sentence string, groups []string) string {
	return placeholders.ReplaceAllStringFunc(sentence, func(s string) string {
		m := placeholders.FindStringSubmatch(s)
		i := int(m[2][0] - '0')
		if i >= len(groups) {
			return ""
		}
		text := strings.TrimSpace(groups[i])
		switch m[1] {
		case "M":
			return sizeOf(text, 1<<20)
		case "B":
			return sizeOf(text, 1)
		case "F":
			text = strings.TrimRight(text, "'\"/\\ ")
			return bounded(text[strings.LastIndexAny(text, `/\`)+1:], 120)
		}
		return bounded(text, 120)
	})
}

// sizeOf writes a number of units as MiB or GiB.
func sizeOf(text string, unit float64) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	mib := n * unit / (1 << 20)
	switch {
	case mib >= 1024:
		return fmt.Sprintf("%.1f GiB", mib/1024)
	case mib >= 10:
		return fmt.Sprintf("%.0f MiB", mib)
	}
	return fmt.Sprintf("%.1f MiB", mib)
}
