package words

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Death explains a death by signal, for engines that printed no reason.
type Death struct {
	Code           bench.FailureCode
	Scope          Scope
	Reason, Remedy string
}

// DeathOf explains the end of a process by a signal, or by an exit code that
// stands for a signal. ok is false for any other end.
func DeathOf(exit engine.Exit) (d Death, ok bool) {
	d, ok = deaths[SignalOf(exit)]
	return d, ok
}

// Failure turns the death into a failure. If the engine crashed, its last line
// is part of the reason.
func (d Death) Failure(lines []string) bench.Failure {
	reason := d.Reason
	if n := len(lines); n > 0 && d.Code == bench.FailCrashed {
		reason += "; its last line: " + Bounded(lines[n-1], 200)
	}
	return bench.Failure{Code: d.Code, Reason: reason, Remedy: d.Remedy}
}

var deaths = map[string]Death{
	"SIGKILL": {
		bench.FailKilled, Stage,
		"the engine was killed; if nobody did that by hand, the machine ran out of memory", "choose a smaller model or quantization; close other programs that hold memory",
	},
	"SIGABRT": {bench.FailCrashed, Stage, "the engine crashed: it aborted", "try another engine build; if you set unusual parameters, leave them out"},
	"SIGSEGV": {bench.FailCrashed, Stage, "the engine crashed: it used memory that does not belong to it", "try another engine build or backend"},
	"SIGBUS":  {bench.FailCrashed, Stage, "the engine crashed: a part of the model's file could not be read", "check whether the file was changed or its disk removed meanwhile"},
	"SIGILL":  {bench.FailEngineNotRunning, Model, "the engine uses instructions this processor does not have", "choose a build made for this machine (dragstrip setup)"},
	"SIGFPE":  {bench.FailCrashed, Stage, "the engine crashed: it divided by zero", "try another engine build; if you set unusual parameters, leave them out"},
	"SIGPIPE": {bench.FailKilled, Test, "nobody read the engine's output any more", "measure it again; if it happens again, check whether dragstrip itself was ended"},
	"SIGTERM": {bench.FailKilled, Test, "somebody ended the engine", "measure it again; check whether the machine was shutting down"},
	"SIGINT":  {bench.FailKilled, Test, "somebody interrupted the engine", "measure it again"},
	"SIGHUP":  {bench.FailKilled, Test, "the engine's terminal went away", "measure it again"},
	"SIGXCPU": {bench.FailKilled, Test, "the engine used up the processor time it was allowed", "raise the limit (ulimit -t)"},
	"SIGXFSZ": {bench.FailKilled, Test, "the engine wrote a larger file than it was allowed", "raise the limit (ulimit -f)"},
}

// codes are exit codes that stand for a signal. A shell that started the engine
// returns 128 plus the number of the signal; the others are codes of Windows.
var codes = map[uint32]string{
	129: "SIGHUP", 130: "SIGINT", 132: "SIGILL", 134: "SIGABRT", 135: "SIGBUS", 136: "SIGFPE", 137: "SIGKILL",
	138: "SIGBUS", 139: "SIGSEGV", 141: "SIGPIPE", 143: "SIGTERM", 152: "SIGXCPU", 153: "SIGXFSZ",
	0xC0000005: "SIGSEGV", 0xC0000409: "SIGABRT", 0xC000001D: "SIGILL", 0xC000013A: "SIGINT",
	0xC0000094: "SIGFPE", 0xC0000006: "SIGBUS", 0xC0000017: "SIGKILL", 0xC000012D: "SIGKILL",
}

// missingLibrary are exit codes of Windows for a program whose DLLs are
// missing.
var missingLibrary = map[uint32]bool{0xC0000135: true, 0xC0000139: true, 0xC0000142: true, 0xC000007B: true}

// CannotStart returns the failure for a program that could not be started at
// all.
func CannotStart(program, why string) bench.Failure {
	why = Bounded(bench.Clean(why), 200)
	f := bench.Failure{
		Code: bench.FailEngineNotRunning, WholeModel: true,
		Reason: fmt.Sprintf("%s could not be started: %s", program, why),
		Remedy: "check that it is made for this machine and is executable, or install one (dragstrip setup)",
	}
	lower := strings.ToLower(why)
	for _, phrase := range []string{"no such file", "not found", "cannot find", "does not exist"} {
		if strings.Contains(lower, phrase) {
			f.Code = bench.FailEngineMissing
			f.Reason = fmt.Sprintf("%s was not found", program)
			f.Remedy = "install it (dragstrip setup), or give its path (--engine)"
		}
	}
	return f
}

// SignalOf names the signal that ended a process. It also knows the exit codes
// that a shell or Windows gives instead of a signal. "" means that no signal
// ended the process.
func SignalOf(exit engine.Exit) string {
	if exit.Signal != "" {
		return exit.Signal
	}
	return codes[uint32(exit.Code)]
}

// NoLibrary tells whether a program did not start because a library (DLL) was
// missing.
func NoLibrary(exit engine.Exit) bool { return missingLibrary[uint32(exit.Code)] }
