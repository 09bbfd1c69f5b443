package serving

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
)

// mostModels is how many models of a server are listed at most.
const mostModels = 1000

// without are the statuses with which servers answer that have no list.
var without = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}

// listed is one model in a server's list. Most servers tell only the ID.
type listed struct {
	ID   string `json:"id"`
	Meta struct {
		Params  int64  `json:"n_params"`
		Size    int64  `json:"size"`
		Quant   string `json:"ftype"`
		Context int    `json:"n_ctx"`
	} `json:"meta"`
	MaxLength int `json:"max_model_len"`
}

// errUnlisted is the error for a server that answers, but has no list of models.
var errUnlisted = errors.New("the server does not list its models")

// IsUnlisted tells whether an error of Models means that the server has no list.
func IsUnlisted(err error) bool { return errors.Is(err, errUnlisted) }

// Models lists the models that the server serves. Some servers also tell the
// size of a model.
func (c *Client) Models(ctx context.Context) ([]bench.Model, error) {
	list, err := c.list(ctx)
	if err != nil {
		return nil, err
	}
	var out []bench.Model
	for _, m := range list {
		if m.ID == "" || bench.CleanLine(m.ID, bench.MaxServedName) != m.ID || len(out) >= mostModels {
			continue // a plan cannot hold such a name
		}
		out = append(out, bench.Model{
			Name: nameOf(m.ID), Served: m.ID, ParamCount: max(m.Meta.Params, 0), SizeBytes: max(m.Meta.Size, 0), Quant: bench.CleanLine(m.Meta.Quant, 40),
		})
	}
	return out, nil
}

// nameOf is the name of a model for people. Some servers use the path of the
// model's file or folder as its name.
func nameOf(id string) string {
	slashed := strings.ReplaceAll(id, `\`, "/")
	if !strings.HasPrefix(slashed, "/") && !strings.HasPrefix(slashed, "./") && !(len(slashed) > 2 && slashed[1] == ':' && slashed[2] == '/') {
		return id
	}
	return strings.TrimSuffix(path.Base(slashed), ".gguf")
}

// Settings are what the server's list tells about a model.
func (c *Client) Settings(ctx context.Context, model string) []bench.Told {
	list, err := c.list(ctx)
	if err != nil {
		return nil
	}
	for _, m := range list {
		if n := max(m.Meta.Context, m.MaxLength); m.ID == model && n > 0 {
			return []bench.Told{{Name: "context", Value: strconv.Itoa(n)}}
		}
	}
	return nil
}

func (c *Client) list(ctx context.Context) ([]listed, error) {
	body, status, err := c.loaded(ctx, c.server.URL+"/models")
	switch absent := slices.Contains(without, status) && !isMarkup(body); {
	case absent, err == nil && len(bytes.TrimSpace(body)) == 0:
		return nil, errUnlisted
	case err != nil:
		return nil, err
	}
	var list struct {
		Data []listed `json:"data"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, isNoList(body)
	}
	if len(list.Data) == 0 {
		return nil, errUnlisted
	}
	return list.Data, nil
}

// loadingPause is the time between two questions whether a server has loaded its
// model.
const loadingPause = 250 * time.Millisecond

// loaded asks for an address of the server, and waits while the server says that
// it is not ready. A web page with that status is from a proxy without a server.
func (c *Client) loaded(ctx context.Context, address string) (body []byte, status int, err error) {
	for began := time.Now(); ; {
		body, status, err = c.at(ctx, http.MethodGet, address, nil)
		left := c.limits.Loading - time.Since(began) // some servers take their time to say so
		if status != http.StatusServiceUnavailable || isMarkup(body) || left <= 0 || !rest(ctx, min(loadingPause, left)) {
			return body, status, err
		}
	}
}
