package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"dragstrip/bench"
	"dragstrip/cli/former"
	"dragstrip/cli/settings"
	"dragstrip/models"
)

// everywhere searches dragstrip's own folder, the folders that were added, and
// every store.
func (e *env) everywhere(added string) models.Search {
	places := []models.Place{{Name: "dragstrip", Folder: e.places.models()}}
	for _, f := range e.modelFolders(added) {
		places = append(places, models.Place{Name: "added", Folder: f})
	}
	around := models.Surroundings{OS: runtime.GOOS, Home: e.places.home, Getenv: e.getenv}
	return models.Search{Places: append(places, around.Stores()...), Cache: e.places.modelCache()}
}

// allModels gives all models in these places.
func (e *env) allModels(ctx context.Context) []models.Found {
	found, _ := e.everywhere(e.getenv(envName("model-folders"))).Find(ctx)
	return found
}

func (e *env) settings() settings.File {
	return settings.File{Path: filepath.Join(e.places.config, settings.FileName), Former: filepath.Join(e.places.config, former.Settings)}
}

// modelFolders gives the folders to look into: those in given, or else the
// added ones.
func (e *env) modelFolders(given string) []string {
	if given != "" {
		return filepath.SplitList(given)
	}
	folders, err := e.settings().ModelFolders()
	if err != nil {
		fmt.Fprintf(e.err, "dragstrip: %s\n", bench.Clean(err.Error()))
	}
	return folders
}

// changeFolders remembers or forgets a model folder.
func (e *env) changeFolders(add, forget string) error {
	err := e.settings().ChangeFolders(add, forget)
	if errors.Is(err, settings.ErrAdded) {
		fmt.Fprintln(e.err, err)
		return nil
	}
	return err
}
