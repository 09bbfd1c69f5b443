package words

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Death is a death by signal, where the engine's words say nothing.
type Death struct {
	Code           bench.FailureCode
	Scope          Scope
	Reason, Remedy string
}

// DeathOf says what it means that a process ended by a signal, or with an
// exit code that stands for one; ok is false when it did neither.
func DeathOf(exit engine.Exit) (d Death, ok bool) {
	d, ok = deaths[SignalOf(exit)]
	return d, ok
}

// Failure is the death as a failure, with the engine's last words where it
// crashed.
func (d Death) Failure(lines []string) bench.Failure {
	reason := d.Reason
	if n := len(lines); n > 0 && d.Code == bench.FailCrashed {
		reason += "; its last words: " + Bounded(lines[n-1], 200)
	}
	return bench.Failure{Code: d.Code, Reason: reason, Remedy: d.Remedy}
}

var deaths = map[string]Death{
	"SIGKILL": {
		bench.FailKilled, Stage,
		"the engine was killed; unless somebody did that by hand, memory ran out", "choose a smaller model or quantisation; close other programs that hold memory",
	},
	"SIGABRT": {bench.FailCrashed, Stage, "the engine crashed: it gave itself up", "try another engine build; with unusual parameters, try without them"},
	"SIGSEGV": {bench.FailCrashed, Stage, "the engine crashed: it touched memory that is not its own", "try another engine build or backend"},
	"SIGBUS":  {bench.FailCrashed, Stage, "the engine crashed: the model's file could not be read where it is mapped", "was the file changed or its disk removed meanwhile?"},
	"SIGILL":  {bench.FailEngineNotRunning, Model, "the engine uses instructions this processor does not have", "choose a build made for this machine (dragstrip setup)"},
	"SIGFPE":  {bench.FailCrashed, Stage, "the engine crashed: it divided by zero", "try another engine build; with unusual parameters, try without them"},
	"SIGPIPE": {bench.FailKilled, Test, "the engine's output had no reader any more", "run it again; if it repeats, look whether dragstrip itself was ended"},
	"SIGTERM": {bench.FailKilled, Test, "somebody ended the engine", "run it again; look whether the machine was shutting down"},
	"SIGINT":  {bench.FailKilled, Test, "somebody interrupted the engine", "run it again"},
	"SIGHUP":  {bench.FailKilled, Test, "the engine's terminal went away", "run it again"},
	"SIGXCPU": {bench.FailKilled, Test, "the engine used up the processor time it was allowed", "raise the limit (ulimit -t)"},
	"SIGXFSZ": {bench.FailKilled, Test, "the engine wrote a larger file than it was allowed", "raise the limit (ulimit -f)"},
}

// codes are exit codes that stand for a signal: of a shell in between (128
// and the signal's number), and of Windows.
var codes = map[uint32]string{
	129: "SIGHUP", 130: "SIGINT", 132: "SIGILL", 134: "SIGABRT", 135: "SIGBUS", 136: "SIGFPE", 137: "SIGKILL",
	138: "SIGBUS", 139: "SIGSEGV", 141: "SIGPIPE", 143: "SIGTERM", 152: "SIGXCPU", 153: "SIGXFSZ",
	0xC0000005: "SIGSEGV", 0xC0000409: "SIGABRT", 0xC000001D: "SIGILL", 0xC000013A: "SIGINT",
	0xC0000094: "SIGFPE", 0xC0000006: "SIGBUS", 0xC0000017: "SIGKILL", 0xC000012D: "SIGKILL",
}

// missingLibrary are Windows' exit codes for a program without its DLLs.
var missingLibrary = map[uint32]bool{0xC0000135: true, 0xC0000139: true, 0xC0000142: true, 0xC000007B: true}

// CannotStart is a program that could not be started at all.
func CannotStart(program, why string) bench.Failure {
	why = Bounded(bench.Clean(why), 200)
	f := bench.Failure{
		Code: bench.FailEngineNotRunning, WholeModel: true,
		Reason: fmt.Sprintf("%s could not be started: %s", program, why),
		Remedy: "check that it is a program for this machine and may be executed, or install one (dragstrip setup)",
	}
	lower := strings.ToLower(why)
	for _, words := range []string{"no such file", "not found", "cannot find", "does not exist"} {
		if strings.Contains(lower, words) {
			f.Code = bench.FailEngineMissing
			f.Reason = fmt.Sprintf("%s is not there", program)
			f.Remedy = "install it (dragstrip setup), or name the place where it is (--engine)"
		}
	}
	return f
}

// SignalOf names the signal that ended a process, also where a shell in
// between or Windows turned it into an exit code; "" is none.
func SignalOf(exit engine.Exit) string {
	if exit.Signal != "" {
		return exit.Signal
	}
	return codes[uint32(exit.Code)]
}

// HowItEnded names a signal or an exit code.
func HowItEnded(exit engine.Exit) string {
	if exit.Signal != "" {
		return exit.Signal
	}
	if exit.Code > 0xFFFF || exit.Code < 0 {
		return fmt.Sprintf("exit code %#x", uint32(exit.Code))
	}
	return fmt.Sprintf("exit code %d", exit.Code)
}

// NoLibrary tells of an exit code whether a library (DLL) was missing when the
// program was to start.
func NoLibrary(exit engine.Exit) bool { return missingLibrary[uint32(exit.Code)] }
