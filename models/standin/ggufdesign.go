package standin

import (
	"bytes"
	"fmt"

	"dragstrip/models"
	"dragstrip/models/gguf"
)

// designGGUF computes the GGUF file of the shape.
func (s Shape) designGGUF(quant string, seed uint64) (*work, error) {
	q, err := s.quant(quant)
	if err != nil {
		return nil, err
	}
	w := &work{label: s.Title + " " + q.name, seed: seed}
	var end int64
	for _, t := range s.tensors() {
		kind := s.typeOf(q, t)
		l := kind.Layout()
		if t.dims[0]%l.Elements != 0 {
			return nil, fmt.Errorf("%s: rows of %d elements do not divide into %s blocks", t.name, t.dims[0], l.Name)
		}
		p := placed{spec: t, kind: kind, offset: end, bytes: t.elements() / l.Elements * l.Bytes}
		w.tensors = append(w.tensors, p)
		end = gguf.Aligned(end+p.bytes, gguf.Alignment)
	}
	w.recipe = recipeOf(w.tensors.useEvenly(), w.tensors.haveSpreadScales())
	return w, w.oneFile(ggufHeader(s, q, w), end)
}

// oneFile makes a GGUF file from header and weights. It computes the figures
// from the header, as a reader of the file does.
func (w *work) oneFile(header []byte, weightBytes int64) error {
	w.single = true
	w.files = []weightFile{{name: singleName, header: header, bytes: weightBytes}}
	size := w.files[0].size()
	g, err := gguf.Read(bytes.NewReader(header), size)
	if err != nil {
		return fmt.Errorf("read the header of %s: %w", w.label, err)
	}
	w.found = models.FromGGUF(w.label, []*gguf.Header{g})
	w.figures = figuresOf(w.found, size)
	return nil
}
