package models

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dragstrip/bench"
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
	"dragstrip/models/problem"
)

// Open gives the model that [Look] finds at a path, as a benchmark needs it.
func Open(path string) (bench.Model, error) {
	f, err := Look(path)
	return f.Model, err
}

// Look reads what a model says about itself. path is a GGUF file, any part of a
// split GGUF file, or a folder that holds exactly one model, GGUF or MLX. The
// path in the result is absolute; for a split model it is the path of the first
// part. Every error is a [*problem.Problem].
func Look(path string) (Found, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Found{}, problem.At(path, err)
	}
	if !utf8.ValidString(abs) {
		return Found{}, &problem.Problem{
			Path: path, Kind: problem.ErrNotModel, Why: "its name is not valid UTF-8, so it cannot be written into a plan",
			Remedy: "rename it, or make a link to it with a plain name",
		}
	}
	look, err := os.Stat(abs)
	if err != nil {
		return Found{}, problem.Missing(path, err)
	}
	if look.IsDir() {
		return openFolder(abs)
	}
	return openFile(abs)
}

// openFolder opens the one model in a folder. It does not search subfolders.
func openFolder(folder string) (Found, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return Found{}, problem.At(folder, err)
	}
	if holdsNote(entries) {
		return Found{}, unfinished(folder)
	}
	if mlx.HasShards(entries) {
		return openMLX(folder, entries)
	}
	var offered []string
	var refused []error
	for _, e := range entries {
		if !gguf.IsName(e.Name()) || laterPart(folder, e.Name()) {
			continue
		}
		path := filepath.Join(folder, e.Name())
		if _, err := openFile(path); err != nil {
			refused = append(refused, err)
			continue
		}
		offered = append(offered, path)
	}
	switch {
	case len(offered) == 1:
		return openFile(offered[0])
	case len(offered) > 1:
		names := make([]string, len(offered))
		for i, o := range offered {
			names[i] = bench.Clean(filepath.Base(o))
		}
		return Found{}, &problem.Problem{
			Path: folder, Kind: problem.ErrNotModel, Why: fmt.Sprintf("the folder holds %d models (%s)", len(names), problem.Few(names)),
			Remedy: "name one of them",
		}
	case len(refused) == 1:
		return Found{}, refused[0]
	case len(refused) > 1:
		return Found{}, allRefused(folder, refused)
	}
	return Found{}, emptyFolder(folder)
}

// allRefused says why none of the files of a folder is a model.
func allRefused(folder string, refused []error) error {
	var reasons []string
	var kind error
	for _, err := range refused {
		p := problem.At(folder, err)
		reasons = append(reasons, bench.Clean(filepath.Base(p.Path))+": "+p.Why)
		kind = p.Kind
	}
	return &problem.Problem{
		Path: folder, Kind: kind, Why: fmt.Sprintf("none of its %d GGUF files can be measured (%s)", len(reasons), problem.Few(reasons)),
		Remedy: "`dragstrip models` followed by the folder gives the reason for each file",
	}
}

func emptyFolder(folder string) error {
	return &problem.Problem{Path: folder, Kind: problem.ErrEmpty, Why: "the folder itself holds no GGUF file and no MLX model", Remedy: "name a file that ends in .gguf, or the folder of a model"}
}

// openFile opens a file, or the whole split model that it is a part of.
func openFile(path string) (Found, error) {
	first, err := readHeader(path)
	if err != nil {
		return Found{}, err
	}
	paths := []string{path}
	heads := []*gguf.Header{first}
	if first.Int("split.count") > 1 {
		if paths, heads, err = readParts(path, first); err != nil {
			return Found{}, err
		}
	}
	if why := NotOffered(paths[0], heads[0]); why != "" {
		return Found{}, &problem.Problem{Path: path, Kind: problem.ErrNotOffered, Why: why, Remedy: "name the model it belongs to"}
	}
	if heads[0].Arch() == "" {
		return Found{}, &problem.Problem{
			Path: path, Kind: problem.ErrNotModel, Why: "it does not say which architecture it has, so no engine can load it",
			Remedy: "download it again, or look for another conversion of the model",
		}
	}
	m := FromGGUF(paths[0], heads)
	for i, p := range paths {
		m.Files = append(m.Files, bench.ModelFile{Name: bench.Clean(filepath.Base(p)), SizeBytes: heads[i].SizeBytes})
	}
	return m, nil
}

// NotOffered says why an intact file cannot be benchmarked; "" if it can.
func NotOffered(path string, g *gguf.Header) string {
	arch := g.Arch()
	switch kind := strings.ToLower(g.Text("general.type")); {
	case kind == "mmproj" || arch == "clip":
		return "it is a projector, with which another model sees or hears"
	case kind == "adapter":
		return "it is an adapter (LoRA) for another model"
	case kind == "imatrix" || (arch == "" && strings.Contains(strings.ToLower(filepath.Base(path)), "imatrix")):
		return "it is an importance matrix, used to make quantized models"
	case len(g.Tensors) == 0:
		return "it holds a vocabulary and no weights"
	}
	if slices.Contains(otherArchs, arch) {
		return fmt.Sprintf("it is a %s model, which generates no text", bench.Clean(arch))
	}
	return ""
}

// otherArchs are architectures of GGUF files that llama.cpp does not run as
// text generators.
var otherArchs = []string{
	"flux", "sd1", "sd3", "sdxl", "aura", "ltxv", "hyvid", "wan", "hidream", "cosmos", "lumina2", "qwen_image", "pig",
	"t5encoder", "whisper", "wavtokenizer-dec",
}
