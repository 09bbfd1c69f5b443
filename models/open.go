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

// Open is what a benchmark needs of [Look].
func Open(path string) (bench.Model, error) {
	f, err := Look(path)
	return f.Model, err
}

// Look reads what a model says of itself: a GGUF file, any part of a split
// one, or a folder that holds exactly one model, GGUF or MLX. The path in the
// result is absolute and is the first part's. Every error is a [*problem.Problem].
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

// openFolder opens the one model in a folder, looking no deeper.
func openFolder(folder string) (Found, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return Found{}, problem.At(folder, err)
	}
	if mlx.HasShards(entries) {
		return openMLX(folder, entries)
	}
	var offered []string
	var last error
	for _, e := range entries {
		if !gguf.IsName(e.Name()) || laterPart(folder, e.Name()) {
			continue
		}
		path := filepath.Join(folder, e.Name())
		if _, err := openFile(path); err != nil {
			last = err
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
	case last != nil:
		return Found{}, last
	}
	return Found{}, emptyFolder(folder)
}

func emptyFolder(folder string) error {
	return &problem.Problem{Path: folder, Kind: problem.ErrEmpty, Why: "the folder holds no GGUF file and no MLX model", Remedy: "name a file that ends in .gguf"}
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

// readHeader reads one file's header and insists that all its bytes are there.
func readHeader(path string) (*gguf.Header, error) {
	// Looked at before it is opened: opening a named pipe would wait.
	look, err := os.Stat(path)
	if err != nil {
		return nil, problem.At(path, err)
	}
	if !look.Mode().IsRegular() {
		return nil, &problem.Problem{Path: path, Kind: problem.ErrNotModel, Why: "it is not a regular file", Remedy: "name a file that ends in .gguf"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, problem.At(path, err)
	}
	defer f.Close()
	g, err := gguf.Read(f, look.Size())
	if err != nil {
		return nil, problem.At(path, err)
	}
	if g.BigEndian {
		return nil, &problem.Problem{
			Path: path, Kind: problem.ErrNotModel, Why: "it is a GGUF file for big-endian machines, which no engine reads on this one",
			Remedy: "get the usual (little-endian) conversion of the model",
		}
	}
	if g.MissingBytes > 0 {
		want := g.SizeBytes + g.MissingBytes
		return nil, &problem.Problem{
			Path: path, Kind: problem.ErrIncomplete, MissingBytes: g.MissingBytes,
			Why:    fmt.Sprintf("the file is incomplete: it has %d of %d bytes, %d are missing", g.SizeBytes, want, g.MissingBytes),
			Remedy: "finish the download or copy it again",
		}
	}
	return g, nil
}

// NotOffered says why a sound file is not something to benchmark, or "".
func NotOffered(path string, g *gguf.Header) string {
	arch := g.Arch()
	switch kind := strings.ToLower(g.Text("general.type")); {
	case kind == "mmproj" || arch == "clip":
		return "it is a projector, the eyes or ears of another model"
	case kind == "adapter":
		return "it is an adapter (LoRA) for another model"
	case kind == "imatrix" || (arch == "" && strings.Contains(strings.ToLower(filepath.Base(path)), "imatrix")):
		return "it is an importance matrix, used to make quantised models"
	case len(g.Tensors) == 0:
		return "it holds a vocabulary and no weights"
	}
	if slices.Contains(otherArchs, arch) {
		return fmt.Sprintf("it is a %s model, which makes no text", bench.Clean(arch))
	}
	return ""
}

// otherArchs are architectures of GGUF files that llama.cpp does not run as
// text generators.
var otherArchs = []string{
	"flux", "sd1", "sd3", "sdxl", "aura", "ltxv", "hyvid", "wan", "hidream", "cosmos", "lumina2", "qwen_image", "pig",
	"t5encoder", "whisper", "wavtokenizer-dec",
}

// laterPart tells whether a name is a further part of a split model whose
// first part lies beside it; the first speaks for all.
func laterPart(folder, base string) bool {
	p, ok := gguf.SplitName(base)
	if !ok || p.Index == 1 {
		return false
	}
	_, err := os.Lstat(filepath.Join(folder, p.Sibling(1, filepath.Ext(base))))
	return err == nil
}

// readParts reads all parts of the split model that path belongs to.
func readParts(path string, g *gguf.Header) ([]string, []*gguf.Header, error) {
	folder, base := filepath.Split(path)
	p, ok := gguf.SplitName(base)
	if !ok {
		return nil, nil, &problem.Problem{
			Path: path, Kind: problem.ErrIncomplete,
			Why: fmt.Sprintf("it is one of %d parts of a model, but its name does not end in -00001-of-%05d.gguf, so engines cannot find the others",
				g.Int("split.count"), g.Int("split.count")),
			Remedy: "give all parts their original names back",
		}
	}
	if int64(p.Of) != g.Int("split.count") || p.Of > gguf.MaxParts {
		return nil, nil, &problem.Problem{
			Path: path, Kind: problem.ErrNotModel,
			Why:    fmt.Sprintf("its name says %d parts and the file itself %d", p.Of, g.Int("split.count")),
			Remedy: "give the parts their original names back",
		}
	}
	var paths []string
	var absent []string
	for i := range p.Of {
		name := p.Sibling(i+1, filepath.Ext(base))
		paths = append(paths, filepath.Join(folder, name))
		if _, err := os.Stat(paths[i]); err != nil {
			absent = append(absent, bench.Clean(name))
		}
	}
	if len(absent) > 0 {
		return nil, nil, &problem.Problem{
			Path: path, Kind: problem.ErrIncomplete, MissingFiles: absent,
			Why:    fmt.Sprintf("%d of %d parts of the model are missing: %s", len(absent), p.Of, problem.Few(absent)),
			Remedy: "download them into the same folder",
		}
	}
	return readAll(paths)
}

func readAll(paths []string) ([]string, []*gguf.Header, error) {
	var heads []*gguf.Header
	var tensors int64
	for i, path := range paths {
		g, err := readHeader(path)
		if err != nil {
			return nil, nil, err
		}
		if g.Int("split.no") != int64(i) || g.Int("split.count") != int64(len(paths)) {
			return nil, nil, &problem.Problem{
				Path: path, Kind: problem.ErrNotModel,
				Why:    fmt.Sprintf("by its name it is part %d of %d, by its contents part %d of %d", i+1, len(paths), g.Int("split.no")+1, g.Int("split.count")),
				Remedy: "give the parts their original names back, or download it again",
			}
		}
		tensors += int64(len(g.Tensors))
		heads = append(heads, g)
	}
	if want := heads[0].Int("split.tensors.count"); want > 0 && want != tensors {
		return nil, nil, &problem.Problem{
			Path: paths[0], Kind: problem.ErrIncomplete,
			Why:    fmt.Sprintf("the parts hold %d tensors together and the model has %d: they do not belong together", tensors, want),
			Remedy: "download all parts again",
		}
	}
	return paths, heads, nil
}

// Parts gives the paths of a model's files in order, as Files names them.
func Parts(m bench.Model) []string {
	folder, base := filepath.Split(m.Path)
	var paths []string
	if m.Format == FormatMLX {
		for _, f := range m.Files {
			paths = append(paths, filepath.Join(m.Path, f.Name))
		}
		return paths
	}
	p, ok := gguf.SplitName(base)
	if !ok || len(m.Files) <= 1 {
		return []string{m.Path}
	}
	for i := range m.Files {
		paths = append(paths, filepath.Join(folder, p.Sibling(i+1, filepath.Ext(base))))
	}
	return paths
}
