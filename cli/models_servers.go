package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/models"
)

// servedModel is a model that a running server serves, as it is printed in JSON.
type servedModel struct {
	Engine string `json:"engine"` // the name for --engine
	Served string `json:"served"`
	Name   string `json:"name"`
	Quant  string `json:"quant,omitempty"`
	// SizeBytes is what the server tells; it may count more than the tensors.
	SizeBytes int64 `json:"size_bytes,omitempty"`
	// Path is the model's file, if it is on this machine and can be read: the model
	// can then be measured with other engines, too.
	Path string `json:"path,omitempty"`
}

// listingTime limits how long servers are asked for their models.
const listingTime = 10 * time.Second

// servedHere lists what the running servers among builds serve. No server is
// started for that.
func (e *env) servedHere(ctx context.Context, builds []bench.EngineBuild) (all []servedModel) {
	ctx, cancel := context.WithTimeout(ctx, listingTime)
	defer cancel()
	for _, b := range builds {
		kind, known := e.kinds.Kind(b.Engine)
		if !known || kind.Served == nil || !b.IsServer() {
			continue
		}
		list, err := kind.Served(ctx, e.folders(), b)
		if err != nil {
			fmt.Fprintf(e.err, "the models of %s are not listed: %s\n", bench.Clean(b.Line()), bench.Clean(err.Error()))
			continue
		}
		for _, m := range list {
			one := servedModel{Engine: kind.Name, Served: m.Served, Name: m.Name, Quant: m.Quant, SizeBytes: m.SizeBytes}
			if f, err := models.Look(m.Path); m.Path != "" && !b.Traits.Elsewhere && err == nil {
				one.Path = f.Path
			}
			all = append(all, one)
		}
	}
	return all
}

// servedAs finds the model that a running server knows by the only name.
func (e *env) servedAs(ctx context.Context, names []string) (one servedModel, known bool) {
	if len(names) != 1 {
		return one, false
	}
	for _, m := range e.servedHere(ctx, e.findBuilds(ctx, e.engineVariable()).Builds) {
		if strings.EqualFold(m.Served, names[0]) {
			return m, true
		}
	}
	return one, false
}

// tellServed prints what running servers serve.
func (e *env) tellServed(all []servedModel) {
	for _, m := range all {
		where := "only on the server"
		if m.Path != "" {
			where = "its file: " + m.Path
		}
		fmt.Fprintf(e.out, "%s\n", bench.Clean(strings.TrimRight(fmt.Sprintf("%-40s %-10s %10s   --engine %s, %s", m.Served, m.Quant, bench.FormatBytes(m.SizeBytes), m.Engine, where), " ")))
	}
}
