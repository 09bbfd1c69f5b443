package models

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/mlx"
)

// FromMLX describes the model of a folder with this config.json and these
// files.
func FromMLX(text []byte, shards []*mlx.Shard) (Found, error) {
	config, err := mlx.ParseConfig(text)
	if err != nil {
		return Found{}, err
	}
	m := mlxModel{config: config, shards: shards}
	return m.found(), nil
}

// mlxModel is a model whose files are being added up.
type mlxModel struct {
	folder string
	config *mlx.Config
	shards []*mlx.Shard
	files  []bench.ModelFile
}

func (m *mlxModel) found() Found {
	c := m.config.Language()
	sum := sumOfMLX(m.config, c, m.shards)
	pack := m.config.PackingOf("")
	name, of, card := folderName(m.folder), "", m.card()
	var fault bench.StandInFault
	if mark := m.config.StandIn; mark != nil {
		name, of = cmp.Or(bench.Clean(mark.Title), name), shorten(bench.Clean(mark.Shape))
		fault = faultOf(int64(mark.Recipe), c.Experts > 1, false)
	}
	f := Found{Model: bench.Model{
		Path: m.folder, Format: "mlx", Name: shorten(name),
		Arch: shorten(bench.Clean(c.ModelType)), StandIn: m.config.StandIn != nil, StandInFault: fault, Files: m.files,
		SizeBytes: sum.bytes, ParamCount: sum.params, ActiveParamCount: sum.activeParams, ReadBytesPerToken: sum.activeBytes,
		Quant: m.quant(pack, &sum), KV: kvOfMLX(c),
	}}
	f.Facts = Facts{
		Layers: c.Layers, Embedding: c.Embedding, Heads: c.Heads, KVHeads: cmp.Or(c.KVHeads, c.Heads), HeadSize: c.HeadSize(),
		FeedForward: c.FeedForward, Experts: c.Experts, ExpertsUsed: c.Used, SharedExperts: c.Shared,
		ContextLength: c.Context, Window: c.Window, Vocabulary: c.Vocabulary, FurtherLayers: c.Further, Tied: sum.tied,
		BitsPerWeight: bitsPerWeight(sum.bytes, sum.params), MainType: sum.mainKind(),
		QuantBits: pack.Bits, GroupSize: pack.Group, QuantMode: shorten(bench.Clean(pack.Mode)),
		Tensors: sum.tensors, License: strings.Join(card["license"], ""), ConvertedFrom: convertedFrom(card, folderName(m.folder)), StandInOf: of,
	}
	f.RowBytes, f.LayerCount = rowBytes(f.Facts), int(f.Facts.Layers)
	if f.Facts.QuantMode == "" && pack.Bits > 0 {
		f.Facts.QuantMode = "affine"
	}
	for _, name := range m.config.Unread {
		f.Facts.Unread = append(f.Facts.Unread, shorten(bench.Clean(name)))
	}
	for _, file := range m.files {
		f.Facts.FileBytes += file.SizeBytes
	}
	f.Facts.attentionOf(c, f.KV)
	return f
}

// quant names the quantization as the names of repositories do: 4bit, 4bit-g32,
// mxfp4, bf16. Mixtures are spelled mixed_4_6, or mxfp4-q8 if only the experts
// are MXFP4. A router that has another number of bits does not make a mixture.
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

// card is the block of settings at the beginning of a model's README.md. It has
// the keys with one value, and those with a list of values.
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

// convertedFrom is the model that the card names, if this model is a conversion
// of it. If the card does not say how the two are related, this model may also
// have been trained from the other one. Then only a quantization in the
// folder's name shows that it is a conversion.
func convertedFrom(card map[string][]string, folder string) []string {
	from, relation := card["base_model"], strings.Join(card["base_model_relation"], "")
	if len(from) == 1 && (relation == "quantized" || (relation == "" && originEnding.MatchString(folder))) {
		return from
	}
	return nil
}
