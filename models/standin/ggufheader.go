package standin

import (
	"fmt"
	"strconv"

	"dragstrip/models/gguf"
)

// ggufHeader gives the bytes of a shape's file up to its weights.
func ggufHeader(s Shape, q quant, w *work) []byte {
	h := &gguf.Writer{}
	s.general(h, q, w)
	s.architecture(h)
	vocabulary(h, s.Vocabulary)
	for _, t := range w.tensors {
		h.Tensor(t.name, t.kind, t.dims, t.offset)
	}
	return h.Bytes(gguf.Alignment)
}

// markStandIn marks the file as a stand-in: for other programs by the model's
// name, for dragstrip by its own keys.
func markStandIn(h *gguf.Writer, name, what string, w *work) {
	h.Text("general.name", name+gguf.NameEnding)
	h.Text("general.description", fmt.Sprintf(
		"Stand-in written by dragstrip: %s with random weights. It measures speed; its text has no meaning.", what))
	h.Texts("general.tags", 1)
	h.String("stand-in")
	h.Bool(gguf.KeyStandIn, true)
	h.Text(gguf.KeyStandInSeed, strconv.FormatUint(w.seed, 10))
	h.Int(gguf.KeyStandInRecipe, w.recipe)
}

func (s Shape) general(h *gguf.Writer, q quant, w *work) {
	h.Text("general.architecture", s.Arch)
	h.Text("general.type", "model")
	markStandIn(h, s.Title, "the shape of "+s.Title+" and a made-up vocabulary", w)
	h.Text(gguf.KeyStandInShape, s.Name)
	h.Int("general.quantization_version", 2)
	h.Int("general.file_type", int(q.fileType))
	h.Int("general.alignment", gguf.Alignment)
}

// architecture writes the figures from which llama.cpp builds the model.
func (s Shape) architecture(h *gguf.Writer) {
	a := s.Arch + "."
	h.Int(a+"block_count", s.Layers)
	h.Int(a+"context_length", s.ContextLength)
	h.Int(a+"embedding_length", s.Embedding)
	h.Int(a+"feed_forward_length", s.FeedForward)
	h.Int(a+"attention.head_count", s.Heads)
	h.Int(a+"attention.head_count_kv", s.KVHeads)
	h.Int(a+"attention.key_length", s.HeadSize)
	h.Int(a+"attention.value_length", s.HeadSize)
	h.Int(a+"rope.dimension_count", s.HeadSize)
	h.Float(a+"rope.freq_base", s.RopeBase)
	h.Float(a+"attention.layer_norm_rms_epsilon", 1e-5)
	h.Int(a+"vocab_size", s.Vocabulary)
	intIf(h, a+"attention.sliding_window", s.Window)
	intIf(h, a+"expert_count", s.Experts)
	intIf(h, a+"expert_used_count", s.ExpertsUsed)
	intIf(h, a+"expert_feed_forward_length", s.ExpertFeedForward)
	intIf(h, a+"expert_shared_feed_forward_length", s.SharedFeedForward)
	for _, e := range s.Extra {
		h.Setting(a+e.Key, e.Value)
	}
}

func intIf(h *gguf.Writer, key string, v int) {
	if v > 0 {
		h.Int(key, v)
	}
}
