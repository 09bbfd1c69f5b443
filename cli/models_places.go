package cli

import (
	"path/filepath"
	"runtime"

	"dragstrip/models"
)

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
