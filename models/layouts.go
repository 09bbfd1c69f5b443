package models

import "dragstrip/models/mlx"

// layouts are the layouts of the known stores, and of a folder with weights.
var layouts = []layout{
	{is: holds("blobs", "manifests", "models.json"), look: (*walk).docker},
	{is: holds("blobs", "manifests"), look: (*walk).ollama},
	{is: holds("blobs", "snapshots"), look: (*walk).hubRepository},
	{is: func(f opened) bool { return f.has["config.json"] && mlx.HasShards(f.entries) }, look: (*walk).mlx, mixed: true}, // GGUF files may be beside the model
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
