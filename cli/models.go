package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// findModels opens what was named and, where nothing was, looks into dragstrip's
// own folder. A file that was named and cannot be measured is an error; one
// that merely lies in a folder is told and passed over. What is no file may
// be the name of a model in a store. Models that no engine reads are errors
// where they were named, and else passed over, too.
func (e *env) findModels(ctx context.Context, paths []string, engines *engineChoice) ([]bench.Model, error) {
	own := ""
	if len(paths) == 0 {
		own = e.places.models()
	}
	paths, err := e.resolve(ctx, paths)
	if err != nil {
		return nil, err
	}
	found, problems := models.Find(ctx, paths, own)
	named := map[string]bool{}
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			named[abs] = true
		}
		named[p] = true
	}
	for _, p := range problems {
		if named[p.Path] {
			return nil, p
		}
		if !errors.Is(p, models.ErrNotOffered) {
			fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(p.Error()))
		}
	}
	var out []bench.Model
	for _, f := range found {
		// Without any engine, models for llama.cpp are kept: what is missing
		// is told later.
		if engines.reads(f.Format) || f.Format != bench.FormatMLX && len(engines.asked) == 0 {
			out = append(out, f.Model)
			continue
		}
		if named[f.Path] {
			return nil, engines.refusal(f)
		}
		if own == "" {
			fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(engines.refusal(f).Error()))
		}
	}
	inOrder(out, paths)
	if len(out) == 0 && len(paths) == 1 {
		if _, err := models.Look(paths[0]); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 && len(paths) > 0 {
		return nil, fmt.Errorf("no model that can be measured in %s; `dragstrip models --all %s` says why", bench.Clean(strings.Join(paths, ", ")), bench.Clean(quoted(paths[0])))
	}
	return out, nil
}

// inOrder puts models into the order in which they, or the folders they lie in,
// were named: the first is the baseline.
func inOrder(found []bench.Model, paths []string) {
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

// everywhere is dragstrip's own folder, those that were added and every store.
func (e *env) everywhere(added string) models.Search {
	places := []models.Place{{Name: "dragstrip", Folder: e.places.models()}}
	for _, f := range e.modelFolders(added) {
		places = append(places, models.Place{Name: "added", Folder: f})
	}
	around := models.Surroundings{OS: runtime.GOOS, Home: e.places.home, Getenv: e.getenv}
	return models.Search{Places: append(places, around.Stores()...), Cache: e.modelCache()}
}

func (e *env) modelCache() string { return filepath.Join(e.places.cache, "models.jsonl") }

func modelsVerb(e *env, args []string) error {
	f := e.flags("models", "[MODEL|FILE|FOLDER…] [FLAGS]\n\nWithout arguments: dragstrip's own folder, those that were added, and the stores of Hugging Face,\nllama.cpp, LM Studio, Ollama, Docker, Jan, GPT4All, Lemonade, Msty and AnythingLLM.\nOne model by name or path: everything that is known of it.")
	o := modelsOptions{
		json:    f.Bool("json", false, "print a JSON object with models and problems"),
		add:     f.String("add", "", "look into `FOLDER` as well from now on"),
		forget:  f.String("forget", "", "no longer look into `FOLDER`"),
		all:     f.Bool("all", false, "also say of what cannot be measured by itself why"),
		probe:   f.Bool("probe", false, "measure the memory's bandwidth (two seconds) and hold the models against it"),
		depth:   f.Int("depth", 4096, "tokens in the context when saying what fits and how fast it can be"),
		folders: f.String("model-folders", "", "look into these `FOLDERS` instead of those added (joined as in PATH)"),
	}
	paths, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if *o.add != "" || *o.forget != "" {
		return e.changeFolders(*o.add, *o.forget)
	}
	if *o.depth < 0 || *o.depth > bench.MaxTokens {
		return usagef("--depth %d is not possible", *o.depth)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	search := e.everywhere(*o.folders)
	if len(paths) > 0 {
		if paths, err = e.resolve(ctx, paths); err != nil {
			return err
		}
		search = models.Search{Paths: paths, Cache: e.modelCache()}
		one, err := models.Look(paths[0])
		alone := len(paths) == 1
		if st, statErr := os.Stat(paths[0]); alone && statErr == nil && st.IsDir() {
			found, _ := search.Find(ctx)
			if err != nil && len(found) == 0 {
				return err
			}
			alone = len(found) <= 1
		}
		if alone && err == nil {
			one.Place = "given"
			return e.showModel(ctx, one, e.companions(ctx, one, *o.folders), o)
		}
	}
	return e.listModels(ctx, search, o)
}

type modelsOptions struct {
	json, all, probe     *bool
	add, forget, folders *string
	depth                *int
}
