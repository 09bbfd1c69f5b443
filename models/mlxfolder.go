package models

import (
	"fmt"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/bench/regular"
	"dragstrip/models/mlx"
	"dragstrip/models/problem"
)

// openMLX reads the model in a folder with config.json and safetensors files.
// It gives a problem if mlx_lm would refuse the folder.
func openMLX(folder string, entries []os.DirEntry) (Found, error) {
	if err := foreignIn(folder); err != nil {
		return Found{}, err
	}
	b := readSmall(filepath.Join(folder, "config.json"))
	if b == nil {
		return Found{}, noConfig(folder, "its config.json is missing or cannot be read")
	}
	config, err := mlx.ParseConfig(b)
	if err != nil {
		return Found{}, noConfig(folder, "its config.json cannot be understood: "+bench.Clean(err.Error()))
	}
	var files []string
	for _, e := range entries {
		if mlx.IsShard(e.Name()) {
			files = append(files, e.Name())
		}
	}
	if err := allShards(folder, files); err != nil {
		return Found{}, err
	}
	m := mlxModel{folder: folder, config: config}
	for _, name := range files {
		s, err := mlx.ReadShardFile(filepath.Join(folder, name))
		if err != nil {
			return Found{}, err
		}
		m.shards = append(m.shards, s)
		m.files = append(m.files, bench.ModelFile{Name: bench.Clean(name), SizeBytes: s.SizeBytes})
	}
	if why := m.notMLX(); why != "" {
		return Found{}, &problem.Problem{Path: folder, Kind: problem.ErrNotOffered, Why: why, Remedy: "get an MLX or a GGUF conversion of it"}
	}
	return m.found(), nil
}

// foreignIn finds small files that mlx_lm would read but whose contents are
// something else, such as the pointer files that git leaves without LFS.
func foreignIn(folder string) error {
	for _, name := range []string{"config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model"} {
		path := filepath.Join(folder, name)
		f, err := regular.Open(path)
		if err != nil {
			continue // if the file is needed, reading it later reports the error
		}
		p := problem.Foreign(f)
		f.Close()
		if p != nil {
			return problem.At(path, p)
		}
	}
	return nil
}

func noConfig(folder, why string) error {
	return &problem.Problem{
		Path: folder, Kind: problem.ErrIncomplete, Why: "it holds safetensors weights, but " + why,
		Remedy: "download config.json again from where the model came from", MissingFiles: []string{"config.json"},
	}
}

// allShards checks that no file is missing, by the index and by the numbers in
// the names.
func allShards(folder string, files []string) error {
	absent := mlx.Absent(files, readLarge(filepath.Join(folder, "model.safetensors.index.json")))
	if len(files) > 0 && len(absent) == 0 {
		return nil
	}
	if len(absent) == 0 {
		return &problem.Problem{
			Path: folder, Kind: problem.ErrIncomplete, Why: "it has an index of weights, but no weight files (model*.safetensors)", Remedy: "download the weights into the same folder",
		}
	}
	for i, name := range absent {
		absent[i] = bench.Clean(name)
	}
	return &problem.Problem{
		Path: folder, Kind: problem.ErrIncomplete, MissingFiles: absent,
		Why:    fmt.Sprintf("missing from the model, %s: %s", bench.Plural(len(absent), "file"), problem.Few(absent)),
		Remedy: "download them into the same folder",
	}
}

// notMLX says why mlx_lm does not load a folder of weights as it is; "" if it
// does.
func (m *mlxModel) notMLX() string {
	if why := m.config.Refused(m.shards); why != "" {
		return shorten(bench.Clean(why)) + ", and mlx_lm loads it only after a conversion"
	}
	if why := m.config.NotBuilt(); why != "" {
		return why
	}
	if len(m.config.Quantization) > 0 || m.config.LanguageModel() {
		return ""
	}
	for _, s := range m.shards {
		if s.Format == "mlx" {
			return ""
		}
	}
	return "it is not a language model: its architecture is " + shorten(bench.Clean(m.config.Architectures[0]))
}
