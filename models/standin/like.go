package standin

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// Original is the header of a real model, which is copied into a stand-in. It
// has all metadata, with vocabulary and chat template, and the name, type,
// shape and offset of each tensor. The weights are not read.
type Original struct {
	// Source names the file that the header comes from: a file's name, or
	// "org/repository:file".
	Source string
	// HeaderBytes is the number of bytes that were read from all files of the
	// model.
	HeaderBytes int64

	found    models.Found
	keys     []byte // as they are in the file
	keyCount uint64
	tensors  []placed
	align    int64
}

// Model is what the real file says about itself.
func (o *Original) Model() bench.Model { return o.found.Model }

const (
	// maxCopied limits the size of a header that is copied. The largest
	// published headers have 20 MB.
	maxCopied = 64 << 20
	// maxStandIn limits the size of a stand-in with a copied header. The
	// largest published models have 2 TB.
	maxStandIn = 4 << 40
	// maxTensorName is the length of the longest tensor name that engines read,
	// counting the zero at its end.
	maxTensorName = 64
)

// headerFile is a file whose header can be read.
type headerFile interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// readOriginal reads the header of a file. If the file is a part of a split
// model, it reads the headers of all parts. open takes the names of files in
// the same folder.
func readOriginal(source, file string, open func(name string) (headerFile, error)) (*Original, error) {
	o := &Original{Source: source}
	folder, base := path.Split(file)
	first, err := o.read(folder+base, true, open)
	if err != nil {
		return nil, err
	}
	heads := []*gguf.Header{first}
	if parts := first.Int("split.count"); parts > 1 {
		p, ok := gguf.SplitName(base)
		if !ok || int64(p.Of) != parts || p.Of > gguf.MaxParts {
			return nil, copyProblem(source, fmt.Sprintf("it is one of %d parts, but its name does not say which", parts), "give the parts their original names back")
		}
		heads = nil
		for i := range p.Of {
			g, err := o.read(folder+p.Sibling(i+1, path.Ext(base)), i == 0, open)
			if err != nil {
				return nil, err
			}
			if g.Int("split.no") != int64(i) || g.Int("split.count") != parts {
				return nil, copyProblem(source, fmt.Sprintf("its name says part %d of %d, its contents say part %d of %d", i+1, p.Of, g.Int("split.no")+1, g.Int("split.count")), "download it again")
			}
			heads = append(heads, g)
		}
	}
	if why := models.NotOffered(base, heads[0]); why != "" {
		return nil, copyProblem(source, why, "name the model it belongs to")
	}
	if heads[0].Arch() == "" {
		return nil, copyProblem(source, "it does not say which architecture it has", "name another conversion of the model")
	}
	if o.align = heads[0].Int("general.alignment"); o.align <= 0 {
		o.align = gguf.Alignment
	}
	if err := o.listTensors(heads); err != nil {
		return nil, err
	}
	o.found = models.FromGGUF(file, heads)
	return o, nil
}

func copyProblem(source, why, remedy string) error {
	return &problem.Problem{Path: source, Kind: problem.ErrNotModel, Why: why, Remedy: remedy}
}

// read reads the header of one file. If keep is set, it keeps the metadata.
func (o *Original) read(name string, keep bool, open func(string) (headerFile, error)) (*gguf.Header, error) {
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	type span struct{ from, to int64 }
	var spans []span
	g, err := gguf.ReadKeys(io.NewSectionReader(f, 0, 1<<62), f.Size(), func(key string, from, to int64) {
		if !replacedKey(key) {
			spans = append(spans, span{from, to})
		}
	})
	switch {
	case err != nil:
		return nil, problem.At(o.Source, err)
	case g.BigEndian:
		return nil, copyProblem(o.Source, "it is a GGUF file for big-endian machines, which no engine reads on this one", "name the usual (little-endian) conversion")
	case g.WeightsOffset > maxCopied:
		return nil, copyProblem(o.Source, fmt.Sprintf("its header has %s; at most %s can be copied", gib(g.WeightsOffset), gib(maxCopied)), "use a shape of the catalogue: `dragstrip standin` lists them")
	}
	o.HeaderBytes += g.WeightsOffset
	if !keep {
		return g, nil
	}
	o.keys, o.keyCount = nil, uint64(len(spans))
	for _, s := range spans {
		from := len(o.keys)
		o.keys = append(o.keys, make([]byte, s.to-s.from)...)
		if n, err := f.ReadAt(o.keys[from:], s.from); int64(n) < s.to-s.from {
			return nil, problem.At(o.Source, fmt.Errorf("read the header: %w", err))
		}
	}
	return g, nil
}

// replacedKey tells whether a key is left out of the copy. These are keys that
// describe the model, for which a stand-in has its own values, and keys of
// split models.
func replacedKey(key string) bool {
	switch key {
	case "general.name", "general.description", "general.tags":
		return true
	}
	return strings.HasPrefix(key, gguf.KeyStandIn) || strings.HasPrefix(key, "split.")
}

// listTensors lists the tensors of all parts. The tensors of a single file keep
// their offsets. The tensors of several parts are placed one after the other.
func (o *Original) listTensors(heads []*gguf.Header) error {
	var end int64
	var unknown []string
	for _, g := range heads {
		for _, t := range g.Tensors {
			if !canMake(t.Type) {
				if name := t.Type.String(); !slices.Contains(unknown, name) {
					unknown = append(unknown, name)
				}
				continue
			}
			if len(t.Name) >= maxTensorName {
				return copyProblem(o.Source, fmt.Sprintf("a tensor's name has %d letters, more than any engine reads", len(t.Name)), "download it again")
			}
			p := placed{spec: spec{name: t.Name, dims: dimsOf(t), fill: fillOf(t.Name), layer: int(gguf.Block(t.Name))}, kind: t.Type, offset: t.Offset, bytes: t.Bytes}
			if len(heads) > 1 {
				p.offset = end
			}
			if end = max(end, gguf.Aligned(p.offset+p.bytes, o.align)); end > maxStandIn || end < 0 {
				return copyProblem(o.Source, "its tensors take more than "+gib(maxStandIn), "download it again")
			}
			o.tensors = append(o.tensors, p)
		}
	}
	if len(unknown) > 0 {
		return copyProblem(o.Source, "it has tensors of "+problem.Few(unknown)+", and dragstrip cannot make their weights: only a fork or an old version of llama.cpp reads them",
			"name another quantization of the model")
	}
	return o.apart()
}

// apart gives an error if tensors overlap or are not aligned. With overlapping
// tensors the result would depend on which worker writes last.
func (o *Original) apart() error {
	order := slices.Clone(o.tensors)
	slices.SortFunc(order, func(a, b placed) int { return cmp.Compare(a.offset, b.offset) })
	var end int64
	for _, t := range order {
		if t.offset < end || t.offset%o.align != 0 {
			return copyProblem(o.Source, "the header is damaged: "+bench.Clean(t.name)+" overlaps another tensor or is not aligned", "download it again")
		}
		end = t.offset + t.bytes
	}
	return nil
}

// dimsOf leaves out trailing dimensions of 1.
func dimsOf(t gguf.Tensor) []int64 {
	n := len(t.Dims)
	for n > 1 && t.Dims[n-1] == 1 {
		n--
	}
	return slices.Clone(t.Dims[:n])
}

// fillOf tells from a tensor's name how the tensor is filled.
func fillOf(name string) fill {
	within := name
	if gguf.Block(name) >= 0 {
		within = name[strings.Index(name[4:], ".")+5:]
	}
	part, kind, _ := strings.Cut(within, ".")
	switch {
	case kind == "bias", part == "attn_sinks", strings.HasPrefix(part, "exp_probs_b"):
		return fillZeros
	case part == "ssm_a":
		return fillMinusOnes
	case strings.HasSuffix(part, "norm"), strings.Contains(part, "norm_"), strings.HasPrefix(part, "rope_f"),
		part == "ssm_d", strings.HasSuffix(part, "_scale"), kind == "scale", kind == "input_scale":
		return fillOnes
	}
	return fillWeights
}

// design computes the stand-in that has this header.
func (o *Original) design(seed uint64) (*work, error) {
	w := &work{label: "like " + bench.Clean(o.Source), seed: seed, tensors: slices.Clone(o.tensors)}
	w.recipe = recipeOf(w.tensors.useEvenly(), w.tensors.haveSpreadScales())
	h := &gguf.Writer{}
	h.Copied(o.keys, o.keyCount)
	markStandIn(h, o.found.Name, "the header of "+bench.Clean(o.Source), w)
	h.Text(gguf.KeyStandInLike, bench.Clean(o.Source))
	h.Text(gguf.KeyStandInQuant, o.found.Quant)
	var end int64
	for _, t := range o.tensors {
		h.Tensor(t.name, t.kind, t.dims, t.offset)
		end = max(end, gguf.Aligned(t.offset+t.bytes, o.align))
	}
	return w, w.oneFile(h.Bytes(o.align), end)
}
