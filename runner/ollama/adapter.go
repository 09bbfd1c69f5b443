package ollama

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/asking"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
	"dragstrip/runner/words"
)

type adapter struct{}

// Probe asks a server, or a program, for its version.
func (adapter) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	at, err := placeOf(b.Prefix)
	if err != nil {
		return b, err
	}
	b.Traits.Spare.Chosen = at.context
	if at.url == "" {
		b.Traits = ownTraits(b.Traits)
		b.Version, err = programVersion(ctx, at.program, b.Env)
		b.VersionText = strings.TrimSpace(b.Version + " started by dragstrip")
		return b, err
	}
	if len(b.Env) > 0 {
		return b, errors.New("a server that runs already cannot be given variables; name the program (--engine '" + strings.Join(b.Env, " ") + " /path/to/" + program + "'), and dragstrip starts a server with them")
	}
	client, err := at.client(nil)
	if err != nil {
		return b, err
	}
	b.Version, err = version(ctx, client)
	b.VersionText = strings.TrimSpace(b.Version + " at " + at.host)
	b.Traits.Elsewhere = at.isElsewhere(ctx)
	return b, err
}

var versionLine = lazyregexp.New(`(?m)\b(?:client version is|ollama version is) (\S+)`)

// nowhere is an address at which nothing listens. Asked for its version, the
// program also asks the server, which must not be disturbed.
const nowhere = "OLLAMA_HOST=127.0.0.1:1"

// programVersion asks the program for its version; "" if it does not know it.
func programVersion(ctx context.Context, path string, env []string) (string, error) {
	said, err := asking.Ask(ctx, asking.Question{Argv: []string{path, "--version"}, Env: append(slices.Clone(env), nowhere), Limit: 10 * time.Second, Bytes: 1000})
	if err != nil {
		return "", err
	}
	found := versionLine.FindStringSubmatch(said.Out + "\n" + said.Err)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case found == nil:
		return "", errors.New("it does not say that it is Ollama (" + program + " --version)")
	case found[1] == "0.0.0":
		return "", nil
	}
	return bench.CleanLine(found[1], 40), nil
}

// Invocations splits work into starts of the driver.
func (adapter) Invocations(ctx context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	at, err := placeOf(build.Prefix)
	if err != nil {
		return nil, err
	}
	port := 0
	if at.url != "" {
		port = serving.PortHere(ctx, at.url)
	}
	var out []engine.Invocation
	for part := range engine.Together(work) {
		inv := at.start(build, part, opts)
		inv.Port = port
		out = append(out, inv)
	}
	return out, nil
}

// start makes one start of the driver.
func (p place) start(build bench.EngineBuild, work []engine.Work, opts engine.Options) engine.Invocation {
	params := work[0].Job.Params
	if f, is := impossible(params); is && p.url == "" {
		return words.Refusal(work, f)
	}
	var own []string
	for _, word := range build.Prefix {
		own = append(own, "--server", word)
	}
	for _, option := range optionsFor(p, work) {
		own = append(own, "--option", option)
	}
	request, env := engine.RequestOf(work, opts, own...), build.Env
	if p.url == "" {
		request.Program = []string{p.program, serveVerb}
		env = slices.Concat(build.Env, variablesFor(params))
	}
	return engine.Invocation{
		Argv: engine.DriverArgs(Name, request.Args()), Ourselves: true, Env: env,
		Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true, Parser: driver.NewParser(build, work, p.manner(work[0].Job)),
	}
}

func (p place) manner(job *bench.Job) driver.Manner {
	m := driver.Manner{
		Title: title, Program: program, Gave: "Ollama could not be measured", Starting: "asking " + p.host, Rules: rules,
		Look: remedyLog, Memory: remedyMemory, Context: "use a smaller prompt (-p) or depth (-d)",
	}
	if p.url == "" {
		m.Starting = "starting " + program + " " + serveVerb
	}
	if len(job.LeftOut) > 0 {
		m.Doubts = []bench.Warning{{Code: "parameters_left_out", Text: "left out, because it cannot be given to this server: " + words.Bounded(bench.Clean(strings.Join(job.LeftOut, ", ")), 200)}}
	}
	return m
}
