package models

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/models/problem"
)

// ollama reads a store of Ollama's layout: manifests/HOST/NAMESPACE/MODEL/TAG
// names blobs/sha256-…. If several manifests name the same blob, it is one
// model with several names.
func (w *walk) ollama(f opened) {
	var blobs []string
	first, names := map[string]string{}, map[string][]string{}
	ollamaManifests{f.path, w.enough, w.trouble}.each(func(path, name string) {
		blob := w.ollamaWeights(f.path, path, name)
		if blob == "" {
			return
		}
		if first[blob] == "" {
			blobs, first[blob] = append(blobs, blob), path
		}
		names[blob] = append(names[blob], name)
	})
	for _, blob := range blobs {
		slices.SortFunc(names[blob], clearerFirst)
		w.blob(first[blob], blob, f.place, names[blob]...)
	}
	w.ollamaDownloads(filepath.Join(f.path, "blobs"))
}

// ollamaDownloads reports the downloads that were not finished.
func (w *walk) ollamaDownloads(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		w.trouble(folder, err)
	}
	for _, e := range entries {
		if w.enough(folder) {
			return
		}
		if strings.HasSuffix(e.Name(), "-partial") {
			w.problem(filepath.Join(folder, e.Name()), problem.ErrIncomplete, "a download by Ollama was not finished",
				"pull the model again; it continues where it stopped")
		}
	}
}

// ollamaWeights is the path of the blob with the weights of a manifest's model.
// If the model cannot be measured, it reports that and is "".
func (w *walk) ollamaWeights(root, path, name string) string {
	m, err := readManifest(readSmall(path))
	if err != nil {
		w.problem(path, problem.ErrUnreadable, err.Error(), "pull "+name+" again")
		return ""
	}
	weights, tensors := m.of(ollamaModelLayer), m.of("application/vnd.ollama.image.tensor")
	var config struct {
		RemoteHost string `json:"remote_host"`
	}
	if hexOf(m.Config.Digest) != "" {
		_ = json.Unmarshal(readSmall(ollamaBlob(root, m.Config.Digest)), &config)
	}
	switch {
	case config.RemoteHost != "":
		w.problem(path, problem.ErrNotOffered, name+" is computed in the cloud; its weights are not on this machine", "")
	case len(weights) == 0 && len(tensors) > 0:
		w.problem(path, problem.ErrNotOffered, "Ollama keeps "+name+" as one file for each tensor, which only Ollama reads", "pull a GGUF version of it")
	case len(weights) == 0:
		w.problem(path, problem.ErrNotOffered, name+" has no weights", "")
	case hexOf(weights[0].Digest) == "":
		w.problem(path, problem.ErrUnreadable, errManifest.Error()+": the digest of its weights is not a SHA-256 digest", "pull "+name+" again")
	default:
		return ollamaBlob(root, weights[0].Digest)
	}
	return ""
}

// blob sends the weights of a manifest, with all names of the model.
func (w *walk) blob(manifest, path, place string, names ...string) {
	look, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		w.told(&problem.Problem{
			Path: manifest, Kind: problem.ErrIncomplete, MissingFiles: []string{filepath.Base(path)},
			Why: names[0] + " is incomplete: its weights (" + filepath.Base(path) + ") are not there", Remedy: "pull it again",
		})
	case err != nil:
		w.trouble(path, err)
	default:
		w.file(path, look, place, names...)
	}
}
