package mlx

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// serverInvocation makes one start: the driver, with the command line of the
// server.
func (a *Adapter) serverInvocation(build bench.EngineBuild, work []engine.Work, opts engine.Options) engine.Invocation {
	job := work[0].Job
	has := func(string) bool { return false }
	if e, err := a.environment(build); err == nil {
		text := e.Text(serverFile)
		has = func(flag string) bool { return strings.Contains(text, `"`+flag+`"`) }
	}
	program := append(slices.Clone(build.Prefix), "--model", job.Model.Path, "--log-level", "WARNING")
	if step := job.Params["n_batch"]; step != "" {
		if !has(stepFlag) {
			return words.Refusal(work, bench.Failure{
				Code: bench.FailUnsupportedFlag, WholeModel: true, Reason: "the server of mlx-lm " + build.Version + " has no " + stepFlag, Remedy: remedyUpdate,
			})
		}
		program = append(program, stepFlag, step)
	}
	if has(keptFlag) {
		program = append(program, keptFlag, strconv.Itoa(keptFor(job)))
	}
	backend := "CPU"
	if len(build.Backends) > 0 {
		backend = build.Backends[0]
	}
	request := engine.RequestOf(work, opts, "--backend", backend)
	request.Program = program
	return engine.Invocation{
		Argv: engine.DriverArgs(Server, request.Args()), Ourselves: true, Env: a.environ(build),
		Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true, Parser: newServerParser(build, work, doubtsOf(build, job)),
	}
}

// Flags of the server.
const (
	stepFlag = "--prefill-step-size"
	keptFlag = "--prompt-cache-size"
)

// keptFor is how many prompts the server keeps in memory. It keeps ten by
// default, which takes memory that the next prompt may need. Tests at a depth
// continue one prompt for each request, and while the next repetition is
// computed, that of the last one is still there.
func keptFor(job *bench.Job) int { return 2 * job.Params.AtOnce() }
