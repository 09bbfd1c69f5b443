package models

import (
	"cmp"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// factsOf reads the facts out of a model's headers.
func factsOf(parts []*gguf.Header, w *weigher) Facts {
	g := parts[0]
	said := func(key string) string { return shorten(bench.Clean(g.Text(key))) }
	f := Facts{
		Layers: lastBlock(g), Embedding: g.ArchInt("embedding_length"),
		Heads: archMost(g, "attention.head_count"), KVHeads: archMost(g, "attention.head_count_kv"),
		FeedForward: archMost(g, "feed_forward_length"),
		Experts:     g.ArchInt("expert_count"), ExpertsUsed: g.ArchInt("expert_used_count"),
		SharedExperts: g.ArchInt("expert_shared_count"), FurtherLayers: g.ArchInt("nextn_predict_layers"),
		ContextLength: g.ArchInt("context_length"), Tied: w.tied,
		Vocabulary: vocabularyOf(g), Tokenizer: said("tokenizer.ggml.model"),
		License: said("general.license"), Author: said("general.organization"), SizeLabel: said("general.size_label"),
		Version: g.Version, BitsPerWeight: bitsPerWeight(w.bytes, w.params),
	}
	// A model that was trained from another model names that one as its base,
	// too. The base is the same model only if somebody quantized it.
	if said("general.quantized_by") != "" {
		if from := said("general.base_model.0.name"); from != "" && g.Int("general.base_model.count") == 1 {
			f.ConvertedFrom = []string{from}
		}
	}
	if g.Int(gguf.KeyStandIn) != 0 {
		f.StandInOf = cmp.Or(said(gguf.KeyStandInLike), said(gguf.KeyStandInShape))
	}
	if f.Layers == noBlocks {
		f.Layers = 0
	}
	if f.Author == "" {
		f.Author = said("general.author")
	}
	f.HeadSize = g.ArchInt("attention.key_length")
	if f.HeadSize == 0 && f.Heads > 0 {
		f.HeadSize = f.Embedding / f.Heads
	}
	if pattern := windowPattern(g); pattern.tokens > 0 {
		f.Window = pattern.tokens
	}
	f.attention(g)
	if v, ok := g.Keys["general.file_type"]; ok {
		file, _ := gguf.FileTypeOf(v.Int)
		f.FileType = file.Long
	}
	if t, ok := w.dominant(); ok {
		f.MainType = t.String()
	}
	for _, p := range parts {
		f.Tensors += int64(len(p.Tensors))
		f.FileBytes += p.SizeBytes
		for _, t := range p.UnknownTypes {
			f.UnknownTypes = append(f.UnknownTypes, t.String())
		}
	}
	return f
}

// attention says how keys and values are stored.
func (f *Facts) attention(g *gguf.Header) {
	kv := kvOf(g)
	for _, group := range kv.Groups {
		if group.Window > 0 {
			f.WindowLayers += group.Layers
		}
	}
	recurrent := recurrentRule(g)
	for _, is := range recurrent.only {
		if is {
			f.StateLayers++
		}
	}
	switch {
	case len(kv.Groups) == 0:
	case g.ArchInt("attention.key_length_mla") > 0:
		f.Attention = "latent"
	case f.KVHeads == f.Heads || f.KVHeads == 0:
		f.Attention = "multi-head"
	default:
		f.Attention = "grouped"
	}
}
