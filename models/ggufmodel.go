package models

import (
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// FromGGUF gets the facts of a model from the headers of its parts. The first
// part has the metadata.
func FromGGUF(path string, parts []*gguf.Header) Found {
	first := parts[0]
	m := bench.Model{
		Path: path, Format: "gguf",
		Name:    nameOf(path, first),
		Arch:    shorten(bench.Clean(first.Arch())),
		StandIn: first.Int(gguf.KeyStandIn) != 0,
	}
	tied := true
	for _, g := range parts {
		for _, t := range g.Tensors {
			if t.Name == "output.weight" {
				tied = false
			}
		}
	}
	w := weigher{
		tied:  tied,
		share: share(first.ArchInt("expert_used_count"), first.ArchInt("expert_count")),
		last:  lastBlock(first),
	}
	for _, g := range parts {
		for _, t := range g.Tensors {
			w.add(t)
		}
	}
	m.SizeBytes, m.ParamCount = w.bytes, w.params
	m.ActiveParamCount, m.ReadBytesPerToken = w.activeParams, w.activeBytes
	m.Quant = quantOf(path, first, &w)
	m.KV = kvOf(first)
	if m.StandIn {
		m.StandInFault = faultOf(first.Int(gguf.KeyStandInRecipe), w.share.of > 1, w.scaled())
	}
	facts := factsOf(parts, &w)
	m.RowBytes, m.LayerCount = rowBytes(facts), int(facts.Layers)
	return Found{Model: m, Facts: facts}
}

// nameOf prefers the name in the file, unless that name says nothing.
func nameOf(path string, g *gguf.Header) string {
	name := strings.TrimSpace(bench.Clean(g.Text("general.name")))
	if g.Int(gguf.KeyStandIn) != 0 {
		name = strings.TrimSuffix(name, gguf.NameEnding)
	}
	if saysNothing(name) {
		name = stem(path)
	}
	if saysNothing(name) {
		name = folderName(filepath.Dir(path))
	}
	return shorten(name)
}

// quantOf is the name of the quantization. The file's name comes first, because
// it can name dynamic mixtures, for which general.file_type has no number.
func quantOf(path string, g *gguf.Header, w *weigher) string {
	if g.Int(gguf.KeyStandIn) != 0 { // its file name does not count
		path = g.Text(gguf.KeyStandInQuant)
	}
	if tag := tagOf(path); tag != "" {
		return tag
	}
	if v, ok := g.Keys["general.file_type"]; ok {
		if ft, known := gguf.FileTypeOf(v.Int); known {
			return ft.Tag
		}
	}
	if t, ok := w.dominant(); ok {
		return t.String()
	}
	return ""
}
