package models

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/problem"
)

// manifest lists the blobs that a model of Ollama or Docker consists of.
type manifest struct {
	Config layer   `json:"config"`
	Layers []layer `json:"layers"`
}

type layer struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int64  `json:"size"`
}

var errManifest = errors.New("the manifest is damaged")

// readManifest parses a manifest.
func readManifest(b []byte) (manifest, error) {
	var m manifest
	if b == nil {
		return m, fmt.Errorf("%w: it cannot be read or is far too long", errManifest)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%w: %s", errManifest, bench.Clean(err.Error()))
	}
	if len(m.Layers) > 10_000 {
		return m, fmt.Errorf("%w: it has %d layers", errManifest, len(m.Layers))
	}
	return m, nil
}

// hexOf is the hexadecimal part of a SHA-256 digest. It is "" for any other
// text, so that no digest can name a file outside the blobs.
func hexOf(digest string) string {
	h, ok := strings.CutPrefix(digest, "sha256:")
	if raw, err := hex.DecodeString(h); !ok || err != nil || len(raw) != 32 {
		return ""
	}
	return h
}

// ollama reads a store of Ollama's layout:
// manifests/HOST/NAMESPACE/MODEL/TAG names blobs/sha256-….
func (w *walk) ollama(f opened) {
	root, place := f.path, f.place
	w.ollamaManifests(root, filepath.Join(root, "manifests"), nil, place)
	entries, err := os.ReadDir(filepath.Join(root, "blobs"))
	if err != nil {
		w.trouble(filepath.Join(root, "blobs"), err)
	}
	for _, e := range entries {
		if w.enough(root) {
			return
		}
		if strings.HasSuffix(e.Name(), "-partial") {
			w.problem(filepath.Join(root, "blobs", e.Name()), problem.ErrIncomplete, "a download by Ollama was not finished",
				"pull the model again; it continues where it stopped")
		}
	}
}

func (w *walk) ollamaManifests(root, folder string, above []string, place string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		w.trouble(folder, err)
	}
	for _, e := range entries {
		if w.enough(folder) {
			return
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		parts := append(above[:len(above):len(above)], e.Name())
		switch path := filepath.Join(folder, e.Name()); {
		case isFolder(path) && len(parts) < 4:
			w.ollamaManifests(root, path, parts, place)
		case len(parts) == 4 && !isFolder(path):
			w.ollamaModel(root, path, ollamaName(parts), place)
		}
	}
}

// ollamaName spells a model as Ollama does: without the host and the
// namespace it assumes.
func ollamaName(parts []string) string {
	host, space, model, tag := parts[0], parts[1], parts[2], parts[3]
	name := model + ":" + tag
	switch {
	case host != "registry.ollama.ai":
		name = host + "/" + space + "/" + name
	case space != "library":
		name = space + "/" + name
	}
	return shorten(bench.Clean(name))
}

func (w *walk) ollamaModel(root, path, name, place string) {
	m, err := readManifest(readSmall(path))
	if err != nil {
		w.problem(path, problem.ErrUnreadable, err.Error(), "pull "+name+" again")
		return
	}
	blob := func(digest string) string { return filepath.Join(root, "blobs", "sha256-"+hexOf(digest)) }
	var weights []layer
	tensors := 0
	for _, l := range m.Layers {
		switch l.MediaType {
		case "application/vnd.ollama.image.model":
			weights = append(weights, l)
		case "application/vnd.ollama.image.tensor":
			tensors++
		}
	}
	var config struct {
		RemoteHost string `json:"remote_host"`
	}
	if hexOf(m.Config.Digest) != "" {
		_ = json.Unmarshal(readSmall(blob(m.Config.Digest)), &config)
	}
	switch {
	case config.RemoteHost != "":
		w.problem(path, problem.ErrNotOffered, name+" is computed in the cloud; its weights are not on this machine", "")
	case len(weights) == 0 && tensors > 0:
		w.problem(path, problem.ErrNotOffered, name+" is kept as single tensors (safetensors), which only Ollama reads", "pull a GGUF version of it")
	case len(weights) == 0:
		w.problem(path, problem.ErrNotOffered, name+" has no weights", "")
	case hexOf(weights[0].Digest) == "":
		w.problem(path, problem.ErrUnreadable, errManifest.Error()+": the digest of its weights is not a SHA-256 digest", "pull "+name+" again")
	default:
		w.blob(path, blob(weights[0].Digest), name, place)
	}
}

// blob sends the weights of a manifest as a candidate.
func (w *walk) blob(manifest, path, name, place string) {
	look, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		w.tell(&problem.Problem{
			Path: manifest, Kind: problem.ErrIncomplete, MissingFiles: []string{filepath.Base(path)},
			Why: name + " is incomplete: its weights (" + filepath.Base(path) + ") are not there", Remedy: "pull it again",
		})
	case err != nil:
		w.trouble(path, err)
	default:
		w.file(path, look, place, name)
	}
}

// dockerIndex is Docker Model Runner's list of models.
type dockerIndex struct {
	Models []struct {
		ID   string   `json:"id"`
		Tags []string `json:"tags"`
	} `json:"models"`
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
		name := m.ID
		if len(m.Tags) > 0 {
			name = m.Tags[0]
		}
		w.dockerModel(root, m.ID, shorten(bench.Clean(name)), place)
	}
}

func (w *walk) dockerModel(root, id, name, place string) {
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
	case len(weights) > 1 && isFolder(bundle): // parts need their names
		w.folder(bundle, place, 0)
	case len(weights) > 1:
		w.problem(path, problem.ErrNotOffered, name+" is split, and Docker names the parts only when the model is first started", "start it once with docker model run")
	case hexOf(weights[0].Digest) == "":
		w.problem(path, problem.ErrUnreadable, errManifest.Error()+": the digest of its weights is not a SHA-256 digest", "pull "+name+" again")
	default:
		w.blob(path, filepath.Join(root, "blobs", "sha256", hexOf(weights[0].Digest)), name, place)
	}
}
