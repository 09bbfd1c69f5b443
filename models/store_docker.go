package models

import (
	"encoding/json"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/problem"
)

// dockerIndex is Docker Model Runner's list of models.
type dockerIndex struct {
	Models []dockerEntry `json:"models"`
}

type dockerEntry struct {
	ID   string   `json:"id"`
	Tags []string `json:"tags"`
}

// names are the model's tags, or its ID if it has no tags.
func (m dockerEntry) names() []string {
	names := m.Tags
	if len(names) == 0 {
		names = []string{m.ID}
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = shorten(bench.Clean(name))
	}
	return out
}

// docker reads a store of Docker Model Runner's layout: models.json names
// manifests/sha256/…, which names blobs/sha256/….
func (w *walk) docker(f opened) {
	root, place := f.path, f.place
	var index dockerIndex
	file := filepath.Join(root, "models.json")
	if err := json.Unmarshal(readSmall(file), &index); err != nil {
		w.problem(file, problem.ErrUnreadable, "Docker's list of models cannot be read: "+bench.Clean(err.Error()), "pull a model again, or name its file")
		return
	}
	for _, m := range index.Models {
		if w.enough(root) {
			return
		}
		w.dockerModel(root, m.ID, place, m.names())
	}
}

func (w *walk) dockerModel(root, id, place string, names []string) {
	name := names[0]
	if hexOf(id) == "" {
		w.problem(filepath.Join(root, "models.json"), problem.ErrUnreadable, "the digest of "+name+" is not a SHA-256 digest", "pull it again")
		return
	}
	path := filepath.Join(root, "manifests", "sha256", hexOf(id))
	m, err := readManifest(readSmall(path))
	if err != nil {
		w.problem(path, problem.ErrUnreadable, err.Error(), "pull "+name+" again")
		return
	}
	var weights []layer
	for _, l := range m.Layers {
		if strings.HasPrefix(l.MediaType, "application/vnd.docker.ai.gguf") {
			weights = append(weights, l)
		}
	}
	switch bundle := filepath.Join(root, "bundles", "sha256", hexOf(id), "model"); {
	case len(weights) == 0:
		w.problem(path, problem.ErrNotOffered, name+" has no GGUF weights", "")
	case len(weights) > 1 && isFolder(bundle): // the parts of a split model need their own names
		w.folder(bundle, place, 0)
	case len(weights) > 1:
		w.problem(path, problem.ErrNotOffered, name+" is split, and Docker names the parts only when the model is first started", "start it once with docker model run")
	case hexOf(weights[0].Digest) == "":
		w.problem(path, problem.ErrUnreadable, errManifest.Error()+": the digest of its weights is not a SHA-256 digest", "pull "+name+" again")
	default:
		w.blob(path, filepath.Join(root, "blobs", "sha256", hexOf(weights[0].Digest)), place, names...)
	}
}
