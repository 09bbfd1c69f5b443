package published

import (
	"slices"
	"strings"
)

// Shape is what must be known about a model to compute how many bytes a token
// reads.
type Shape struct {
	Name string
	// A published model has this shape if the set names its architecture as one
	// of Architectures, and if it has LeastB to MostB billions of parameters.
	Architectures []string
	LeastB, MostB float64

	Layers, Hidden, Vocabulary int
	// KVWidth is how many elements one layer keeps for each token as keys. It keeps
	// the same number as values. KVLayers is the number of layers that keep all
	// tokens. Other layers keep a window or nothing.
	KVWidth, KVLayers int
	// Tied is set if the table of token embeddings is also the output layer.
	// Then each token reads the whole table.
	Tied bool
}

func (s *Set) readShapes(content []byte) error {
	return eachRow("shapes.csv", content, func(r *row) {
		s.Shapes = append(s.Shapes, Shape{
			Name: r.text("name"), Architectures: strings.Fields(r.text("architecture")),
			LeastB: r.number("least_b"), MostB: r.number("most_b"),
			Layers: r.whole("layers"), Hidden: r.whole("hidden"), Vocabulary: r.whole("vocabulary"),
			KVWidth: r.whole("kv_width"), KVLayers: r.whole("kv_layers"), Tied: r.text("tied") == "y",
		})
	})
}

// shapeOf finds the shape of a published model. It returns nil if the shape is
// not known.
func (s *Set) shapeOf(architecture string, paramsB float64) *Shape {
	for i, shape := range s.Shapes {
		if slices.Contains(shape.Architectures, architecture) && shape.LeastB <= paramsB && paramsB <= shape.MostB {
			return &s.Shapes[i]
		}
	}
	return nil
}

// EmbeddingBytes returns the size of the table of token embeddings if each
// element takes bytesEach bytes.
func (s *Shape) EmbeddingBytes(bytesEach float64) float64 {
	return float64(s.Vocabulary) * float64(s.Hidden) * bytesEach
}

// KVBytesPerToken returns how many bytes the KV cache takes for each token in
// the context, with 16 bits for each element. It counts keys and values of the
// layers that keep all tokens.
func (s *Shape) KVBytesPerToken() float64 { return 2 * 2 * float64(s.KVWidth) * float64(s.KVLayers) }
