package mlx

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// served is the name under which the server knows the model that it was started
// with. Every other name would be looked up on the network.
const served = "default_model"

// errUseless ends requests to a server that can answer none any more.
var errUseless = errors.New("the server can answer no request")

// driveServer starts mlx_lm.server, measures it and ends it.
func driveServer(ctx context.Context, args []string, say func(engine.Line) error) error {
	r, err := engine.ParseRequest(args, "backend")
	if err != nil {
		return err
	}
	if err := say(engine.Line{E: "load"}); err != nil {
		return err
	}
	requests, give := context.WithCancelCause(ctx)
	defer give(nil)
	log := newServerLog(os.Stderr, func() { give(errUseless) })
	own, err := serving.Begin(requests, serving.Program{
		Title: Server, Argv: r.Program, Ready: "/health", Log: log,
		Listen: func(host, port string) []string { return []string{"--host", host, "--port", port} },
	})
	if err == nil {
		defer own.End()
		err = own.Explain(requests, measureServer(requests, own, r, log, say))
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	return explained(err, requests, log)
}

// settles is how long the server may take to print an error to its end. Python
// prints an error after those that led to it.
const settles = 300 * time.Millisecond

// explained finds the server's own words for an error. The rules for failures
// then say what they mean.
func explained(err error, requests context.Context, log *serverLog) error {
	if errors.Is(context.Cause(requests), errUseless) {
		time.Sleep(settles)
	}
	if said := log.said(); said != "" {
		return errors.New(said)
	}
	// The server answers any error of a request with this status.
	var of engine.DriverError
	if errors.As(err, &of) {
		if _, said, found := strings.Cut(of.Reason, "(status 404: "); found {
			return errors.New(strings.TrimSuffix(said, ")"))
		}
	}
	return err
}

func measureServer(ctx context.Context, own *serving.Own, r engine.Request, log *serverLog, say func(engine.Line) error) error {
	client, err := serving.New(serving.Server{URL: "http://" + own.Host + "/v1", Dialect: &serving.Dialect{Path: "/completions", Fields: fields, Read: serving.ReadCommon, Sign: progressIn}})
	if err != nil {
		return err
	}
	// The server says that it is ready before it has loaded the model. So its
	// first answer shows when it has.
	began := time.Now()
	if _, err := client.Ask(ctx, served, serving.Wish{Prompt: "ready?", Tokens: 1}); err != nil {
		return err
	}
	log.setLoaded()
	if err := say(engine.Line{E: "loaded", NS: int64(own.Took + time.Since(began))}); err != nil {
		return err
	}
	b := serving.Bench{
		Server: client, Model: served, Request: r, Say: say,
		About: engine.Line{Backend: r.Own[len(r.Own)-1]},
	}
	if err := b.Try(ctx); err != nil {
		return err
	}
	told := []bench.Told{{Name: "prompt", Value: "text without a template"}, {Name: "sampling", Value: "greedy (temperature 0), as asked for"}, {Name: "end token", Value: "cannot be ignored"}}
	if err := say(engine.Line{E: "told", Told: told}); err != nil {
		return err
	}
	return b.Measure(ctx)
}

// fields are those of a request. There is no seed: with one, the server would
// answer one request after the other.
func fields(model string, w serving.Wish) map[string]any {
	return map[string]any{
		"model": model, "prompt": w.Prompt, "max_tokens": w.Tokens, "stream": true, "temperature": 0, "stream_options": map[string]any{"include_usage": true},
	}
}

// progressIn reads how many tokens of a prompt are done, in a comment between the
// events of an answer: ": keepalive 2048/3000".
func progressIn(line []byte) (p serving.Piece, ok bool) {
	rest, found := bytes.CutPrefix(line, []byte(": keepalive "))
	if !found {
		return p, false
	}
	done, _, _ := bytes.Cut(rest, []byte("/"))
	processed, err := strconv.Atoi(string(done))
	return serving.Piece{InPrompt: true, Processed: processed}, err == nil
}
