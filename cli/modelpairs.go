package cli

import (
	"context"
	"path/filepath"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/models"
)

// companions are the conversions of one model for the other engine.
type companions struct {
	// Pair is the same for all conversions of a model that is there for both
	// engines.
	Pair string `json:"pair,omitempty"`
	// Others are those for the other engine, by path.
	Others []string `json:"pair_with,omitempty"`
	labels []string
}

// companionsOf finds for each model, by its path, those it can be measured
// against on the other engine.
func companionsOf(found []models.Found) map[string]companions {
	label := map[string]string{}
	for _, f := range found {
		label[f.Path] = f.Label()
	}
	all := map[string]companions{}
	note := func(id string, of, others []string) {
		c := companions{Pair: id, Others: others}
		for _, path := range others {
			c.labels = append(c.labels, label[path])
		}
		for _, path := range of {
			all[path] = c
		}
	}
	for _, p := range models.Pairs(found) {
		note(p.ID, p.GGUF, p.MLX)
		note(p.ID, p.MLX, p.GGUF)
	}
	return all
}

// companions of one model are looked for everywhere, and beside it.
func (e *env) companions(ctx context.Context, one models.Found, added string) companions {
	search := e.everywhere(added)
	search.Places = append(search.Places, models.Place{Name: "beside", Folder: filepath.Dir(one.Path)})
	found, _ := search.Find(ctx)
	for _, f := range found {
		if f.Path == one.Path {
			return companionsOf(found)[one.Path]
		}
	}
	return companionsOf(append(found, one))[one.Path]
}

// rows name the companions, the first few of them.
func (c companions) rows() [][2]string {
	const most = 4
	var rows [][2]string
	for i, path := range c.Others[:min(len(c.Others), most)] {
		name := ""
		if i == 0 {
			name = "pair"
		}
		rows = append(rows, [2]string{name, "the same model on both engines: " + bench.Clean(c.labels[i]) + ", " + bench.Clean(path)})
	}
	return rows
}

// pairing answers for the screens what the other engine has of a model, from
// what was found so far.
type pairing struct {
	mutex sync.Mutex
	found []models.Found
	known map[string]companions // nil: found has changed
}

func (p *pairing) reset() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.found, p.known = nil, nil
}

func (p *pairing) add(f models.Found) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.found, p.known = append(p.found, f), nil
}

// of gives the paths of the same model for the other engine.
func (p *pairing) of(path string) []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.known == nil {
		p.known = companionsOf(p.found)
	}
	return p.known[path].Others
}

// markPairs writes into the models of a plan which of them are one model for
// two engines, so that their results can be set side by side.
func markPairs(planned []bench.Model) {
	formats := map[string]bool{}
	var found []models.Found
	for _, m := range planned {
		formats[m.Format] = true
	}
	if len(formats) < 2 {
		return
	}
	for _, m := range planned {
		if f, err := models.Look(m.Path); err == nil {
			found = append(found, f)
		}
	}
	for _, p := range models.Pairs(found) {
		for i := range planned {
			if path := planned[i].Path; slices.Contains(p.GGUF, path) || slices.Contains(p.MLX, path) {
				planned[i].Origin = p.ID
			}
		}
	}
}
