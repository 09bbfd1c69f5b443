package models

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
)

// ollamaManifests are the manifests of a store. enough tells whether the search
// must end. trouble is called with each folder that cannot be read.
type ollamaManifests struct {
	root    string
	enough  func(folder string) bool
	trouble func(folder string, err error)
}

// each calls see with the path of each manifest and the name of its model.
func (m ollamaManifests) each(see func(path, name string)) {
	m.below(filepath.Join(m.root, "manifests"), nil, see)
}

func (m ollamaManifests) below(folder string, above []string, see func(path, name string)) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		m.trouble(folder, err)
	}
	for _, e := range entries {
		if m.enough(folder) {
			return
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		parts := append(above[:len(above):len(above)], e.Name())
		switch path := filepath.Join(folder, e.Name()); {
		case isFolder(path) && len(parts) < 4:
			m.below(path, parts, see)
		case len(parts) == 4 && !isFolder(path):
			see(path, ollamaName(parts))
		}
	}
}

// ollamaName spells a model as Ollama does: without the host and the namespace
// that Ollama assumes.
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

// latest is the tag that Ollama assumes if a name has no tag.
const latest = ":latest"

// clearerFirst orders the names of one model: llama3.2:1b says more than
// llama3.2:latest, and is shorter than hf.co/someone/Llama-3.2-1B-GGUF:Q4_0.
func clearerFirst(a, b string) int {
	vague := func(name string) int {
		if strings.HasSuffix(name, latest) {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(vague(a), vague(b)), cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// ollamaBlob is the path of a store's file with a digest.
func ollamaBlob(root, digest string) string {
	return filepath.Join(root, "blobs", "sha256-"+hexOf(digest))
}

const ollamaModelLayer = "application/vnd.ollama.image.model"

// mostManifests limits how many files and folders are looked at for the names of
// one file.
const mostManifests = 10_000

// ollamaNames are the names under which Ollama knows a file, the clearest
// first. The list is empty if the file is not in a store of Ollama.
func ollamaNames(path string) []string {
	digest, isBlob := strings.CutPrefix(filepath.Base(path), "sha256-")
	folder := filepath.Dir(path)
	if !isBlob || filepath.Base(folder) != "blobs" {
		return nil
	}
	left := mostManifests
	enough := func(string) bool { left--; return left < 0 }
	var names []string
	ollamaManifests{filepath.Dir(folder), enough, func(string, error) {}}.each(func(path, name string) {
		m, _ := readManifest(readSmall(path))
		if weights := m.of(ollamaModelLayer); len(weights) > 0 && weights[0].Digest == "sha256:"+digest {
			names = append(names, name)
		}
	})
	slices.SortFunc(names, clearerFirst)
	return names
}
