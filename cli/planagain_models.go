package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// takeModels finds each model of the plan.
func (p *planner) takeModels() error {
	given, err := p.givenModels()
	if err != nil {
		return err
	}
	for _, j := range p.old.Jobs {
		if _, done := p.models[modelKey(j.Model)]; done {
			continue
		}
		m, err := p.takeModel(j.Model, given[modelKey(j.Model)])
		if err != nil {
			return err
		}
		// The same file keeps the name it had, and rows find each other.
		if m.Quant == j.Model.Quant && m.StandIn == j.Model.StandIn {
			m.Name = bench.Clean(j.Model.Name)
		}
		one := []bench.Model{m}
		stampModels(one)
		p.models[modelKey(j.Model)] = one[0]
	}
	return nil
}

// givenModels reads --model: NAME=PATH, or PATH where there is one model.
func (p *planner) givenModels() (map[string]string, error) {
	var all []bench.Model
	for _, j := range p.old.Jobs {
		if !slices.ContainsFunc(all, func(m bench.Model) bool { return modelKey(m) == modelKey(j.Model) }) {
			all = append(all, j.Model)
		}
	}
	out := map[string]string{}
	for _, text := range p.rerunFlags.models {
		if _, err := os.Stat(text); err == nil && len(all) == 1 {
			out[modelKey(all[0])] = text
			continue
		}
		found := false
		for _, m := range all {
			for _, name := range []string{m.Label(), m.Name, filepath.Base(m.Path)} {
				if path, ok := strings.CutPrefix(text, name+"="); ok && name != "" {
					out[modelKey(m)], found = path, true
				}
			}
		}
		if !found {
			var names []string
			for _, m := range all {
				names = append(names, quoted(m.Label()+"=PATH"))
			}
			return nil, usagef("--model %q names no model of the plan; say --model %s", bench.Clean(text), bench.Clean(strings.Join(names, " or ")))
		}
	}
	return out, nil
}

// takeModel finds the file that was measured: where the user says, where it
// lay, or anywhere on this machine.
func (p *planner) takeModel(m bench.Model, given string) (bench.Model, error) {
	if given != "" {
		found, err := models.Look(given)
		if err != nil {
			return bench.Model{}, err
		}
		if what := p.otherFile(m, found.Model); what != "" {
			p.doubt("%s: %s", m.Label(), what)
		}
		return found.Model, nil
	}
	other, what := bench.Model{}, "" // the best that is not the same
	for _, path := range p.nearby(m) {
		found, err := models.Look(path)
		if err != nil || !filepath.IsAbs(m.Path) && !mayBe(m, found.Model) {
			continue
		}
		differs := p.otherFile(m, found.Model)
		if differs == "" {
			return found.Model, nil
		}
		if other.Path == "" {
			other, what = found.Model, differs
		}
	}
	if p.everyModel == nil {
		p.everyModel, _ = p.everywhere(p.getenv(envName("model-folders"))).Find(p.ctx)
	}
	for _, f := range p.everyModel {
		if f.Path == m.Path || !mayBe(m, f.Model) {
			continue
		}
		differs := p.otherFile(m, f.Model)
		if differs == "" {
			return f.Model, nil
		}
		if other.Path == "" {
			other, what = f.Model, differs
		}
	}
	if p.ctx.Err() != nil {
		return bench.Model{}, p.ctx.Err()
	}
	if other.Path == "" {
		return bench.Model{}, fmt.Errorf("%s is not on this machine; get it, then --model %s names it%s",
			bench.Clean(fileFacts(m)), quoted(bench.Clean(m.Label())+"=PATH"), standInHint(m))
	}
	p.doubt("%s: %s (--model %s names another file)", m.Label(), what, quoted(m.Label()+"=PATH"))
	return other, nil
}

// nearby are the first places to look for a model's file: where it lay. A
// report does not say that; if the session it is of was measured here, its
// journal does, and else the file may lie where dragstrip was called.
func (p *planner) nearby(m bench.Model) []string {
	if filepath.IsAbs(m.Path) {
		return []string{m.Path}
	}
	var out []string
	if folder, err := p.places.store().Find(p.old.ID); err == nil && p.old.ID != "" && folder.Name() == p.old.ID {
		if r, err := folder.Read(); err == nil {
			for _, j := range r.Session.Jobs {
				if j.Model.Label() == m.Label() && filepath.Base(j.Model.Path) == m.Path {
					out = append(out, j.Model.Path)
				}
			}
		}
	}
	if here, err := os.Getwd(); err == nil && m.Path != "" {
		out = append(out, filepath.Join(here, filepath.Base(m.Path)))
	}
	return out
}

func standInHint(m bench.Model) string {
	if m.StandIn {
		return " (`dragstrip standin` writes a stand-in with the same bytes again, given the same shape, quantisation and seed)"
	}
	return ""
}

// mayBe tells whether a digest is worth computing: the same size, or the same
// name.
func mayBe(want, have bench.Model) bool {
	if len(want.Files) > 0 && len(want.Files) == len(have.Files) && bytesOf(want) == bytesOf(have) {
		return true
	}
	return want.Label() == have.Label() || filepath.Base(want.Path) == filepath.Base(have.Path)
}

func bytesOf(m bench.Model) (n int64) {
	for _, f := range m.Files {
		n += f.SizeBytes
	}
	return n
}

// otherFile says how a model's files are not those that were measured, or "".
func (p *planner) otherFile(want, have bench.Model) string {
	if len(want.Files) == 0 {
		p.note("%s: the report says nothing of its file; only its name was held against %s", want.Label(), filepath.Base(have.Path))
		if want.Label() != have.Label() && filepath.Base(want.Path) != filepath.Base(have.Path) {
			return fmt.Sprintf("%s is %s", have.Path, have.Label())
		}
		return ""
	}
	if len(have.Files) != len(want.Files) || bytesOf(want) != bytesOf(have) {
		return fmt.Sprintf("%s is another file: %s, and %s was measured", have.Path, exactBytes(bytesOf(have)), exactBytes(bytesOf(want)))
	}
	for i, path := range models.Parts(have) {
		sum := want.Files[i].SHA256
		if sum == "" {
			p.note("%s: no digest was taken of its file; only its size was compared", want.Label())
			continue
		}
		if bytesOf(have) > 4<<30 {
			fmt.Fprintf(p.err, "computing the digest of %s …\n", bench.Clean(filepath.Base(path)))
		}
		got, _, err := models.Hash(p.ctx, path, filepath.Join(p.places.cache, "hashes"), nil)
		if err != nil {
			return fmt.Sprintf("%s cannot be checked: %v", path, err)
		}
		if !strings.EqualFold(got, sum) {
			return fmt.Sprintf("%s has other bytes: sha256 %.12s…, and %.12s… was measured", path, got, sum)
		}
	}
	return ""
}

func (p *planner) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(p.notes, text) {
		p.notes = append(p.notes, text)
	}
}

func exactBytes(n int64) string { return fmt.Sprintf("%d bytes", n) }

// fileFacts is what identifies a model's file to somebody who looks for it.
func fileFacts(m bench.Model) string {
	text := "the model " + m.Label() + " (" + filepath.Base(m.Path)
	if n := bytesOf(m); n > 0 {
		text += ", " + exactBytes(n)
	}
	if len(m.Files) > 0 && m.Files[0].SHA256 != "" {
		text += ", sha256 " + m.Files[0].SHA256
	}
	return text + ")"
}
