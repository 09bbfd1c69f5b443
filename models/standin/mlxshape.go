package standin

import (
	"fmt"
)

// mlxSpec is a tensor before it is quantized. A matrix may then become three
// tensors.
type mlxSpec struct {
	name   string  // without ".weight"
	end    string  // "weight", "bias", "" for a tensor that has no end
	dims   []int64 // slowest first, as safetensors have them
	fill   fill
	matrix bool
	// expert and router mark tensors that may have another packing than the
	// rest.
	expert, router bool
}

// mlxTensors lists the tensors in the order of the model's layers.
func (s Shape) mlxTensors(f mlxForm) []mlxSpec {
	b := mlxBuilder{norms: fillOnes}
	if f.normsFromZero {
		b.norms = fillZeros
	}
	embd, vocab := int64(s.Embedding), int64(s.mlxVocabulary(f))
	b.at = f.prefix + "model."
	b.linear("embed_tokens", embd, vocab, false)
	for i := range s.Layers {
		b.at = fmt.Sprintf("%smodel.layers.%d.", f.prefix, i)
		b.norm("input_layernorm", embd)
		s.mlxAttention(&b)
		b.norm("post_attention_layernorm", embd)
		if s.SandwichNorms {
			b.norm("pre_feedforward_layernorm", embd)
			b.norm("post_feedforward_layernorm", embd)
		}
		s.mlxFeedForward(&b, f)
	}
	b.at = f.prefix + "model."
	b.norm("norm", embd)
	if !s.Tied {
		b.at = f.prefix
		b.linear("lm_head", embd, vocab, false)
	}
	return b.specs
}

func (s Shape) mlxVocabulary(f mlxForm) int {
	// Only the published size was cut. Any other size is used as it is.
	if f.vocabulary > 0 && s.Vocabulary == 262_144 {
		return f.vocabulary
	}
	return s.Vocabulary
}

func (s Shape) mlxAttention(b *mlxBuilder) {
	embd, head := int64(s.Embedding), int64(s.HeadSize)
	q, kv := head*int64(s.Heads), head*int64(s.KVHeads)
	b.linear("self_attn.q_proj", embd, q, s.QKVBias)
	b.linear("self_attn.k_proj", embd, kv, s.QKVBias)
	b.linear("self_attn.v_proj", embd, kv, s.QKVBias)
	b.linear("self_attn.o_proj", q, embd, s.OutputBias)
	if s.QKNorm {
		b.norm("self_attn.q_norm", head)
		b.norm("self_attn.k_norm", head)
	}
	if s.Sinks {
		b.add(mlxSpec{name: "self_attn.sinks", dims: []int64{int64(s.Heads)}, fill: fillZeros})
	}
}

func (s Shape) mlxFeedForward(b *mlxBuilder, f mlxForm) {
	embd, ffn := int64(s.Embedding), int64(s.FeedForward)
	three := func(part string, inner int64) {
		b.linear(part+".gate_proj", embd, inner, false)
		b.linear(part+".up_proj", embd, inner, false)
		b.linear(part+".down_proj", inner, embd, false)
	}
	if s.Experts == 0 {
		three(f.feedForward, ffn)
		return
	}
	experts, inner := int64(s.Experts), int64(s.ExpertFeedForward)
	at := len(b.specs)
	b.linear(f.feedForward+"."+f.router, embd, experts, s.ExpertBias)
	b.specs[at].router = true
	part := f.feedForward + "." + f.experts
	b.experts(part+".gate_proj", experts, embd, inner, s.ExpertBias)
	b.experts(part+".up_proj", experts, embd, inner, s.ExpertBias)
	b.experts(part+".down_proj", experts, inner, embd, s.ExpertBias)
	if shared := int64(s.SharedFeedForward); shared > 0 {
		three(f.feedForward+".shared_expert", shared)
	}
}

// mlxBuilder collects tensors. It puts the name of the layer in front of their
// names.
type mlxBuilder struct {
	at    string
	norms fill
	specs []mlxSpec
}

func (b *mlxBuilder) add(s mlxSpec) {
	s.name = b.at + s.name
	b.specs = append(b.specs, s)
}

func (b *mlxBuilder) norm(name string, n int64) {
	b.add(mlxSpec{name: name, end: "weight", dims: []int64{n}, fill: b.norms})
}

func (b *mlxBuilder) linear(name string, in, out int64, bias bool) {
	b.add(mlxSpec{name: name, end: "weight", dims: []int64{out, in}, matrix: true})
	if bias {
		b.add(mlxSpec{name: name, end: "bias", dims: []int64{out}, fill: fillZeros})
	}
}

func (b *mlxBuilder) experts(name string, n, in, out int64, bias bool) {
	b.add(mlxSpec{name: name, end: "weight", dims: []int64{n, out, in}, matrix: true, expert: true})
	if bias {
		b.add(mlxSpec{name: name, end: "bias", dims: []int64{n, out}, fill: fillZeros})
	}
}
