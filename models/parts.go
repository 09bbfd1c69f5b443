package models

import (
	"fmt"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/bench/regular"
	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// laterPart tells whether a file is a further part of a split model whose first
// part is in the same folder. Only the first part is listed.
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
			Why:    fmt.Sprintf("its name says %d parts, but the file itself says %d", p.Of, g.Int("split.count")),
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
			Why:    fmt.Sprintf("missing parts of the model, %d of %d: %s", len(absent), p.Of, problem.Few(absent)),
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
				Why:    fmt.Sprintf("its name says part %d of %d, its contents say part %d of %d", i+1, len(paths), g.Int("split.no")+1, g.Int("split.count")),
				Remedy: "give the parts their original names back, or download them again",
			}
		}
		tensors += int64(len(g.Tensors))
		heads = append(heads, g)
	}
	if want := heads[0].Int("split.tensors.count"); want > 0 && want != tensors {
		return nil, nil, &problem.Problem{
			Path: paths[0], Kind: problem.ErrIncomplete,
			Why:    fmt.Sprintf("the parts hold %d tensors in all, but the model has %d: they do not belong together", tensors, want),
			Remedy: "download all parts again",
		}
	}
	return paths, heads, nil
}

// Parts gives the paths of a model's files, in the order of Files.
func Parts(m bench.Model) []string {
	if m.Path == "" {
		return nil // the files are on a server
	}
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

// readHeader reads the header of one file. It is an error if the file is
// incomplete.
func readHeader(path string) (*gguf.Header, error) {
	f, err := regular.Open(path)
	if err != nil {
		return nil, problem.At(path, err)
	}
	defer f.Close()
	look, err := f.Stat()
	if err != nil {
		return nil, problem.At(path, err)
	}
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
