package planning

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// NamedModels reads --model: NAME=PATH, or PATH if there is only one model. The
// result is for ModelsHere.Named.
func NamedModels(old *bench.Session, texts []string, exists func(path string) bool, quote func(string) string) (map[string]string, error) {
	var all []bench.Model
	for _, j := range old.Jobs {
		if !slices.ContainsFunc(all, func(m bench.Model) bool { return modelKey(m) == modelKey(j.Model) }) {
			all = append(all, j.Model)
		}
	}
	out := map[string]string{}
	for _, text := range texts {
		if len(all) == 1 && exists(text) {
			out[modelKey(all[0])] = text
			continue
		}
		m, path, err := namedModel(all, text, quote)
		if err != nil {
			return nil, err
		}
		out[modelKey(m)] = path
	}
	return out, nil
}

// namedModel is the model of the plan that NAME=PATH means, and its path.
func namedModel(all []bench.Model, text string, quote func(string) string) (bench.Model, string, error) {
	names, says := make([][]string, len(all)), make([]string, len(all))
	for i, m := range all {
		names[i], says[i] = []string{m.Label(), m.Name, filepath.Base(m.Path)}, quote(m.Label()+"=PATH")
	}
	// Either half may itself contain a =.
	list := naming.New(names)
	for at, r := range text {
		if r != '=' {
			continue
		}
		if hits, _ := list.Find(text[:at]); len(hits) == 1 {
			return all[hits[0]], text[at+1:], nil
		}
	}
	return bench.Model{}, "", mistake("--model %q names no model of the plan; say --model %s", bench.Clean(text), bench.Clean(strings.Join(says, " or ")))
}

// takeModels finds each model of the plan.
func (a *Again) takeModels() (map[string]bench.Model, error) {
	out := map[string]bench.Model{}
	for _, j := range a.Old.Jobs {
		key := modelKey(j.Model)
		if _, done := out[key]; done {
			continue
		}
		m, err := a.takeModel(j.Model, a.Models.Named[key])
		if err != nil {
			return nil, err
		}
		// The same file keeps the name that it had in the old session, so that
		// the rows of both sessions are compared.
		if m.Quant == j.Model.Quant && m.StandIn == j.Model.StandIn {
			m.Name = bench.Clean(j.Model.Name)
		}
		out[key] = m
	}
	return out, nil
}

// takeModel finds the file that was measured: where the user says, where it
// was, or anywhere on this machine.
func (a *Again) takeModel(m bench.Model, named string) (bench.Model, error) {
	if m.Served != "" && named == "" {
		a.note("%s is served by name (%s): dragstrip cannot tell whether it is the same model as before", m.Label(), m.Served)
		return m, nil
	}
	if named != "" {
		found, err := a.Models.Open(named)
		if err != nil {
			return bench.Model{}, err
		}
		if what := a.otherFile(m, found); what != "" {
			a.doubt("%s: %s", m.Label(), what)
		}
		return found, nil
	}
	best := &closest{again: a, want: m}
	for _, path := range a.Models.Nearby(m) {
		if found, err := a.Models.Open(path); err == nil && (filepath.IsAbs(m.Path) || mayBe(m, found)) && best.is(found) {
			return found, nil
		}
	}
	everywhere, err := a.Models.Everywhere()
	if err != nil {
		return bench.Model{}, err
	}
	for _, found := range everywhere {
		if found.Path != m.Path && mayBe(m, found) && best.is(found) {
			return found, nil
		}
	}
	if best.model.Path == "" {
		return bench.Model{}, fmt.Errorf("%s is not on this machine; %s --model %s", bench.Clean(fileFacts(m)), a.wayTo(m), a.Models.Quote(bench.Clean(m.Label())+"=PATH"))
	}
	a.doubt("%s: %s (--model %s names another file)", m.Label(), best.differs, a.Models.Quote(m.Label()+"=PATH"))
	return best.model, nil
}

// closest keeps the first model that was not quite the wanted one, and how it
// differs from the wanted one.
type closest struct {
	again   *Again
	want    bench.Model
	model   bench.Model
	differs string
}

// is tells whether a model is the wanted one.
func (c *closest) is(found bench.Model) bool {
	differs := c.again.otherFile(c.want, found)
	if differs != "" && c.model.Path == "" {
		c.model, c.differs = found, differs
	}
	return differs == ""
}

// wayTo says how to get a model that is not here, up to the option that names
// it.
// Nobody can download a stand-in, but its name and quantization write it again.
func (a *Again) wayTo(m bench.Model) string {
	if !m.StandIn {
		return "download it and name it with"
	}
	command := "dragstrip standin " + a.Models.Quote(bench.Clean(m.Name))
	if m.Quant != "" {
		command += " " + a.Models.Quote(bench.Clean(m.Quant))
	}
	if m.Format != "" {
		command += " --format " + a.Models.Quote(bench.Clean(m.Format))
	}
	return "`" + command + "` writes this stand-in again (add --seed N if it was written with a seed of its own); if it is in a folder of yours, name it with"
}
