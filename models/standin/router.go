package standin

import "strings"

// A router sends each token to a few experts. It decides by what the layers
// below computed for the token. A trained router has learned to use all experts
// about equally often. A router with random weights does not do that by itself.
// The layers add nearly the same values to every token, and these values are
// far larger than the differences between tokens. So all tokens look alike to
// the router.
//
// Three things make the use even. First, the embedding is made much larger than
// what the layers add, so that tokens stay different. Second, every second
// block has the opposite sign. The mean of random blocks of some types is not
// quite zero (Q4_0 counts from -8 to 7). From layer to layer such a mean would
// grow until it hides everything else. Third, in each row of the router every
// second weight is the weight before it with the opposite sign. So values that
// are the same in all channels cancel out.

// loudness is the factor by which the embedding is larger than usual. It is a
// power of two, so that it is exact in every type, also in types whose scale is
// an exponent.
const (
	loudness     = 1 << loudnessBits
	loudnessBits = 12
)

// routerTensor is the name of a router in GGUF files.
const routerTensor = "ffn_gate_inp.weight"

// useEvenly makes a mixture of experts use all its experts. It tells whether
// the weights are those of a mixture of experts.
func (w weights) useEvenly() bool {
	routed := false
	for i := range w {
		if t := &w[i]; strings.HasSuffix(t.name, "."+routerTensor) {
			t.fill, routed = fillRouter, true
		}
	}
	for i := range w {
		w[i].balanced = routed
		w[i].loud = routed && w[i].name == "token_embd.weight"
	}
	return routed
}
