package standin

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
)

// mlxQuant is a quantisation by the name repositories have at their end. A
// packing without bits stands for the model's own type.
type mlxQuant struct {
	name          string
	rest, experts mlx.Packing
}

// Packings that exist only in one form.
var (
	packedMXFP4 = mlx.Packing{Group: 32, Bits: 4, Mode: "mxfp4"}
	packedNVFP4 = mlx.Packing{Group: 16, Bits: 4, Mode: "nvfp4"}
	packedMXFP8 = mlx.Packing{Group: 32, Bits: 8, Mode: "mxfp8"}
)

func affine(bits, group int64) mlx.Packing { return mlx.Packing{Group: group, Bits: bits} }

// mlxQuants are those of models that were published unpacked.
var mlxQuants = []mlxQuant{
	{"bf16", mlx.Packing{}, mlx.Packing{}},
	{"8bit", affine(8, 64), affine(8, 64)},
	{"6bit", affine(6, 64), affine(6, 64)},
	{"5bit", affine(5, 64), affine(5, 64)},
	{"4bit", affine(4, 64), affine(4, 64)},
	{"3bit", affine(3, 64), affine(3, 64)},
	{"mxfp8", packedMXFP8, packedMXFP8},
	{"mxfp4", packedMXFP4, packedMXFP4},
	{"nvfp4", packedNVFP4, packedNVFP4},
}

// mlxPackedQuants are those of gpt-oss: its experts stay as they were
// published.
var mlxPackedQuants = []mlxQuant{
	{"mxfp4", mlx.Packing{}, packedMXFP4},
	{"mxfp4-q8", affine(8, 64), packedMXFP4},
	{"mxfp4-q4", affine(4, 64), packedMXFP4},
}

func (s Shape) mlxQuants() []mlxQuant {
	if s.PackedExperts {
		return mlxPackedQuants
	}
	return mlxQuants
}

// MLXQuants lists the quantisations an MLX stand-in of the shape can have;
// none where its architecture's layout is not known. Behind the affine ones
// may stand a group size: "4bit-g32".
func (s Shape) MLXQuants() []string {
	if _, err := s.mlxForm(); err != nil {
		return nil
	}
	var names []string
	for _, q := range s.mlxQuants() {
		names = append(names, q.name)
	}
	return names
}

var groupEnding = regexp.MustCompile(`^(\dbit)-gs?(32|64|128)$`)

// mlxQuant finds a quantisation by its name, in any case.
func (s Shape) mlxQuant(name string) (mlxQuant, error) {
	want, group := strings.ToLower(name), int64(0)
	if m := groupEnding.FindStringSubmatch(want); m != nil {
		want = m[1]
		group, _ = strconv.ParseInt(m[2], 10, 64)
	}
	all := s.mlxQuants()
	at := slices.IndexFunc(all, func(q mlxQuant) bool { return q.name == want })
	if at < 0 {
		return mlxQuant{}, fmt.Errorf("an MLX stand-in of %s cannot be %q; it can be %s", s.Title, name, strings.Join(s.MLXQuants(), ", "))
	}
	q := all[at]
	if group > 0 && group != 64 {
		q.name = fmt.Sprintf("%s-g%d", q.name, group)
		q.rest.Group, q.experts.Group = group, group
	}
	return q, nil
}

// The types of safetensors, as the weights' maker knows them.
const (
	typeBytes gguf.Type = 24
	typeWords gguf.Type = 26
)

var shardNames = map[gguf.Type]string{gguf.TypeF32: "F32", gguf.TypeBF16: "BF16", typeBytes: "U8", typeWords: "U32"}

// mlxBlueprint is an MLX stand-in worked out to the byte.
type mlxBlueprint struct {
	shape   Shape
	form    mlxForm
	quant   mlxQuant
	label   string
	seed    uint64
	wide    bool // scales, biases and norms in F32
	tensors weights
	// packings are those of single layers that differ from the whole.
	packings map[string]mlx.Packing
	shards   []mlxShard
	config   []byte
	files    []file // that hold no weights
	figures  Figures
}

// mlxShard is one file: the tensors from first on, up to those of the next.
type mlxShard struct {
	name   string
	first  int
	header []byte
	bytes  int64 // of the weights
}

// maxShardBytes is where mlx_lm begins another file.
const maxShardBytes = 5 << 30

func (in StandIn) designMLX() (*mlxBlueprint, error) {
	var shape Shape
	var err error
	switch {
	case in.Like != nil:
		return nil, fmt.Errorf("the header of a GGUF file cannot become an MLX model")
	case in.Form != nil:
		shape = *in.Form
	default:
		if shape, err = FindShape(in.Shape); err != nil {
			return nil, err
		}
	}
	d := &mlxBlueprint{shape: shape, seed: in.Seed, wide: in.WideScales, packings: map[string]mlx.Packing{}}
	if d.form, err = shape.mlxForm(); err != nil {
		return nil, err
	}
	if d.quant, err = shape.mlxQuant(in.Quant); err != nil {
		return nil, err
	}
	if d.wide && d.quant.rest.Bits == 0 {
		return nil, fmt.Errorf("%s has no scales that could be F32; choose a quantisation for it", d.quant.name)
	}
	d.label = shape.Title + " " + d.quant.name
	for _, s := range shape.mlxTensors(d.form) {
		if err := d.add(s); err != nil {
			return nil, err
		}
	}
	d.cut(maxShardBytes)
	d.config = d.makeConfig()
	d.count()
	return d, nil
}

// own is the type of what is not packed.
func (d *mlxBlueprint) own() gguf.Type {
	if d.wide {
		return gguf.TypeF32
	}
	return gguf.TypeBF16
}

// packingOf is how a matrix is packed.
func (d *mlxBlueprint) packingOf(s mlxSpec) mlx.Packing {
	p := d.quant.rest
	if s.expert {
		p = d.quant.experts
	}
	if s.router && d.form.routerBits > 0 && p.Bits > 0 {
		p = affine(int64(d.form.routerBits), 64)
	}
	return p
}

// add places one tensor, or the three a packed matrix becomes.
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
		d.place(placed{spec: spec{name: name, dims: s.dims, fill: s.fill}, kind: d.own()})
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
	switch p.Mode {
	case "mxfp4":
		scales.kind, scales.value = typeBytes, 120 // an exponent: 2^(120−127)
	case "mxfp8":
		words.fill, scales.kind, scales.value = fillRandomE4M3, typeBytes, 121
	case "nvfp4":
		scales.kind, scales.value = typeBytes, 8 // 2^−6, with three bits after the point
	default:
		// A power of two, so that the biases are exact in BF16 and the mean
		// is zero: all weights are value·scale + bias.
		most := math.Exp2(float64(p.Bits))
		scales.value = math.Exp2(math.Round(math.Log2(sigma * math.Sqrt(12) / most)))
		biases := scales
		biases.name, biases.value = s.name+".biases", -scales.value*(most-1)/2
		d.place(words)
		d.place(scales)
		d.place(biases)
		return nil
	}
	d.place(words)
	d.place(scales)
	return nil
}

// whole is the packing config.json names for all: that of most bytes.
func (d *mlxBlueprint) whole() mlx.Packing {
	if d.shape.Experts > 0 {
		return d.quant.experts
	}
	return d.quant.rest
}

func (d *mlxBlueprint) place(p placed) {
	p.bytes = p.elements() * p.kind.Layout().Bytes
	d.tensors = append(d.tensors, p)
}

// cut parts the tensors into files of at most so many bytes, as mlx_lm does,
// and makes their headers.
func (d *mlxBlueprint) cut(most int64) {
	for i := range d.tensors {
		t := &d.tensors[i]
		if n := len(d.shards); n == 0 || d.shards[n-1].bytes+t.bytes > most {
			d.shards = append(d.shards, mlxShard{first: i})
		}
		s := &d.shards[len(d.shards)-1]
		t.offset = s.bytes
		s.bytes += t.bytes
	}
	for i := range d.shards {
		d.shards[i].name = "model.safetensors"
		if len(d.shards) > 1 {
			d.shards[i].name = fmt.Sprintf("model-%05d-of-%05d.safetensors", i+1, len(d.shards))
		}
		d.shards[i].header = shardHeader(d.tensorsOf(i))
	}
}

// tensorsOf are the tensors of one file.
func (d *mlxBlueprint) tensorsOf(shard int) weights {
	end := len(d.tensors)
	if shard+1 < len(d.shards) {
		end = d.shards[shard+1].first
	}
	return d.tensors[d.shards[shard].first:end]
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

// count works out the figures as a reader of the folder does.
func (d *mlxBlueprint) count() {
	f, err := d.read()
	if err != nil {
		return // never: the reader understands what is written here
	}
	d.figures = Figures{
		SizeBytes: f.SizeBytes, ParamCount: f.ParamCount, ActiveParamCount: f.ActiveParamCount, ReadBytesPerToken: f.ReadBytesPerToken,
		Tensors: int64(len(d.tensors)),
	}
	d.files = d.smallFiles()
	for _, f := range d.files {
		d.figures.FileBytes += int64(len(f.text))
	}
	for i := range d.shards {
		d.figures.FileBytes += int64(len(d.shards[i].header)) + d.shards[i].bytes
	}
}

// read has the reader look at config and headers.
func (d *mlxBlueprint) read() (models.Found, error) {
	var shards []*mlx.Shard
	for i := range d.shards {
		s, err := mlx.ReadShard(bytes.NewReader(d.shards[i].header), int64(len(d.shards[i].header)))
		if err != nil {
			return models.Found{}, err
		}
		shards = append(shards, s)
	}
	return models.FromMLX(d.config, shards)
}
