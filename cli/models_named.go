package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// resolve turns the names of models into their paths and leaves everything
// that exists, or looks like a path, alone.
func (e *env) resolve(ctx context.Context, asked []string) ([]string, error) {
	var out []string
	var all []models.Found
	for _, a := range asked {
		if _, err := os.Stat(a); err == nil || looksLikePath(a) {
			out = append(out, a)
			continue
		}
		if all == nil {
			all, _ = e.everywhere(e.getenv(envName("model-folders"))).Find(ctx)
		}
		f, err := pick(all, a)
		if err != nil {
			return nil, err
		}
		out = append(out, f.Path)
	}
	return out, nil
}

// looksLikePath: such an argument gets the error of a missing file, not of an
// unknown name.
func looksLikePath(a string) bool {
	return filepath.IsAbs(a) || strings.HasPrefix(a, ".") || strings.EqualFold(filepath.Ext(a), ".gguf") ||
		strings.ContainsRune(a, filepath.Separator) && !strings.ContainsRune(a, ':')
}

// pick finds one model by its name, its name with quantisation, or its file's
// name; a part of it will do where only one model has it.
func pick(all []models.Found, asked string) (models.Found, error) {
	var exact, partly []models.Found
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
		return models.Found{}, fmt.Errorf("%s: there is no such file or folder, and no model of that name on this machine; `dragstrip models` lists them", bench.Clean(asked))
	}
	var paths []string
	for _, f := range exact[:min(len(exact), 5)] {
		paths = append(paths, f.Label()+": "+f.Path)
	}
	return models.Found{}, fmt.Errorf("%d models fit %q; name one by its path:\n  %s", len(exact), bench.Clean(asked), bench.Clean(strings.Join(paths, " · ")))
}

// nameFor is the shortest name that means this model and no other.
func nameFor(all []models.Found, f models.Found) string {
	for _, name := range []string{f.Name, f.Label()} {
		if got, err := pick(all, name); err == nil && got.Path == f.Path && !looksLikePath(name) {
			return name
		}
	}
	return f.Path
}
