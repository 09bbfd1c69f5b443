package words

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// noMoreProcesses matches the messages of programs that could not start another
// process or thread. The messages come from the system, Go's runtime (the guard
// is a Go program), C++, OpenMP, OpenBLAS and Python.
var noMoreProcesses = lazyregexp.New(`(?i)(clone|posix_spawn|pthread_create|thread|what\(\):|BlockingIOError).*resource temporarily unavailable|` +
	`failed to create new OS thread|thread creation failed|can't start new thread|pthread_create failed|cannot fork|fork: retry`)

// noStart matches the system's message for a program that could not be started,
// because there are too many processes.
var noStart = lazyregexp.New(`(?i)resource temporarily unavailable`)

// NoMoreProcesses tells whether an engine did not start, or failed, because it
// could not start another process or thread. This must be checked before any
// other reason: the program itself is right, and its other last lines are only
// consequences.
func NoMoreProcesses(program string, exit engine.Exit, lines []string) (f bench.Failure, reach Scope, found bool) {
	well := exit.StartError == "" && exit.Code == 0 && exit.Signal == ""
	if well || exit.Stopped || !noStart.MatchString(exit.StartError) && !slices.ContainsFunc(lines, noMoreProcesses.MatchString) {
		return f, Test, false
	}
	reach = Stage
	if exit.StartError != "" {
		reach = Model
	}
	return bench.Failure{
		Code: bench.FailProcessLimit, Reason: strings.TrimSpace(program + " could not start another process or thread"),
		Remedy: "raise the limit on processes (docker --pids-limit, pids.max of the control group, ulimit -u), end other processes, or use fewer threads (-t)",
	}, reach, true
}
