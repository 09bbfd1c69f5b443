package ollama

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// sitting is the measurement of one model.
type sitting struct {
	at      place
	r       engine.Request
	options map[string]any // with which the model is loaded
	// keep is how long the model stays loaded after a request; nil leaves that to
	// the server. mine says that dragstrip loaded the model.
	keep   any
	mine   bool
	client *serving.Client
	say    func(engine.Line) error
	log    *settings // of a server of our own
}

// drive measures a server that is there already, or starts one, measures it and
// ends it.
func drive(ctx context.Context, args []string, say func(engine.Line) error) error {
	s, err := sittingOf(args, say)
	if err != nil {
		return err
	}
	if err := say(engine.Line{E: "load"}); err != nil {
		return err
	}
	if s.at.url != "" {
		return s.measure(ctx)
	}
	s.log = &settings{to: os.Stderr}
	own, err := begin(ctx, s.r.Program, nil, s.log)
	if err != nil {
		return notStarted(err)
	}
	defer own.End()
	s.at.url, s.at.host = "http://"+own.Host, own.Host
	return own.Explain(ctx, s.measure(ctx))
}

// sittingOf reads the driver's command line.
func sittingOf(args []string, say func(engine.Line) error) (*sitting, error) {
	r, err := engine.ParseRequest(args, "server", "option")
	if err != nil {
		return nil, err
	}
	s := &sitting{r: r, say: say, options: map[string]any{}}
	var prefix []string
	for i := 0; i+1 < len(r.Own); i += 2 {
		if r.Own[i] == "--server" {
			prefix = append(prefix, r.Own[i+1])
			continue
		}
		name, value, _ := strings.Cut(r.Own[i+1], "=")
		s.options[name] = valueOf(value)
	}
	s.at, err = placeOf(prefix)
	return s, err
}

// idleTime is how long a model stays loaded if dragstrip is killed and cannot
// unload it.
const idleTime = time.Minute

// measure loads the model, measures it, and unloads it if it was not there
// before.
func (s *sitting) measure(ctx context.Context) (err error) {
	if s.client, err = s.at.client(s.dialect()); err != nil {
		return err
	}
	asLoaded := false
	if s.log == nil {
		have, err := loaded(ctx, s.client)
		if err != nil {
			return err
		}
		if asLoaded, err = s.beside(have); err != nil {
			return err
		}
	}
	switch {
	case asLoaded:
	case s.at.keepAlive == "":
		s.keep, s.mine = fmt.Sprintf("%ds", int(idleTime.Seconds())+s.r.DelaySeconds), true
	default:
		s.keep = keepAlive(s.at.keepAlive)
	}
	defer s.unload()
	if err := s.load(ctx); err != nil {
		return err
	}
	b := serving.Bench{Server: asker{s.client}, Model: s.r.Model, Request: s.r, Say: s.say}
	if err := s.tell(ctx, &b.About, asLoaded); err != nil {
		return err
	}
	if err := b.Try(ctx); err != nil {
		return explained(err)
	}
	return explained(b.Measure(ctx))
}

// load loads the model by the shortest request. The server tells how long that
// took.
func (s *sitting) load(ctx context.Context) error {
	a, err := s.client.Ask(ctx, s.r.Model, serving.Wish{Prompt: "a", Tokens: 1})
	if err != nil {
		return explained(err)
	}
	return s.say(engine.Line{E: "loaded", NS: int64(a.Load)})
}

// keepAlive is a time as a request takes it: a number of seconds, or a text.
func keepAlive(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return text
}

// unloadTime is how long an unloading may take. dragstrip may be about to end.
const unloadTime = 1500 * time.Millisecond

// unload unloads what dragstrip has loaded, and waits until it is gone: the next
// start must not take it for the user's.
func (s *sitting) unload() {
	if !s.mine || s.log != nil { // a server of our own ends, too
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), unloadTime)
	defer cancel()
	if _, err := s.client.Post(ctx, "/api/generate", map[string]any{"model": s.r.Model, "keep_alive": 0}); err != nil {
		fmt.Fprintf(os.Stderr, "%s is not unloaded: %v; it unloads itself after %s\n", s.r.Model, err, idleTime)
		return
	}
	for ctx.Err() == nil {
		have, err := loaded(ctx, s.client)
		if err != nil || !has(have, s.r.Model) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func has(have []held, model string) bool {
	for _, h := range have {
		if h.Name == model {
			return true
		}
	}
	return false
}

// tell says which settings the server uses, as far as it tells.
func (s *sitting) tell(ctx context.Context, about *engine.Line, asLoaded bool) error {
	told := []bench.Told{{Name: "prompt", Value: "text without a template"}, {Name: "sampling", Value: "greedy (temperature 0), without penalties"}, {Name: "end token", Value: "cannot be ignored"}}
	if s.at.template {
		told[0].Value = "text in the model's template"
	}
	if asLoaded {
		told = append(told, bench.Told{Name: "loaded", Value: "by somebody else before; its settings are unchanged"})
	}
	have, err := loaded(ctx, s.client)
	if err != nil {
		return err
	}
	length := 0
	for _, h := range have {
		if h.Name != s.r.Model {
			continue
		}
		length = h.Context
		about.Backend = "CPU"
		switch {
		case h.OnGPU > 0 && h.OnGPU >= h.Size:
			about.Backend = "GPU"
			told = append(told, bench.Told{Name: "n_gpu_layers", Value: bench.ToldAll})
		case h.OnGPU > 0:
			about.Backend = "GPU"
			told = append(told, bench.Told{Name: "memory on the GPU", Value: bench.FormatBytes(h.OnGPU) + " of " + bench.FormatBytes(h.Size)})
		default:
			told = append(told, bench.Told{Name: "n_gpu_layers", Value: "0"})
		}
		if h.Context > 0 {
			told = append(told, bench.Told{Name: "context", Value: strconv.Itoa(h.Context)})
		}
	}
	if err := s.fits(ctx, length); err != nil {
		return err
	}
	if s.log != nil {
		more, backend := s.log.told()
		told = append(told, more...)
		if backend != "" {
			about.Backend = backend
		}
	}
	return s.say(engine.Line{E: "told", Told: told})
}
