package openai

import (
	"context"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// Kind returns all that dragstrip must know about a server that speaks OpenAI's
// form.
func Kind() *engine.Kind {
	return &engine.Kind{
		Name: Name, Short: Name, Addressed: "http://127.0.0.1:8000/v1",
		Build: "the address of a server that speaks OpenAI's form",
		Traits: bench.Traits{
			Title: "the server", Serves: true, Takes: []bench.Taken{}, Together: true,
			Fair: bench.Fairness{
				KV: "not told by the server", Attention: "not told by the server",
				Timing: "dragstrip timed the server through its network interface: a prompt until the first token arrives, a generation from the first token to the last. That includes sampling, the text of each token and HTTP. Settings are those that the server was started with",
			},
		},
		Finder:  finder{},
		Adapter: func(engine.Folders) engine.Adapter { return adapter{} },
		Served:  served,
		Drive:   drive,
	}
}

// served lists the models of a server. Some servers have no list; then any name
// may be one.
func served(ctx context.Context, _ engine.Folders, b bench.EngineBuild) ([]bench.Model, error) {
	at, err := parse(b.Prefix)
	if err != nil {
		return nil, err
	}
	client, err := at.client()
	if err != nil {
		return nil, err
	}
	list, err := client.Models(ctx)
	if serving.IsUnlisted(err) {
		return nil, nil
	}
	return list, err
}
