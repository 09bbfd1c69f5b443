package models

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
)

// LooksLikePath: such an argument gets the error of a missing file, not of an
// unknown name.
func LooksLikePath(a string) bool {
	return filepath.IsAbs(a) || strings.HasPrefix(a, ".") || strings.EqualFold(filepath.Ext(a), ".gguf") ||
		strings.ContainsRune(a, filepath.Separator) && !strings.ContainsRune(a, ':')
}

// Pick finds one model by its name, its name with quantisation, or its file's
// name; a part of it will do where only one model has it.
func Pick(all []Found, asked string) (Found, error) {
	var exact, partly []Found
	want := strings.ToLower(asked)
	for _, f := range all {
		names := []string{f.Name, f.Label(), filepath.Base(f.Path), strings.TrimSuffix(f.Name, ":latest")}
		for _, n := range names {
			if strings.ToLower(n) == want {
				exact = append(exact, f)
				break
			}
		}
		if strings.Contains(strings.ToLower(strings.Join(names, "\n")), want) {
			partly = append(partly, f)
		}
	}
	if len(exact) == 0 {
		exact = partly
	}
	switch len(exact) {
	case 1:
		return exact[0], nil
	case 0:
		return Found{}, fmt.Errorf("%s: there is no such file or folder, and no model of that name on this machine; `dragstrip models` lists them", bench.Clean(asked))
	}
	var paths []string
	for _, f := range exact[:min(len(exact), 5)] {
		paths = append(paths, f.Label()+": "+f.Path)
	}
	return Found{}, fmt.Errorf("%d models fit %q; name one by its path:\n  %s", len(exact), bench.Clean(asked), bench.Clean(strings.Join(paths, " · ")))
}

// NameFor is the shortest name that means this model and no other.
func NameFor(all []Found, f Found) string {
	for _, name := range []string{f.Name, f.Label()} {
		if got, err := Pick(all, name); err == nil && got.Path == f.Path && !LooksLikePath(name) {
			return name
		}
	}
	return f.Path
}

// InOrder puts models into the order in which they, or the folders they lie in,
// were named: the first is the baseline.
func InOrder(found []bench.Model, paths []string) {
	rank := func(m bench.Model) int {
		at := slices.IndexFunc(paths, func(p string) bool {
			abs, err := filepath.Abs(p)
			return err == nil && (m.Path == abs || strings.HasPrefix(m.Path, abs+string(filepath.Separator)))
		})
		if at < 0 {
			return len(paths)
		}
		return at
	}
	slices.SortStableFunc(found, func(a, b bench.Model) int { return rank(a) - rank(b) })
}
