package lmstudio

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// Times for questions about the server.
const (
	askTime    = 5 * time.Second
	loadTime   = 30 * time.Minute
	unloadTime = 1500 * time.Millisecond // dragstrip may be about to end
)

// model is a model that a server can load, in either interface.
type model struct {
	Name, Title, Type, Publisher, Arch, Quant, Format string
	Bytes                                             int64
	Instances                                         []instance
}

// instance is a model in memory.
type instance struct {
	ID     string
	Config config
}

// config are the settings of a loaded model; a nil field was not told.
type config struct {
	Context      *int  `json:"context_length,omitempty"`
	Batch        *int  `json:"eval_batch_size,omitempty"`
	Flash        *bool `json:"flash_attention,omitempty"`
	KVOnGPU      *bool `json:"offload_kv_cache_to_gpu,omitempty"`
	ParallelMost *int  `json:"parallel,omitempty"`
}

func (m *model) loaded() bool { return len(m.Instances) > 0 }

// generates tells whether the model writes text.
func (m *model) generates() bool { return m.Type == "llm" || m.Type == "vlm" }

// server is a server whose interface is known.
type server struct {
	*serving.Client
	old bool // v0
}

var errOther = errors.New("something answers at this address, but it is not LM Studio; name the right one: " + Name + "=" + usualAddress)

// models lists the models, and finds out which interface the server has.
func (s *server) models(ctx context.Context) ([]model, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	if !s.old {
		list, err := s.modelsV1(ctx)
		if err == nil {
			return list, nil
		}
		var said engine.DriverError
		if errors.As(err, &said) && said.Code != bench.FailServer { // no connection
			return nil, err
		}
		old, errOld := s.modelsV0(ctx)
		switch {
		case serving.IsElse(err) && serving.IsElse(errOld):
			return nil, errOther
		case errOld != nil:
			return nil, err
		}
		s.old = true
		return old, nil
	}
	return s.modelsV0(ctx)
}

func (s *server) modelsV1(ctx context.Context) ([]model, error) {
	body, err := s.Get(ctx, "/api/v1/models")
	if err != nil {
		return nil, err
	}
	var answer struct {
		Models []struct {
			Type, Publisher, Key, Architecture, Format string
			Title                                      string `json:"display_name"`
			Quantization                               struct{ Name string }
			Bytes                                      int64      `json:"size_bytes"`
			Instances                                  []instance `json:"loaded_instances"`
		}
	}
	if json.Unmarshal(body, &answer) != nil || answer.Models == nil {
		return nil, errOther
	}
	var list []model
	for _, m := range answer.Models {
		list = append(list, model{
			Name: m.Key, Title: m.Title, Type: m.Type, Publisher: m.Publisher, Arch: m.Architecture, Quant: m.Quantization.Name, Format: m.Format,
			Bytes: m.Bytes, Instances: m.Instances,
		})
	}
	return list, nil
}

func (s *server) modelsV0(ctx context.Context) ([]model, error) {
	body, err := s.Get(ctx, "/api/v0/models")
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data []struct {
			ID, Type, Publisher, Arch, Quantization, State string
			Format                                         string `json:"compatibility_type"`
			Context                                        *int   `json:"loaded_context_length"`
		}
	}
	if json.Unmarshal(body, &answer) != nil || answer.Data == nil {
		return nil, errOther
	}
	var list []model
	for _, m := range answer.Data {
		one := model{Name: m.ID, Type: m.Type, Publisher: m.Publisher, Arch: m.Arch, Quant: m.Quantization, Format: m.Format}
		if m.State == "loaded" {
			one.Instances = []instance{{ID: m.ID, Config: config{Context: m.Context}}}
		}
		list = append(list, one)
	}
	return list, nil
}

// load loads a model with settings. It says which instance that is, and how many
// seconds it took.
func (s *server) load(ctx context.Context, name string, with config) (id string, seconds float64, err error) {
	fields := map[string]any{"model": name}
	for _, f := range []struct {
		name  string
		value any
		given bool
	}{
		{"context_length", with.Context, with.Context != nil},
		{"eval_batch_size", with.Batch, with.Batch != nil},
		{"flash_attention", with.Flash, with.Flash != nil},
		{"offload_kv_cache_to_gpu", with.KVOnGPU, with.KVOnGPU != nil},
	} {
		if f.given {
			fields[f.name] = f.value
		}
	}
	body, err := s.Post(ctx, "/api/v1/models/load", fields)
	if refusedFields(err) { // older builds take the settings inside another object
		body, err = s.Post(ctx, "/api/v1/models/load", map[string]any{"model": name, "config": with})
	}
	if err != nil {
		return "", 0, err
	}
	var answer struct {
		Instance string  `json:"model_instance_id"`
		ID       string  `json:"instance_id"`
		Seconds  float64 `json:"load_time_seconds"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.Instance+answer.ID == "" {
		return "", 0, errOther
	}
	if answer.Instance == "" {
		answer.Instance = answer.ID
	}
	return answer.Instance, answer.Seconds, nil
}

func (s *server) unload(ctx context.Context, id string) error {
	_, err := s.Post(ctx, "/api/v1/models/unload", map[string]any{"instance_id": id})
	return err
}
