package words

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// A process limit used to be reported as a program for another kind of machine.
func TestAProcessLimitIsToldAsThat(t *testing.T) {
	for line, exit := range map[string]engine.Exit{
		"": {Code: -1, StartError: "fork/exec /usr/bin/llama-bench: resource temporarily unavailable"},
		"runtime: failed to create new OS thread (have 5 already; errno=11)":                                   {Code: -1, StartError: "the guard process ended before it could start the engine (exit status 2)"},
		"libgomp: Thread creation failed: Resource temporarily unavailable":                                    {Code: 1},
		"  what():  Resource temporarily unavailable":                                                          {Signal: "SIGABRT"},
		"OpenBLAS blas_thread_init: pthread_create failed for thread 3 of 8: Resource temporarily unavailable": {Code: 1},
		"RuntimeError: can't start new thread":                                                                 {Code: 1},
	} {
		f, reach, ok := NoMoreProcesses("llama-bench", exit, []string{"loading", line})
		if !ok || (reach == Model) != (exit.StartError != "") || f.Code != bench.FailProcessLimit || f.Remedy == "" || f.Reason != "llama-bench could not start another process or thread" {
			t.Errorf("%q: %v %+v", line, ok, f)
		}
	}
	for line, exit := range map[string]engine.Exit{
		"Thread creation failed, going on with fewer": {},                  // it continued nevertheless
		"read: Resource temporarily unavailable":      {Code: 1},           // something else was unavailable
		"can't start new thread":                      {Stopped: true},     // it was ended on purpose
		"error: failed to load model":                 {Signal: "SIGSEGV"}, // it had another problem
	} {
		if f, _, ok := NoMoreProcesses("llama-bench", exit, []string{line}); ok {
			t.Errorf("%q: %+v", line, f)
		}
	}
}
