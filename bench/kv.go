package bench

// KV is what a model stores about the tokens it has read: keys and values in
// attention layers, a state of fixed size in recurrent layers. The zero KV
// means that this is not known.
type KV struct {
	Groups []KVGroup `json:"groups,omitempty"`
	// StateBytes is what recurrent layers keep for one sequence, however long
	// it is.
	StateBytes int64 `json:"state_bytes,omitempty"`
}

// KVGroup describes layers that each store the same amount.
type KVGroup struct {
	Layers int64 `json:"layers"`
	// Keys and Values are how many elements one token takes in one layer.
	Keys   int64 `json:"keys"`
	Values int64 `json:"values,omitempty"`
	// Window is how many tokens a sliding-window layer sees; 0 means all.
	Window int64 `json:"window,omitempty"`
}

// Known tells whether the KV is known.
func (k KV) Known() bool { return len(k.Groups) > 0 || k.StateBytes > 0 }

// kvTypes are the types in which engines store keys and values. Each has the
// number of elements in a block, and the size of a block in bytes.
var kvTypes = map[string][2]int64{
	"f32": {1, 4}, "f16": {1, 2}, "bf16": {1, 2}, "q8_0": {32, 34}, "q4_0": {32, 18}, "q4_1": {32, 20},
	"iq4_nl": {32, 18}, "q5_0": {32, 22}, "q5_1": {32, 24},
}

// KVTypes are the types of the cache's keys and values as llama-bench spells
// them; "" means f16, the default of engines.
type KVTypes struct{ Keys, Values string }

// KVTypes gives the types that the job asks for.
func (j *Job) KVTypes() KVTypes { return KVTypes{j.Params["type_k"], j.Params["type_v"]} }

func (t KVTypes) known() bool { return kvRow(t.Keys, 32) > 0 && kvRow(t.Values, 32) > 0 }

// kvRow is the size of n elements in bytes, 0 for an unknown type.
func kvRow(name string, n int64) int64 {
	if name == "" {
		name = "f16"
	}
	block, ok := kvTypes[name]
	if !ok {
		return 0
	}
	return (n + block[0] - 1) / block[0] * block[1]
}

// perCell is how many bytes one token takes in all layers of the group.
func (g KVGroup) perCell(t KVTypes) int64 {
	return g.Layers * (kvRow(t.Keys, g.Keys) + kvRow(t.Values, g.Values))
}

// BytesPerToken is how many bytes one more token takes at a depth. Layers whose
// window is already full take nothing more. It is 0 if the types or the model
// are not known.
func (k KV) BytesPerToken(depth int64, t KVTypes) int64 {
	var sum int64
	for _, g := range k.Groups {
		if g.Window == 0 || depth < g.Window {
			sum += g.perCell(t)
		}
	}
	return sum
}

// ReadBytes is how many of the stored bytes are read to decode one token at a
// depth. A recurrent state is read and written as a whole; only the read is
// counted.
func (k KV) ReadBytes(depth int64, t KVTypes) int64 {
	sum := k.StateBytes
	for _, g := range k.Groups {
		seen := depth
		if g.Window > 0 {
			seen = min(seen, g.Window)
		}
		sum += seen * g.perCell(t)
	}
	return sum
}

// kvStep is how many cells llama.cpp allocates at a time. A cell holds one
// token.
const kvStep = 256

// AllocatedBytes is how many bytes llama.cpp allocates for tokens, if it
// processes at most batch tokens at a time. It allocates whole steps of cells;
// a sliding window has room for one more batch. models/fit_test.go shows that
// this equals the engine's own figures.
func (k KV) AllocatedBytes(tokens, batch int64, t KVTypes) int64 {
	cells := kvCells(tokens)
	sum := k.StateBytes
	for _, g := range k.Groups {
		n := cells
		if g.Window > 0 {
			n = min(n, kvCells(g.Window+min(batch, tokens)))
		}
		sum += n * g.perCell(t)
	}
	return sum
}

func kvCells(tokens int64) int64 { return (max(tokens, 1) + kvStep - 1) / kvStep * kvStep }
