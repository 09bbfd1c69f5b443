package bench

// KV is what a model keeps of the tokens it has read: keys and values in
// attention layers, a state of fixed size in recurrent ones. The zero KV means
// that it is not known.
type KV struct {
	Groups []KVGroup `json:"groups,omitempty"`
	// StateBytes is what recurrent layers keep for one sequence, however long
	// it is.
	StateBytes int64 `json:"state_bytes,omitempty"`
}

// KVGroup is a number of layers that keep the same.
type KVGroup struct {
	Layers int64 `json:"layers"`
	// Keys and Values are the elements one token takes in one layer.
	Keys   int64 `json:"keys"`
	Values int64 `json:"values,omitempty"`
	// Window is how many tokens a sliding-window layer sees; 0 is all.
	Window int64 `json:"window,omitempty"`
}

// Known tells whether anything is known of it.
func (k KV) Known() bool { return len(k.Groups) > 0 || k.StateBytes > 0 }

// kvTypes are the forms engines store keys and values in: elements and bytes
// of a block.
var kvTypes = map[string][2]int64{
	"f32": {1, 4}, "f16": {1, 2}, "bf16": {1, 2}, "q8_0": {32, 34}, "q4_0": {32, 18}, "q4_1": {32, 20},
	"iq4_nl": {32, 18}, "q5_0": {32, 22}, "q5_1": {32, 24},
}

// KVTypes are the types of the cache's keys and values as llama-bench spells
// them; "" is f16, which engines take by themselves.
type KVTypes struct{ Keys, Values string }

// KVTypes are those that the job asks for.
func (j *Job) KVTypes() KVTypes { return KVTypes{j.Params["type_k"], j.Params["type_v"]} }

func (t KVTypes) known() bool { return kvRow(t.Keys, 32) > 0 && kvRow(t.Values, 32) > 0 }

// kvRow is the bytes of n elements, 0 for an unknown type.
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

// perCell is the bytes one token takes in all layers of the group.
func (g KVGroup) perCell(t KVTypes) int64 {
	return g.Layers * (kvRow(t.Keys, g.Keys) + kvRow(t.Values, g.Values))
}

// BytesPerToken is what one more token takes at a depth, in bytes: layers
// whose window is full by then take nothing more. 0 where the types or the
// model are not known.
func (k KV) BytesPerToken(depth int64, t KVTypes) int64 {
	var sum int64
	for _, g := range k.Groups {
		if g.Window == 0 || depth < g.Window {
			sum += g.perCell(t)
		}
	}
	return sum
}

// ReadBytes is what decoding one token at a depth reads of it, in bytes. A
// recurrent state is read and written whole; the read is counted.
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

// Cells in which llama.cpp hands out memory for tokens.
const kvStep = 256

// AllocatedBytes is what llama.cpp takes for tokens, processed at most batch
// at a time: whole steps of cells, and for a window the batch on top. Shown to
// equal the engine's own figures in models/fit_test.go.
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
