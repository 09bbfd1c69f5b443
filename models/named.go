package models

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/models/problem"
)

// LooksLikePath tells whether a text looks like a path. If such a text names no
// model, the error is about a missing file and not about an unknown name.
func LooksLikePath(a string) bool {
	return isPath(a) || strings.EqualFold(filepath.Ext(a), ".gguf") || strings.ContainsRune(a, filepath.Separator) && !strings.ContainsRune(a, ':')
}

// isPath tells whether a text can only be a path, by its beginning.
func isPath(a string) bool {
	return filepath.IsAbs(a) || strings.HasPrefix(a, ".") || strings.HasPrefix(a, "~")
}

// Names finds models by their names.
type Names struct {
	all []Found
	// names are the names of the models and their files. repositories also has
	// each model's repository, which is only searched for names with a slash.
	names, repositories *naming.List
}

// ByName makes models findable by their names, with and without the
// quantization, and by the names of their files and repositories.
func ByName(all []Found) *Names {
	names, repositories := make([][]string, len(all)), make([][]string, len(all))
	vague := tagless(all)
	for i, f := range all {
		names[i] = append(storeSpellings(f, vague), withQuant(f), f.Label(), filepath.Base(f.Path))
		from := repositoryOf(f)
		repositories[i] = append(slices.Clone(names[i]), from, from+" "+f.Quant)
	}
	return &Names{all, naming.New(names), naming.New(repositories)}
}

// storeNames are all names of a model in its store.
func storeNames(f Found) []string { return append([]string{f.Name}, f.OtherNames...) }

// tagless are the names without a tag that mean the tag "latest", because a
// model with that tag exists.
func tagless(all []Found) map[string]bool {
	out := map[string]bool{}
	for _, f := range all {
		for _, name := range storeNames(f) {
			if short, ok := strings.CutSuffix(name, latest); ok {
				out[short] = true
			}
		}
	}
	return out
}

// storeSpellings are a model's names as people write them: with the tag, and
// also without it if that does not mean another model. A name without a slash
// and with another tag than "latest" gets no spelling without the tag: it is
// also found by its beginning, and a model with exactly that name must come
// first.
func storeSpellings(f Found, meansLatest map[string]bool) []string {
	var out []string
	for _, name := range storeNames(f) {
		out = append(out, name)
		short, tag, tagged := cutTag(name)
		if tagged && (":"+tag == latest || strings.Contains(short, "/") && !meansLatest[short]) {
			out = append(out, short)
		}
	}
	return out
}

// cutTag cuts MODEL:TAG. A colon before a slash belongs to a host's port, and
// one before a space to a title.
func cutTag(name string) (model, tag string, tagged bool) {
	at := strings.LastIndex(name, ":")
	if at < 0 || strings.ContainsAny(name[at:], "/ ") {
		return name, "", false
	}
	return name[:at], name[at+1:], true
}

func withQuant(f Found) string { return strings.TrimSpace(f.Name + " " + f.Quant) }

// repositoryOf is ORGANIZATION/NAME of a model, if its folders are arranged as
// on a hub.
func repositoryOf(f Found) string {
	folder := f.Path
	if f.Format == FormatGGUF {
		folder = filepath.Dir(folder)
	}
	if above := filepath.Dir(folder); filepath.Base(above) == "snapshots" {
		return hubName(filepath.Dir(above))
	}
	return filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)
}

func (n *Names) asked(name string) *naming.List {
	if strings.Contains(name, "/") {
		return n.repositories
	}
	return n.names
}

// Pick gives the one model that a name means. If several models match, the
// error is a [*Several]. If no model matches, the error suggests models with
// similar names.
func (n *Names) Pick(asked string) (Found, error) {
	hits, fit := n.asked(asked).Find(asked)
	switch path := LooksLikePath(asked); {
	case isPath(asked), len(hits) == 0, path && fit < naming.SameWords:
		return Found{}, n.unknown(asked)
	case len(hits) > 1:
		return Found{}, &Several{Asked: asked, Models: n.among(hits), in: n}
	}
	return n.all[hits[0]], nil
}

// unknown is the error about a name that no model has. It suggests similar
// names.
func (n *Names) unknown(asked string) error {
	remedy := "`dragstrip models` lists the models on this machine"
	if near := n.among(n.asked(asked).Near(asked)); len(near) > 0 && !isPath(asked) {
		var names []string
		for _, f := range near {
			names = append(names, n.Name(f))
		}
		remedy = "did you mean " + strings.Join(names, ", or ") + "? " + remedy
	}
	if LooksLikePath(asked) {
		return &problem.Problem{Path: asked, Kind: problem.ErrUnreadable, Why: "there is no such file or folder", Remedy: bench.Clean(remedy), Err: fs.ErrNotExist}
	}
	return fmt.Errorf("%s: there is no such file or folder, and no model of that name on this machine; %s", bench.Clean(asked), bench.Clean(remedy))
}

func (n *Names) among(hits []int) []Found {
	var out []Found
	for _, i := range hits {
		out = append(out, n.all[i])
	}
	return out
}

// Name is the shortest name that means this model and no other.
func (n *Names) Name(f Found) string {
	for _, name := range []string{f.Name, withQuant(f), f.Label()} {
		if got, err := n.Pick(name); err == nil && got.Path == f.Path && !LooksLikePath(name) {
			return name
		}
	}
	return f.Path
}

// Several is the error about a name that means more than one model.
type Several struct {
	Asked  string
	Models []Found
	in     *Names
}

// shownSeveral is how many models the error lists.
const shownSeveral = 10

// Error lists the models, each by a name that means only this model.
func (s *Several) Error() string {
	text := fmt.Sprintf("%d models match %q; add the quantization, or give the path:", len(s.Models), bench.Clean(s.Asked))
	for _, f := range s.Models[:min(len(s.Models), shownSeveral)] {
		line := s.in.Name(f)
		if line != f.Path {
			line += ": " + f.Path
		}
		text += "\n  " + bench.Clean(line) + " (" + bench.FormatBytes(f.SizeBytes) + ")"
	}
	if more := len(s.Models) - shownSeveral; more > 0 {
		text += fmt.Sprintf("\n  and %d more", more)
	}
	return text
}

// InOrder sorts models in the order in which the user named them or their
// folders: the first is the baseline.
func InOrder(found []Found, paths []string) {
	rank := func(m Found) int {
		at := slices.IndexFunc(paths, func(p string) bool {
			abs, err := filepath.Abs(p)
			return err == nil && (m.Path == abs || strings.HasPrefix(m.Path, abs+string(filepath.Separator)))
		})
		if at < 0 {
			return len(paths)
		}
		return at
	}
	slices.SortStableFunc(found, func(a, b Found) int { return rank(a) - rank(b) })
}
