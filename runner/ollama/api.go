package ollama

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/serving"
)

// askTime limits one question about a server.
const askTime = 5 * time.Second

// ask asks for a document of a server.
func ask(ctx context.Context, c *serving.Client, path string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	body, err := c.Get(ctx, path)
	switch {
	case serving.IsElse(err):
		return errNotOllama
	case err != nil:
		return err
	}
	if json.Unmarshal(body, into) != nil {
		return errNotOllama
	}
	return nil
}

var errNotOllama = errors.New("something answers at this address, but it is not Ollama; name the right one: " + Name + "=http://HOST:" + usualPort)

// version is the version of a server; "" if it does not know it, which happens
// with builds that people make themselves.
func version(ctx context.Context, c *serving.Client) (string, error) {
	var answer struct{ Version string }
	err := ask(ctx, c, "/api/version", &answer)
	switch {
	case err != nil:
		return "", err
	case answer.Version == "":
		return "", errNotOllama
	case answer.Version == "0.0.0":
		return "", nil
	}
	return bench.CleanLine(answer.Version, 40), nil
}

// held is a model that a server has in memory.
type held struct {
	Name      string
	Size      int64
	OnGPU     int64 `json:"size_vram"`
	Context   int   `json:"context_length"`
	ExpiresAt time.Time
}

// loaded lists the models that a server has in memory.
func loaded(ctx context.Context, c *serving.Client) ([]held, error) {
	var answer struct{ Models []held }
	err := ask(ctx, c, "/api/ps", &answer)
	return answer.Models, err
}

// tag is a model that a server can load.
type tag struct {
	Name    string
	Size    int64
	Remote  string `json:"remote_host"`
	Details struct {
		Quant string `json:"quantization_level"`
	}
}

func tags(ctx context.Context, c *serving.Client) ([]tag, error) {
	var answer struct{ Models []tag }
	err := ask(ctx, c, "/api/tags", &answer)
	return answer.Models, err
}

// shown is what a server tells about one model.
type shown struct {
	Modelfile    string
	Info         map[string]any `json:"model_info"`
	Capabilities []string
}

func show(ctx context.Context, c *serving.Client, name string) (s shown, err error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	body, err := c.Post(ctx, "/api/show", map[string]any{"model": name})
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(body, &s)
}

// count is a number of the model's facts; 0 if it is not told.
func (s shown) count(key string) int64 {
	n, _ := s.Info[key].(float64)
	return int64(n)
}

func (s shown) text(key string) string {
	text, _ := s.Info[key].(string)
	return text
}
