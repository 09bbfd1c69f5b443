package openai

import (
	"context"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
	"dragstrip/runner/words"
)

type adapter struct{}

// Probe asks the server for its models, to see that it answers. A server without
// a list of models answers with an error, which is an answer, too.
func (adapter) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	at, err := parse(b.Prefix)
	if err != nil {
		return b, err
	}
	client, err := at.client()
	if err != nil {
		return b, err
	}
	if _, err := client.Models(ctx); err != nil && !serving.IsUnlisted(err) {
		return b, err
	}
	b.VersionText = "at " + at.host
	b.Traits.Elsewhere = serving.PortHere(ctx, at.url) == 0
	return b, nil
}

// Invocations splits work into starts of the driver.
func (adapter) Invocations(ctx context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	at, err := parse(build.Prefix)
	if err != nil {
		return nil, err
	}
	port := serving.PortHere(ctx, at.url)
	var out []engine.Invocation
	for part := range engine.Together(work) {
		inv := at.start(build, part, opts)
		inv.Port = port
		out = append(out, inv)
	}
	return out, nil
}

// start makes one start of the driver. The server is there already.
func (a address) start(build bench.EngineBuild, work []engine.Work, opts engine.Options) engine.Invocation {
	own := []string{"--url", a.url}
	if a.keyEnv != "" {
		own = append(own, keyEnv, a.keyEnv)
	}
	m := driver.Manner{
		Title: "the server", Program: "the driver", Gave: "the server could not be measured", Starting: "asking " + a.host,
		Look: "see the server's own log", Memory: "see the server's own log", Context: "give the server a larger context, or use a smaller prompt (-p) or depth (-d)",
	}
	if left := work[0].Job.LeftOut; len(left) > 0 {
		m.Doubts = []bench.Warning{{
			Code: "unverified", Text: "dragstrip cannot give this server settings, and does not see whether it uses " + words.Bounded(bench.Clean(strings.Join(left, ", ")), 200),
			Remedy: "leave the setting out, or measure with an engine that takes it",
		}}
	}
	return engine.Invocation{
		Argv: engine.DriverArgs(Name, engine.RequestOf(work, opts, own...).Args()), Ourselves: true, Env: build.Env,
		Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true, Parser: driver.NewParser(build, work, m),
	}
}
