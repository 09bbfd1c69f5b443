package lmstudio

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// mostModels is how many models of a server are listed at most.
const mostModels = 1000

// served lists the models of a server that generate text.
func served(ctx context.Context, f engine.Folders, b bench.EngineBuild) ([]bench.Model, error) {
	at, err := placeOf(b.Prefix)
	if err != nil {
		return nil, err
	}
	s := &server{}
	if s.Client, err = at.client(nil, 0); err != nil {
		return nil, err
	}
	list, err := s.models(ctx)
	if err != nil {
		return nil, err
	}
	var files []stored
	if serving.PortHere(ctx, at.url) != 0 {
		files = storeOf(f.Home)
	}
	var out []bench.Model
	for _, m := range list[:min(len(list), mostModels)] {
		if !m.generates() || m.Name == "" || bench.CleanLine(m.Name, bench.MaxServedName) != m.Name {
			continue // a plan cannot hold such a name
		}
		out = append(out, bench.Model{
			Name: m.Name, Served: m.Name, SizeBytes: max(m.Bytes, 0), Quant: bench.CleanLine(m.Quant, 40), Arch: bench.CleanLine(m.Arch, 40), Path: fileOf(m, files),
		})
	}
	return out, nil
}

// stored is a model in LM Studio's folder of models.
type stored struct {
	publisher, repository string
	path                  string // of the file, or of the folder of an MLX model
	bytes                 int64  // of the file
}

// storeFolders are where LM Studio keeps models, below the home folder.
var storeFolders = []string{".lmstudio/models", ".cache/lm-studio/models"}

// storeOf lists the models below a home folder: PUBLISHER/REPOSITORY/FILE.gguf, or
// PUBLISHER/REPOSITORY with config.json.
func storeOf(home string) (list []stored) {
	if home == "" {
		return nil
	}
	for _, folder := range storeFolders {
		root := filepath.Join(home, filepath.FromSlash(folder))
		found, _ := filepath.Glob(filepath.Join(escaped(root), "*", "*", "*.gguf"))
		configs, _ := filepath.Glob(filepath.Join(escaped(root), "*", "*", "config.json"))
		for _, path := range append(found, configs...) {
			folder := filepath.Dir(path)
			one := stored{publisher: filepath.Base(filepath.Dir(folder)), repository: filepath.Base(folder), path: path}
			if filepath.Base(path) == "config.json" {
				one.path = folder
			} else if st, err := os.Stat(path); err == nil {
				one.bytes = st.Size()
			}
			list = append(list, one)
		}
	}
	return list
}

// escaped is a path in which no letter has a meaning for filepath.Glob.
func escaped(path string) string {
	if filepath.Separator == '\\' {
		return path
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// fileOf is the file of a model; "" if it is not known. The server tells no path:
// the model's name is one, or ends one, or publisher and size leave one file. v0
// tells no size either: then publisher, name and quantization leave one.
func fileOf(m model, files []stored) string {
	name := strings.ToLower(m.Name)
	var named, alike []string
	for _, f := range files {
		whole := strings.ToLower(f.publisher + "/" + f.repository)
		switch {
		case name == whole+"/"+strings.ToLower(filepath.Base(f.path)), name == whole:
			named = append(named, f.path)
		case m.Publisher == "" || !strings.EqualFold(m.Publisher, f.publisher):
		case f.bytes > 0 && f.bytes == m.Bytes, f.bytes == 0 && m.Format == "mlx" && isNamedAs(f.repository, name), m.Bytes == 0 && isNamedWith(f, name, m.Quant):
			alike = append(alike, f.path)
		}
	}
	switch {
	case len(named) == 1:
		return named[0]
	case len(named) == 0 && len(alike) == 1:
		return alike[0]
	}
	return ""
}

// isNamedWith tells whether a file is in the repository of a model's name, and has
// the model's quantization in its own name.
func isNamedWith(f stored, name, quant string) bool {
	repository := strings.TrimSuffix(strings.ToLower(f.repository), "-gguf")
	file := strings.ToLower(filepath.Base(f.path))
	at := strings.LastIndex(file, strings.ToLower(quant)) // bf16 is not f16
	return f.bytes > 0 && quant != "" && isNamedAs(repository, name) && !strings.HasPrefix(file, "mmproj") && at > 0 && strings.IndexByte("-_. ", file[at-1]) >= 0
}

// isNamedAs tells whether a repository has the name of a model, whose publisher
// may stand before it.
func isNamedAs(repository, name string) bool {
	return strings.EqualFold(repository, name[strings.LastIndexByte(name, '/')+1:])
}
