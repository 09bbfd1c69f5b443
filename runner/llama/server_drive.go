package llama

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// driveServer starts llama-server, measures it and ends it.
func driveServer(ctx context.Context, args []string, say func(engine.Line) error) error {
	r, err := engine.ParseRequest(args, "backend")
	if err != nil {
		return err
	}
	backend := r.Own[len(r.Own)-1]
	if err := say(engine.Line{E: "load"}); err != nil {
		return err
	}
	own, err := serving.Begin(ctx, serving.Program{
		Title: serverProgram, Argv: r.Program, Ready: "/health", Log: os.Stderr,
		Listen: func(host, port string) []string { return []string{"--host", host, "--port", port} },
	})
	if err != nil {
		return err
	}
	defer own.End()
	if err := say(engine.Line{E: "loaded", NS: int64(own.Took)}); err != nil {
		return err
	}
	return own.Explain(ctx, measureServer(ctx, own, r, backend, say))
}

// newClient makes a client that uses what llama-server can do besides the common
// form: it takes prompts from no cache, and tells counts and progress.
func newClient(host string) (*serving.Client, error) {
	return serving.New(serving.Server{
		URL: "http://" + host + "/v1",
		Fields: func(reuse bool) map[string]any {
			return map[string]any{"cache_prompt": reuse, "timings_per_token": true, "return_progress": true}
		},
	})
}

func measureServer(ctx context.Context, own *serving.Own, r engine.Request, backend string, say func(engine.Line) error) error {
	client, err := newClient(own.Host)
	if err != nil {
		return err
	}
	about := engine.Line{Backend: backend}
	told, slots := settings(ctx, client, &about)
	if err := say(engine.Line{E: "told", Told: told}); err != nil {
		return err
	}
	if slots > 0 && slots < r.AtOnce {
		return fewSlots(slots, r.AtOnce)
	}
	b := serving.Bench{Server: client, Model: serverProgram, Request: r, Say: say, About: about, Count: counter(client)}
	if err := b.Try(ctx); err != nil {
		return err
	}
	return b.Measure(ctx)
}

// counter counts the tokens of a prompt as the server does, with those that the
// server adds.
func counter(client *serving.Client) func(ctx context.Context, prompt string) (int, error) {
	return func(ctx context.Context, prompt string) (int, error) {
		var answer struct {
			Tokens []int `json:"tokens"`
		}
		body, err := client.Post(ctx, "/tokenize", map[string]any{"content": prompt, "add_special": true})
		if err != nil {
			return 0, err
		}
		err = json.Unmarshal(body, &answer)
		return len(answer.Tokens), err
	}
}

func fewSlots(slots, requests int) error {
	return engine.DriverError{
		Code: bench.FailServer, Reason: fmt.Sprintf("llama-server works on %d requests at once at most, and %d were asked for", slots, requests),
		Remedy: "use a smaller --concurrency, or another build of llama.cpp",
	}
}

// settings asks the server for its settings and for the model, and returns the
// settings and the number of slots. Older builds do not answer everything.
func settings(ctx context.Context, client *serving.Client, about *engine.Line) (told []bench.Told, slots int) {
	told = []bench.Told{
		{Name: "prompt", Value: "text without a template"},
		{Name: "sampling", Value: "greedy (temperature 0)"},
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var props struct {
		Slots    int    `json:"total_slots"`
		Type     string `json:"model_ftype"`
		Settings struct {
			Context int `json:"n_ctx"`
		} `json:"default_generation_settings"`
	}
	if body, err := client.Get(ctx, "/props"); err == nil && json.Unmarshal(body, &props) == nil {
		about.ModelType = props.Type
		for _, count := range []struct {
			name string
			n    int
		}{{"slots", props.Slots}, {"context", props.Settings.Context}} {
			if count.n > 0 {
				told = append(told, bench.Told{Name: count.name, Value: strconv.Itoa(count.n)})
			}
		}
	}
	var models struct {
		List []struct {
			Meta struct {
				Size int64 `json:"size"`
			} `json:"meta"`
		} `json:"data"`
	}
	if body, err := client.Get(ctx, "/v1/models"); err == nil && json.Unmarshal(body, &models) == nil && len(models.List) > 0 {
		about.ModelBytes = models.List[0].Meta.Size
	}
	return told, props.Slots
}
