package models

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
	"dragstrip/models/problem"
)

// openMLX reads the model in a folder of config.json and safetensors files.
func openMLX(folder string, entries []os.DirEntry) (Found, error) {
	if err := foreignIn(folder); err != nil {
		return Found{}, err
	}
	b := readSmall(filepath.Join(folder, "config.json"))
	config, err := mlx.ParseConfig(b)
	if err != nil {
		why := "it holds safetensors weights, and its config.json is missing or cannot be read"
		if b != nil {
			why = "its config.json cannot be understood: " + bench.Clean(err.Error())
		}
		return Found{}, &problem.Problem{Path: folder, Kind: problem.ErrIncomplete, Why: why, Remedy: "download it again", MissingFiles: []string{"config.json"}}
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

// foreignIn tells where one of the small files that mlx_lm reads is something
// else under that name, as after a git clone without large files.
func foreignIn(folder string) error {
	for _, name := range []string{"config.json", "model.safetensors.index.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model"} {
		path := filepath.Join(folder, name)
		if p := problem.Foreign(readFirst(path, problem.ForeignBytes)); p != nil {
			return problem.At(path, p)
		}
	}
	return nil
}

// FromMLX is what a folder with this config.json and these files is.
func FromMLX(text []byte, shards []*mlx.Shard) (Found, error) {
	config, err := mlx.ParseConfig(text)
	if err != nil {
		return Found{}, err
	}
	m := mlxModel{config: config, shards: shards}
	return m.found(), nil
}

// allShards checks the files against the index, and against their own
// numbering where there is none.
func allShards(folder string, files []string) error {
	var index struct {
		Where map[string]string `json:"weight_map"`
	}
	file := filepath.Join(folder, "model.safetensors.index.json")
	if b := readLarge(file); b != nil {
		if err := json.Unmarshal(b, &index); err != nil {
			return &problem.Problem{Path: file, Kind: problem.ErrNotModel, Why: "the index of its files cannot be understood: " + bench.Clean(err.Error()), Remedy: "download it again"}
		}
	}
	var absent []string
	for _, name := range index.Where {
		if !slices.Contains(files, name) && !slices.Contains(absent, name) {
			absent = append(absent, bench.Clean(name))
		}
	}
	for _, name := range files {
		var n, of int
		if _, err := fmt.Sscanf(name, "model-%05d-of-%05d.safetensors", &n, &of); err != nil || of > gguf.MaxParts {
			continue
		}
		for i := range of {
			if want := fmt.Sprintf("model-%05d-of-%05d.safetensors", i+1, of); !slices.Contains(files, want) && !slices.Contains(absent, want) {
				absent = append(absent, want)
			}
		}
		break
	}
	if len(absent) == 0 {
		return nil
	}
	slices.Sort(absent)
	return &problem.Problem{
		Path: folder, Kind: problem.ErrIncomplete, MissingFiles: absent,
		Why:    fmt.Sprintf("%d of the model's files are missing: %s", len(absent), problem.Few(absent)),
		Remedy: "download them into the same folder",
	}
}

// mlxModel is a model being added up.
type mlxModel struct {
	folder string
	config *mlx.Config
	shards []*mlx.Shard
	files  []bench.ModelFile
}

// notMLX says why a folder of weights is not for MLX as it is, or "".
func (m *mlxModel) notMLX() string {
	if method := m.config.Foreign.Method; method != "" && m.config.Quantization == nil {
		return "it is quantised in another way (" + shorten(bench.Clean(method)) + "), which mlx_lm would first have to convert"
	}
	if len(m.config.Quantization) > 0 {
		return ""
	}
	for _, s := range m.shards {
		if s.Format == "mlx" {
			return ""
		}
	}
	return "it is a safetensors model as it was trained, not a conversion for MLX or llama.cpp"
}

func (m *mlxModel) found() Found {
	c := m.config.Language()
	sum := sumOfMLX(m.config, c, m.shards)
	pack := m.config.PackingOf("")
	name, of, card := folderName(m.folder), "", m.card()
	if mark := m.config.StandIn; mark != nil {
		name, of = cmp.Or(bench.Clean(mark.Title), name), shorten(bench.Clean(mark.Shape))
	}
	f := Found{Model: bench.Model{
		Path: m.folder, Format: "mlx", Name: shorten(name),
		Arch: shorten(bench.Clean(c.ModelType)), StandIn: m.config.StandIn != nil, Files: m.files,
		SizeBytes: sum.bytes, ParamCount: sum.params, ActiveParamCount: sum.activeParams, ReadBytesPerToken: sum.activeBytes,
		Quant: m.quant(pack, &sum), KV: kvOfMLX(c),
	}}
	f.Facts = Facts{
		Layers: c.Layers, Embedding: c.Embedding, Heads: c.Heads, KVHeads: cmp.Or(c.KVHeads, c.Heads), HeadSize: c.HeadSize(),
		FeedForward: c.FeedForward, Experts: c.ExpertCount(), ExpertsUsed: c.Used, SharedExperts: c.Shared,
		ContextLength: c.Context, Window: c.Window, Vocabulary: c.Vocabulary, FurtherLayers: c.Further, Tied: sum.tied,
		BitsPerWeight: bitsPerWeight(sum.bytes, sum.params), MainType: sum.mainKind(),
		QuantBits: pack.Bits, GroupSize: pack.Group, QuantMode: shorten(bench.Clean(pack.Mode)),
		Tensors: sum.tensors, License: strings.Join(card["license"], ""), ConvertedFrom: convertedFrom(card, folderName(m.folder)), StandInOf: of,
	}
	if f.Facts.QuantMode == "" && pack.Bits > 0 {
		f.Facts.QuantMode = "affine"
	}
	for _, file := range m.files {
		f.Facts.FileBytes += file.SizeBytes
	}
	f.Facts.attentionOf(c, f.KV)
	return f
}

// quant is spelled as in the names of repositories: 4bit, 4bit-g32, mxfp4,
// bf16; and of mixtures mixed_4_6, or mxfp4-q8 where only the experts are
// MXFP4. A router in other bits than the rest makes no mixture.
func (m *mlxModel) quant(p mlx.Packing, sum *mlxSum) string {
	if p.Bits <= 0 && p.Mode == "" {
		return strings.ToLower(sum.mainKind())
	}
	main, all := p, int64(0)
	for one, n := range sum.packed {
		all += n
		if n > sum.packed[main] || (n == sum.packed[main] && one.Bits < main.Bits) {
			main = one
		}
	}
	if p.Own() && sum.packed[p] > 0 {
		main = p
	}
	if !main.Own() && (main.Bits <= 0 || main.Bits > 32) {
		return strings.ToLower(sum.mainKind())
	}
	least, most, beside := main.Bits, main.Bits, int64(0)
	for one, n := range sum.packed {
		switch {
		case one.Own() != main.Own() && n*100 >= all && !one.Own() && one.Bits <= 32:
			beside = one.Bits
		case one.Own() == main.Own() && n*20 >= all && one.Bits > 0 && one.Bits <= 32:
			least, most = min(least, one.Bits), max(most, one.Bits)
		}
	}
	name := fmt.Sprintf("%dbit", main.Bits)
	if main.Own() {
		name = shorten(bench.Clean(main.Mode))
	}
	switch {
	case least != most:
		return fmt.Sprintf("mixed_%d_%d", least, most)
	case beside > 0 && main.Own():
		return fmt.Sprintf("%s-q%d", name, beside)
	case !main.Own() && main.Group > 0 && main.Group != 64:
		return fmt.Sprintf("%s-g%d", name, main.Group)
	}
	return name
}

// card is the front matter of a model's card, as far as it is understood:
// keys with one value, or with a list of them below.
func (m *mlxModel) card() map[string][]string {
	text, ok := strings.CutPrefix(strings.ReplaceAll(string(readSmall(filepath.Join(m.folder, "README.md"))), "\r\n", "\n"), "---\n")
	if !ok {
		return nil
	}
	text, _, _ = strings.Cut(text, "\n---")
	card, key := map[string][]string{}, ""
	for line := range strings.SplitSeq(text, "\n") {
		if one, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok && key != "" {
			card[key] = append(card[key], cardValue(one))
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, " ") {
			continue
		}
		key = name
		if value = cardValue(value); value != "" {
			card[key] = append(card[key], value)
		}
	}
	return card
}

func cardValue(s string) string {
	return shorten(strings.Trim(strings.TrimSpace(bench.Clean(s)), `"'`))
}

// convertedFrom is the one model the card names, where this is a conversion
// of it: a card that does not say so may be of something trained out of it,
// and only a quantisation in the folder's name speaks for the other.
func convertedFrom(card map[string][]string, folder string) []string {
	from, relation := card["base_model"], strings.Join(card["base_model_relation"], "")
	if len(from) == 1 && (relation == "quantized" || (relation == "" && originEnding.MatchString(folder))) {
		return from
	}
	return nil
}
