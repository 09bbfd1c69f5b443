package standin

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
)

var shardNames = map[gguf.Type]string{gguf.TypeF32: "F32", gguf.TypeBF16: "BF16", typeBytes: "U8", typeWords: "U32"}

// maxShardBytes is the size at which mlx_lm begins another file.
const maxShardBytes = 5 << 30

// designMLX computes the MLX folder of a shape.
func (s Shape) designMLX(quant string, seed uint64, wide bool) (*mlxBlueprint, error) {
	var err error
	d := &mlxBlueprint{shape: s, wide: wide, packings: map[string]mlx.Packing{}}
	if d.form, err = s.mlxForm(); err != nil {
		return nil, err
	}
	if d.quant, err = s.mlxQuant(quant); err != nil {
		return nil, err
	}
	if d.wide && d.quant.rest.Bits == 0 {
		return nil, fmt.Errorf("%s has no scales; for F32 scales choose a quantization, such as 4bit", d.quant.name)
	}
	d.label, d.seed, d.recipe = s.Title+" "+d.quant.name, seed, recipeOf(s.Experts > 0, false)
	for _, t := range s.mlxTensors(d.form) {
		if err := d.add(t); err != nil {
			return nil, err
		}
	}
	d.cut(maxShardBytes)
	d.config = d.makeConfig()
	return d, d.count()
}

// add adds one tensor, or the three tensors of a packed matrix.
func (d *mlxBlueprint) add(s mlxSpec) error {
	name := s.name
	if s.end != "" {
		name += "." + s.end
	}
	p := mlx.Packing{}
	if s.matrix {
		p = d.packingOf(s)
	}
	if p.Bits == 0 {
		t := placed{spec: spec{name: name, dims: s.dims, fill: s.fill, loud: d.loud(s)}, kind: d.own()}
		if s.router && s.matrix {
			t.fill = fillRouter
		}
		d.addTensor(t)
		return nil
	}
	if p != d.whole() {
		d.packings[s.name] = p
	}
	last := len(s.dims) - 1
	rows, width := s.dims[:last:last], s.dims[last]
	if width%p.Group != 0 || width*p.Bits%32 != 0 {
		return fmt.Errorf("%s: rows of %d do not divide into groups of %d", s.name, width, p.Group)
	}
	words := placed{spec: spec{name: name, dims: append(rows, width*p.Bits/32), fill: fillRandom}, kind: typeWords}
	scales := placed{spec: spec{name: s.name + ".scales", dims: append(rows, width/p.Group), fill: fillValue}, kind: d.own()}
	exponent, gain := 0, 1.0
	if d.loud(s) {
		exponent, gain = loudnessBits, loudness
	}
	switch p.Mode {
	case "mxfp4":
		scales.kind, scales.value = typeBytes, float64(120+exponent) // 2^(120−127)
	case "mxfp8":
		words.fill, scales.kind, scales.value = fillRandomE4M3, typeBytes, float64(121+exponent)
	case "nvfp4":
		scales.kind, scales.value = typeBytes, float64(e4m3(exponent-6))
	default:
		// A power of two, so that the biases are exact in BF16 and the mean
		// is zero: all weights are value·scale + bias.
		most := math.Exp2(float64(p.Bits))
		scales.value = gain * math.Exp2(math.Round(math.Log2(sigma*math.Sqrt(12)/most)))
		biases := scales
		biases.name, biases.value = s.name+".biases", -scales.value*(most-1)/2
		d.addTensor(words)
		d.addTensor(scales)
		d.addTensor(biases)
		return nil
	}
	d.addTensor(words)
	d.addTensor(scales)
	return nil
}

// loud tells whether a tensor has larger weights. Only the embedding of a
// mixture of experts has them (router.go).
func (d *mlxBlueprint) loud(s mlxSpec) bool {
	return d.shape.Experts > 0 && strings.HasSuffix(s.name, "embed_tokens")
}

func (d *mlxBlueprint) addTensor(p placed) {
	p.bytes = p.elements() * p.kind.Layout().Bytes
	d.tensors = append(d.tensors, p)
}

// cut divides the tensors into files in the same way as mlx_lm, and makes their
// headers. A file has at most the given number of bytes of weights, or only one
// tensor.
func (d *mlxBlueprint) cut(most int64) {
	for i := range d.tensors {
		t := &d.tensors[i]
		if n := len(d.files); n == 0 || d.files[n-1].bytes+t.bytes > most {
			d.files = append(d.files, weightFile{first: i})
		}
		s := &d.files[len(d.files)-1]
		t.offset = s.bytes
		s.bytes += t.bytes
	}
	for i := range d.files {
		d.files[i].name = "model.safetensors"
		if len(d.files) > 1 {
			d.files[i].name = fmt.Sprintf("model-%05d-of-%05d.safetensors", i+1, len(d.files))
		}
		d.files[i].header = shardHeader(d.tensorsOf(i))
	}
}

// shardHeader gives the bytes of a safetensors file up to its weights.
func shardHeader(tensors weights) []byte {
	var b bytes.Buffer
	b.Write(make([]byte, 8))
	b.WriteString(`{"__metadata__":{"format":"mlx"}`)
	for _, t := range tensors {
		dims, _ := json.Marshal(t.dims)
		fmt.Fprintf(&b, `,%q:{"dtype":%q,"shape":%s,"data_offsets":[%d,%d]}`, t.name, shardNames[t.kind], dims, t.offset, t.offset+t.bytes)
	}
	b.WriteByte('}')
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	header := b.Bytes()
	binary.LittleEndian.PutUint64(header, uint64(len(header)-8))
	return header
}

// count computes the figures as a reader of the folder does.
func (d *mlxBlueprint) count() error {
	found, err := d.read()
	if err != nil {
		return fmt.Errorf("check the design of %s: %w", d.label, err)
	}
	d.found, d.figures = found, figuresOf(found, 0)
	d.small = d.smallFiles()
	for _, f := range d.small {
		d.figures.FileBytes += int64(len(f.text))
	}
	for i := range d.files {
		d.figures.FileBytes += d.files[i].size()
	}
	return nil
}

// read lets the package that reads models read config.json and the headers.
func (d *mlxBlueprint) read() (models.Found, error) {
	var shards []*mlx.Shard
	for i := range d.files {
		s, err := mlx.ReadShard(bytes.NewReader(d.files[i].header), int64(len(d.files[i].header)))
		if err != nil {
			return models.Found{}, err
		}
		shards = append(shards, s)
	}
	return models.FromMLX(d.config, shards)
}
