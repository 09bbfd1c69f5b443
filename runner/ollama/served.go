package ollama

import (
	"context"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// mostModels is how many models of a server are listed at most.
const mostModels = 500

// served lists the models of a server. A server that must be started for that
// ends again.
func served(ctx context.Context, _ engine.Folders, b bench.EngineBuild) ([]bench.Model, error) {
	at, err := placeOf(b.Prefix)
	if err != nil {
		return nil, err
	}
	here := at.url == "" || serving.PortHere(ctx, at.url) != 0
	if at.url == "" {
		own, err := begin(ctx, []string{at.program, serveVerb}, b.Env, nil)
		if err != nil {
			return nil, notStarted(err)
		}
		defer own.End()
		at.url = "http://" + own.Host
	}
	client, err := at.client(nil)
	if err != nil {
		return nil, err
	}
	return listed(ctx, client, here)
}

// listed asks a server for its models, and for the file of each. Models that
// another machine computes, and those that generate no text, are left out. here
// tells whether the server is on this machine, so that the files may be, too.
func listed(ctx context.Context, c *serving.Client, here bool) ([]bench.Model, error) {
	all, err := tags(ctx, c)
	if err != nil {
		return nil, err
	}
	var out []bench.Model
	for _, t := range all[:min(len(all), mostModels)] {
		if t.Remote != "" || t.Name == "" || bench.CleanLine(t.Name, bench.MaxServedName) != t.Name {
			continue
		}
		m := bench.Model{Name: strings.TrimSuffix(t.Name, ":latest"), Served: t.Name, SizeBytes: max(t.Size, 0), Quant: bench.CleanLine(t.Details.Quant, 40)}
		if s, err := show(ctx, c, t.Name); err == nil {
			if len(s.Capabilities) > 0 && !slices.Contains(s.Capabilities, "completion") {
				continue
			}
			from := readModelfile(s.Modelfile)
			m.Files = from.weights()
			if m.Arch = bench.CleanLine(s.text("general.architecture"), 40); here {
				m.Path = from.file()
			}
			m.ParamCount, m.LayerCount = max(s.count("general.parameter_count"), 0), int(max(s.count(m.Arch+".block_count"), 0))
		}
		out = append(out, m)
	}
	return out, ctx.Err()
}
