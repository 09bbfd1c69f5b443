package models

import (
	"slices"
	"sync"

	"dragstrip/bench"
)

// Companions are the conversions of the same model for the other engine.
type Companions struct {
	// Pair has the same value for all conversions of a model that exists for
	// both engines.
	Pair string `json:"pair,omitempty"`
	// Others are the paths of the conversions for the other engine.
	Others []string `json:"pair_with,omitempty"`
	// Labels are the names of Others, in the same order.
	Labels []string `json:"-"`
}

// CompanionsOf finds the models of the other engine that each model can be
// compared with. The keys are the paths of the models.
func CompanionsOf(found []Found) map[string]Companions {
	label := map[string]string{}
	for _, f := range found {
		label[f.Path] = f.Label()
	}
	all := map[string]Companions{}
	note := func(id string, of, others []string) {
		c := Companions{Pair: id, Others: others}
		for _, path := range others {
			c.Labels = append(c.Labels, label[path])
		}
		for _, path := range of {
			all[path] = c
		}
	}
	for _, p := range Pairs(found) {
		note(p.ID, p.GGUF, p.MLX)
		note(p.ID, p.MLX, p.GGUF)
	}
	return all
}

// Pairing answers which models of the other engine belong to a model. It can be
// asked while a search is running. It then answers from the models that were
// found so far.
type Pairing struct {
	mutex sync.Mutex
	found []Found
	known map[string]Companions // nil if found has changed
}

// Reset forgets what was found.
func (p *Pairing) Reset() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.found, p.known = nil, nil
}

// Add adds one model.
func (p *Pairing) Add(f Found) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.found, p.known = append(p.found, f), nil
}

// Of gives the paths of the same model for the other engine.
func (p *Pairing) Of(path string) []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.known == nil {
		p.known = CompanionsOf(p.found)
	}
	return p.known[path].Others
}

// MarkPairs marks the models of a plan that are one model for two engines, so
// that their results can be shown side by side. A served model has no file to
// compare and gets no mark.
func MarkPairs(planned []bench.Model) {
	formats := map[string]bool{}
	var found []Found
	for _, m := range planned {
		formats[m.Format] = true
	}
	if len(formats) < 2 {
		return
	}
	for _, m := range planned {
		if m.Path == "" { // "" would mean the current folder
			continue
		}
		if f, err := Look(m.Path); err == nil {
			found = append(found, f)
		}
	}
	for _, p := range Pairs(found) {
		for i := range planned {
			if path := planned[i].Path; slices.Contains(p.GGUF, path) || slices.Contains(p.MLX, path) {
				planned[i].Origin = p.ID
			}
		}
	}
}
