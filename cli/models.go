package cli

import (
	"context"
	"os/signal"
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
)

func storesText() string { return bench.Joined(models.StoreNames) }

func modelsVerb(e *env, args []string) error {
	f := newFlags("models", "[MODEL|FILE|FOLDER…]", "Without arguments, dragstrip looks into its own folder, the folders that you added, and the stores of "+storesText()+".\n\nWith one model, by name or path: everything that is known about it.")
	f.under("Where models are looked for")
	o := modelsOptions{
		add:     f.String("add", "", "from now on, look for models in `FOLDER` as well"),
		forget:  f.String("forget", "", "no longer look for models in `FOLDER`"),
		folders: f.String("model-folders", "", "look into these `FOLDERS` instead of the added ones (separated as in PATH)"),
	}
	f.under("What is shown about them")
	o.depth = f.Int("depth", 4096, "show what fits, and the highest speed that the memory allows (the ceiling), with this many `TOKENS` in the context; without it, less where the model's context is shorter")
	o.probe = f.Bool("probe", false, "measure the memory bandwidth (two seconds) and show the highest speed that it allows (the ceiling)")
	o.all = f.Bool("all", false, "also list what cannot be measured by itself, and say why")
	f.under(groupOutput)
	o.json = f.Bool("json", false, "print a JSON object with models and problems")
	paths, err := f.parse(e, args)
	if err != nil {
		return err
	}
	o.deep = f.given()["depth"]
	if *o.add != "" || *o.forget != "" {
		return e.changeFolders(*o.add, *o.forget)
	}
	if *o.depth < 0 || *o.depth > bench.MaxTokens {
		return usagef("--depth %d is not possible; give a number of tokens from 0 to %d", *o.depth, bench.MaxTokens)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	search := e.everywhere(*o.folders)
	if slices.Contains(paths, "") {
		return errNoModelNamed
	}
	if len(paths) > 0 {
		named := paths
		if paths, err = e.resolve(ctx, named); err != nil {
			served, known := e.servedAs(ctx, named)
			switch {
			case !known:
				return err
			case served.Path == "":
				return e.showServed(served, o)
			}
			paths = []string{served.Path}
		}
		search = models.Search{Paths: paths, Cache: e.places.modelCache()}
		if one, ok := theOne(ctx, search); ok {
			return e.showModel(ctx, one, e.companions(ctx, one, *o.folders), o)
		}
	}
	return e.listModels(ctx, search, o)
}

// theOne gives the model that a single path names: a file, or a folder that
// holds one model and has no other models below it.
func theOne(ctx context.Context, search models.Search) (models.Found, bool) {
	if len(search.Paths) != 1 {
		return models.Found{}, false
	}
	if _, err := models.Look(search.Paths[0]); err != nil {
		return models.Found{}, false
	}
	found, _ := search.Find(ctx) // only a search knows what a store calls the model
	if len(found) != 1 {
		return models.Found{}, false
	}
	return found[0], true
}

// showServed prints what is known of a model that only a server has.
func (e *env) showServed(one servedModel, o modelsOptions) error {
	if *o.json {
		return printModels(e, nil, []servedModel{one}, nil, nil, models.Yardstick{}, nil, o)
	}
	e.tellServed([]servedModel{one})
	return nil
}
