package lmstudio

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
	"dragstrip/runner/words"
)

type adapter struct{ folders engine.Folders }

// Probe asks the server for its models, to see that it is LM Studio, and which
// interface it has.
func (adapter) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	at, err := placeOf(b.Prefix)
	if err != nil {
		return b, err
	}
	s := &server{}
	if s.Client, err = at.client(nil, 0); err != nil {
		return b, err
	}
	if _, err := s.models(ctx); err != nil {
		return b, at.wantsKey(err)
	}
	b.VersionText = "at " + at.host
	b.Traits.Elsewhere = serving.PortHere(ctx, at.url) == 0
	if s.old {
		b.Traits.Takes = []bench.Taken{} // v0 cannot load a model with settings
	}
	return b, nil
}

// Invocations splits work into starts of the driver.
func (a adapter) Invocations(ctx context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	at, err := placeOf(build.Prefix)
	if err != nil {
		return nil, err
	}
	port := serving.PortHere(ctx, at.url)
	var out []engine.Invocation
	for part := range engine.Together(work) {
		draft, no := a.draftFor(ctx, build, part[0].Job)
		if no != nil {
			out = append(out, words.Refusal(part, *no))
			continue
		}
		inv := at.start(build, part, draft, opts)
		inv.Port = port
		out = append(out, inv)
	}
	return out, nil
}

// start makes one start of the driver. The server is there already. draft are the
// settings of draftFor.
func (p place) start(build bench.EngineBuild, work []engine.Work, draft []string, opts engine.Options) engine.Invocation {
	var own []string
	for _, word := range p.words() {
		own = append(own, "--server", word)
	}
	job := work[0].Job
	for _, setting := range append(settingsFor(work), draft...) {
		own = append(own, "--set", setting)
	}
	m := driver.Manner{
		Title: title, Program: "the driver", Gave: "LM Studio could not be measured", Starting: "asking " + p.host,
		Look: "see LM Studio's own log", Memory: "choose a smaller model or quantization", Context: "use a smaller prompt (-p) or depth (-d)",
	}
	if len(job.LeftOut) > 0 {
		m.Doubts = []bench.Warning{{
			Code: "parameters_left_out", Text: "left out, because LM Studio cannot be given it: " + words.Bounded(bench.Clean(strings.Join(job.LeftOut, ", ")), 200),
		}}
	}
	return engine.Invocation{
		Argv: engine.DriverArgs(Name, engine.RequestOf(work, opts, own...).Args()), Ourselves: true, Env: build.Env,
		Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true, Parser: driver.NewParser(build, work, m),
	}
}

// settingsFor are the settings with which the model is loaded, as KEY=VALUE.
func settingsFor(work []engine.Work) []string {
	params := work[0].Job.Params
	out := []string{"context=" + strconv.Itoa(serving.ContextFor(work, params.AtOnce()))}
	for _, t := range taken {
		if value, asked := params[t.Key]; asked {
			out = append(out, t.Key+"="+value)
		}
	}
	return out
}

// configOf reads the settings of settingsFor.
func configOf(set []string) (c config) {
	c.Context = new(int)
	for _, one := range set {
		key, value, _ := strings.Cut(one, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "context":
			c.Context = &n
		case "n_batch":
			c.Batch = &n
		case "flash_attn":
			c.Flash = ptr(value == "on")
		case "no_kv_offload":
			c.KVOnGPU = ptr(value == "0")
		}
	}
	return c
}

func ptr[T any](value T) *T { return &value }
