package standin

import (
	"fmt"
	"strings"
)

// Shape is the outer form of a published model: everything that decides how
// many weights it has and how long they take to read, but not their values. A
// field that is zero does not apply to the model.
type Shape struct {
	Name  string // as the command line takes it: "llama-3.2-1b"
	Title string // as people write it: "Llama 3.2 1B"
	Arch  string // as llama.cpp names it

	Layers, Embedding int
	// FeedForward is the inner width of the dense layers.
	FeedForward          int
	Heads, KVHeads       int
	HeadSize             int
	Vocabulary           int
	ContextLength        int
	Tied                 bool // the embedding is the output matrix as well
	RopeBase             float64
	RopeFactors          bool // has the rope_freqs tensor of Llama 3.1 and later
	QKNorm               bool // norms on queries and keys
	QKVBias, OutputBias  bool // biases in the attention
	SandwichNorms        bool // norms after attention and feed-forward as well
	Sinks                bool // one learned sink per head
	Window               int  // tokens a sliding-window layer sees
	Experts, ExpertsUsed int
	ExpertFeedForward    int
	SharedFeedForward    int  // of the expert that every token passes through
	ExpertBias           bool // biases in experts and router
	// Extra holds metadata that only this architecture has, under its own
	// prefix, so that the engine runs the same operations.
	Extra []Setting
	// PackedExperts says that the model was published with its experts in
	// MXFP4 and that no other form of them is in use.
	PackedExperts bool
}

// Setting is one metadata value: an int, a float64, a bool or a string.
type Setting struct {
	Key   string
	Value any
}

// fill says what a tensor is made of.
type fill uint8

const (
	fillWeights    fill = iota // random, standard deviation 0.02
	fillOnes                   // all ones, for norms: random numbers there would only scale everything
	fillZeros                  // for biases
	fillMinusOnes              // for the decay of a state, which must be negative
	fillRandom                 // packed weights: any bits are good
	fillRandomE4M3             // packed weights of eight bits without NaN
	fillValue                  // one number: scales and biases of packed weights
	fillRouter                 // random, in pairs: the second is the negative of the first
)

// spec is a tensor of a shape before its type is chosen.
type spec struct {
	name string
	dims []int64 // fastest first
	fill fill
	// layer is the block that the tensor belongs to; -1 if it belongs to none.
	layer int
	// keep says that the tensor stays F32 in every quantization.
	keep bool
	// loud says that the weights are larger than usual (router.go).
	loud bool
	// balanced says that the weights of a row have a mean of zero (router.go).
	balanced bool
}

// part is what the tensor is within its block: "attn_v".
func (s spec) part() string {
	name := s.name
	if s.layer >= 0 {
		name = name[strings.Index(name[4:], ".")+5:]
	}
	part, _, _ := strings.Cut(name, ".")
	return part
}

func (s spec) elements() int64 {
	n := int64(1)
	for _, d := range s.dims {
		n *= d
	}
	return n
}

// tensors lists the tensors of the shape, in the order in which converters
// write them.
func (s Shape) tensors() []spec {
	b := builder{layer: -1}
	embd, vocab := int64(s.Embedding), int64(s.Vocabulary)
	b.matrix("token_embd", embd, vocab)
	if s.RopeFactors {
		b.add(spec{name: "rope_freqs.weight", dims: []int64{int64(s.HeadSize / 2)}, fill: fillOnes, keep: true})
	}
	for b.layer = 0; b.layer < s.Layers; b.layer++ {
		s.attention(&b)
		s.feedForward(&b)
	}
	b.layer = -1
	b.norm("output_norm", embd)
	if !s.Tied {
		b.matrix("output", embd, vocab)
	}
	return b.specs
}

func (s Shape) attention(b *builder) {
	embd, head := int64(s.Embedding), int64(s.HeadSize)
	q, kv := head*int64(s.Heads), head*int64(s.KVHeads)
	b.norm("attn_norm", embd)
	b.linear("attn_q", embd, q, s.QKVBias)
	b.linear("attn_k", embd, kv, s.QKVBias)
	b.linear("attn_v", embd, kv, s.QKVBias)
	b.linear("attn_output", q, embd, s.OutputBias)
	if s.QKNorm {
		b.norm("attn_q_norm", head)
		b.norm("attn_k_norm", head)
	}
	if s.Sinks {
		b.add(spec{name: "attn_sinks.weight", dims: []int64{int64(s.Heads)}, fill: fillZeros, keep: true})
	}
	switch {
	case s.SandwichNorms:
		b.norm("post_attention_norm", embd)
		b.norm("ffn_norm", embd)
		b.norm("post_ffw_norm", embd)
	case s.Sinks: // gpt-oss has this name for its second norm
		b.norm("post_attention_norm", embd)
	default:
		b.norm("ffn_norm", embd)
	}
}

func (s Shape) feedForward(b *builder) {
	embd, ffn := int64(s.Embedding), int64(s.FeedForward)
	if s.Experts == 0 {
		b.matrix("ffn_gate", embd, ffn)
		b.matrix("ffn_up", embd, ffn)
		b.matrix("ffn_down", ffn, embd)
		return
	}
	experts, inner := int64(s.Experts), int64(s.ExpertFeedForward)
	b.add(spec{name: "ffn_gate_inp.weight", dims: []int64{embd, experts}, keep: true})
	if s.ExpertBias {
		b.add(spec{name: "ffn_gate_inp.bias", dims: []int64{experts}, fill: fillZeros, keep: true})
	}
	b.experts("ffn_gate_exps", embd, inner, experts, s.ExpertBias)
	b.experts("ffn_up_exps", embd, inner, experts, s.ExpertBias)
	b.experts("ffn_down_exps", inner, embd, experts, s.ExpertBias)
	if shared := int64(s.SharedFeedForward); shared > 0 {
		b.matrix("ffn_gate_shexp", embd, shared)
		b.matrix("ffn_up_shexp", embd, shared)
		b.matrix("ffn_down_shexp", shared, embd)
	}
}

// builder collects tensors. It puts the name of the block in front of their
// names.
type builder struct {
	layer int
	specs []spec
}

func (b *builder) add(s spec) {
	s.layer = b.layer
	if b.layer >= 0 {
		s.name = fmt.Sprintf("blk.%d.%s", b.layer, s.name)
	}
	b.specs = append(b.specs, s)
}

func (b *builder) matrix(name string, in, out int64) {
	b.add(spec{name: name + ".weight", dims: []int64{in, out}})
}

func (b *builder) linear(name string, in, out int64, bias bool) {
	b.matrix(name, in, out)
	if bias {
		b.add(spec{name: name + ".bias", dims: []int64{out}, fill: fillZeros, keep: true})
	}
}

func (b *builder) experts(name string, in, out, n int64, bias bool) {
	b.add(spec{name: name + ".weight", dims: []int64{in, out, n}})
	if bias {
		b.add(spec{name: name + ".bias", dims: []int64{out, n}, fill: fillZeros, keep: true})
	}
}

func (b *builder) norm(name string, n int64) {
	b.add(spec{name: name + ".weight", dims: []int64{n}, fill: fillOnes, keep: true})
}
