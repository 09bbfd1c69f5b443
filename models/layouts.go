package models

import "dragstrip/models/mlx"

// layouts are those of the stores we know, and of a folder of weights.
var layouts = []layout{
	{is: holds("blobs", "manifests", "models.json"), look: (*walk).docker},
	{is: holds("blobs", "manifests"), look: (*walk).ollama},
	{is: holds("blobs", "snapshots"), look: (*walk).hubRepository},
	{is: func(f opened) bool { return f.has["config.json"] && mlx.HasShards(f.entries) }, look: (*walk).mlx, shared: true}, // GGUF files may lie beside
}

var links = map[string]func(w *walk, path, place string){"model.yml": (*walk).jan}

func holds(names ...string) func(opened) bool {
	return func(f opened) bool {
		for _, n := range names {
			if !f.has[n] {
				return false
			}
		}
		return true
	}
}
