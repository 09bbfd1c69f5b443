package standin

import "strings"

// A router sends each token to a few experts by what the layers below made of
// it. A trained one was taught to use all experts about as often. Of random
// weights that is not true by itself: the layers add much the same to every
// token, far more than tokens differ by, and the router sees one token only.
//
// Three things make use even. The embedding is louder than what the layers add,
// so that tokens stay as different as they came in. Random blocks of some types
// do not have quite zero for their mean (Q4_0 counts from -8 to 7), and from
// layer to layer that grows until it is all there is: every second block has the
// other sign. And in each row of the router every second weight is the one before
// it with the other sign, so that it does not see what is the same in all
// channels.

// loudness is a power of two, so that it is exact in every type, also in those
// whose scale is an exponent.
const (
	loudness     = 1 << loudnessBits
	loudnessBits = 12
)

// routerTensor is what GGUF files call a router.
const routerTensor = "ffn_gate_inp.weight"

// useEvenly lets a mixture of experts use all of them, and tells whether it is
// one.
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
