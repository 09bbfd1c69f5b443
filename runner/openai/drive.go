package openai

import (
	"context"
	"slices"

	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// drive measures a server that is there already.
func drive(ctx context.Context, args []string, say func(engine.Line) error) error {
	r, err := engine.ParseRequest(args, "url", "key-env")
	if err != nil {
		return err
	}
	at, err := asked(r.Own)
	if err != nil {
		return err
	}
	client, err := at.client()
	if err != nil {
		return err
	}
	if err := say(engine.Line{E: "load"}); err != nil {
		return err
	}
	b := serving.Bench{Server: client, Model: r.Model, Request: r, Say: say}
	if err := b.Try(ctx); err != nil {
		return err
	}
	if err := say(engine.Line{E: "loaded"}); err != nil {
		return err
	}
	if err := say(engine.Line{E: "told", Told: slices.Concat(client.Told(), client.Settings(ctx, r.Model))}); err != nil {
		return err
	}
	return b.Measure(ctx)
}

// asked takes the server's address from the driver's own arguments.
func asked(own []string) (address, error) {
	var prefix []string
	for i := 0; i+1 < len(own); i += 2 {
		if own[i] == "--url" {
			prefix = append([]string{own[i+1]}, prefix...)
		} else {
			prefix = append(prefix, own[i], own[i+1])
		}
	}
	return parse(prefix)
}
