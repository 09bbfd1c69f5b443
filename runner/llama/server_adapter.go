package llama

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// serverAdapter drives llama-server.
type serverAdapter struct{ Adapter }

var _ engine.Adapter = (*serverAdapter)(nil)

func newServerAdapter() *serverAdapter {
	return &serverAdapter{Adapter{tool: serverTool, known: map[string]Capabilities{}}}
}

// Invocations splits work into starts of the server. All tests of a model with
// the same parameters share one start.
func (a *serverAdapter) Invocations(ctx context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	return a.planned(ctx, build, work, func(caps Capabilities) (out []engine.Invocation) {
		for part := range engine.Together(work) {
			out = append(out, serve(caps, build, part, opts))
		}
		return out
	})
}

// serve makes one start: the driver, with the command line of the server.
func serve(caps Capabilities, build bench.EngineBuild, work []engine.Work, opts engine.Options) engine.Invocation {
	job := work[0].Job
	flags, no := translateServer(caps, job.Params)
	if no != nil {
		return words.Refusal(work, no.failure(build))
	}
	request := engine.RequestOf(work, opts, "--backend", backendAsked(build, job))
	request.Program = slices.Concat(build.Prefix, []string{"-m", job.Model.Path}, alone(caps, job.Params.AtOnce()), flags, onGPU(job.Params, build), []string{"-c", strconv.Itoa(contextFor(work))})
	return engine.Invocation{
		Argv: engine.DriverArgs(ServerName, request.Args()), Ourselves: true, Env: environment(build, doorVariables, false),
		Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true, Parser: newServerParser(build, work),
	}
}

// alone are flags that make the server do what llama-bench does: one request at
// a time unless more were asked for, nothing from the network, no settings of
// its own choice, and no page for people. Builds have some of them.
func alone(caps Capabilities, slots int) []string {
	var argv []string
	for _, flag := range [][]string{
		{"-np", strconv.Itoa(slots)}, {"-fit", "off"}, {"--cache-ram", "0"}, {"--offline"}, {"--no-ui"}, {"--no-webui"}, {"--slots"}, {"-lv", "4"}, {"--log-colors", "off"},
	} {
		if caps.Has(flag[0]) && !(flag[0] == "--no-webui" && slices.Contains(argv, "--no-ui")) {
			argv = append(argv, flag...)
		}
	}
	return argv
}

// onGPU puts all layers on the GPU if there is one and nothing else was asked
// for, as llama-bench does.
func onGPU(params bench.Params, build bench.EngineBuild) []string {
	if _, asked := params["n_gpu_layers"]; asked || params["devices"] == "none" || len(build.Devices) == 0 {
		return nil
	}
	return []string{"-ngl", everyLayer}
}

// spare is the room in the context: prompts are a little longer than asked for
// until their length is aligned, and texts are sent before the first test, of at
// most 320 tokens in an odd vocabulary. The piece of a text (-text) among them also
// has the room of bench.TextPrompt. A context that is too short makes larger batches
// impossible.
var spare = bench.ContextSpare{Share: 8, Tokens: 320, Batch: true}

// contextFor is how many tokens the context of a server must hold for its tests.
// The server divides it among its slots.
func contextFor(work []engine.Work) int {
	most := 0
	for _, w := range work {
		most = max(most, w.Test.Context())
	}
	if work[0].Job.Params[bench.PromptText] != "" {
		most += bench.TextPrompt
	}
	params := work[0].Job.Params
	return spare.Length(most, params.LargestBatch()) * params.AtOnce()
}

// backendAsked is what a job computes on, as llama-bench would say it.
func backendAsked(build bench.EngineBuild, job *bench.Job) string {
	if job.Params["devices"] == "none" || len(build.Backends) == 0 {
		return "CPU"
	}
	return strings.Join(build.Backends, ",")
}
