package cli

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

func storesText() string {
	last := len(models.StoreNames) - 1
	return strings.Join(models.StoreNames[:last], ", ") + " and " + models.StoreNames[last]
}

func modelsVerb(e *env, args []string) error {
	f := newFlags("models", "[MODEL|FILE|FOLDER…]", "Without arguments: dragstrip's own folder, those that were added, and the stores of "+storesText()+".\n\nOne model by name or path: everything that is known of it.")
	f.under("Where models are looked for")
	o := modelsOptions{
		add:     f.String("add", "", "look into `FOLDER` as well from now on"),
		forget:  f.String("forget", "", "no longer look into `FOLDER`"),
		folders: f.String("model-folders", "", "look into these `FOLDERS` instead of those added (joined as in PATH)"),
	}
	f.under("What is said of them")
	o.depth = f.Int("depth", 4096, "`TOKENS` in the context when saying what fits and how fast it can be")
	o.probe = f.Bool("probe", false, "measure the memory's bandwidth (two seconds) and hold the models against it")
	o.all = f.Bool("all", false, "also say of what cannot be measured by itself why")
	f.under(groupOutput)
	o.json = f.Bool("json", false, "print a JSON object with models and problems")
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
	if slices.Contains(paths, "") {
		return errNoModelNamed
	}
	if len(paths) > 0 {
		if paths, err = e.resolve(ctx, paths); err != nil {
			return err
		}
		search = models.Search{Paths: paths, Cache: e.places.modelCache()}
		if one, ok := theOne(ctx, search); ok {
			return e.showModel(ctx, one, e.companions(ctx, one, *o.folders), o)
		}
	}
	return e.listModels(ctx, search, o)
}

// theOne is the model that a single path names: a file, or a folder with one
// model in it and none below.
func theOne(ctx context.Context, search models.Search) (models.Found, bool) {
	if len(search.Paths) != 1 {
		return models.Found{}, false
	}
	one, err := models.Look(search.Paths[0])
	if err != nil {
		return models.Found{}, false
	}
	if isFolder(search.Paths[0]) {
		if found, _ := search.Find(ctx); len(found) > 1 {
			return models.Found{}, false
		}
	}
	one.Place = "given"
	return one, true
}

func isFolder(path string) bool {
	look, err := os.Stat(path)
	return err == nil && look.IsDir()
}
