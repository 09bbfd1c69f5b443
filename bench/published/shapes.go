package published

import (
	"slices"
	"strings"
)

// Shape is what must be known of a model's build to tell what a token reads.
type Shape struct {
	Name string
	// Architectures are the names in the set, and LeastB and MostB the billions
	// of parameters, that a published model of this shape has.
	Architectures []string
	LeastB, MostB float64

	Layers, Hidden, Vocabulary int
	// KVWidth is the number of elements that one layer keeps of a token, once for
	// keys and once for values. KVLayers is the number of layers that keep all
	// tokens: others keep a window or nothing.
	KVWidth, KVLayers int
	// Tied: the table of token embeddings serves as the output layer, too, so
	// each token reads all of it.
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

// shapeOf finds the shape of a published model; nil if it is not known.
func (s *Set) shapeOf(architecture string, paramsB float64) *Shape {
	for i, shape := range s.Shapes {
		if slices.Contains(shape.Architectures, architecture) && shape.LeastB <= paramsB && paramsB <= shape.MostB {
			return &s.Shapes[i]
		}
	}
	return nil
}

// EmbeddingBytes is the size of the table of token embeddings if each of its
// elements takes bytesEach bytes.
func (s *Shape) EmbeddingBytes(bytesEach float64) float64 {
	return float64(s.Vocabulary) * float64(s.Hidden) * bytesEach
}

// KVBytesPerToken is what the KV cache takes for each token in the context, with
// 16 bits an element: keys and values of the layers that keep all tokens.
func (s *Shape) KVBytesPerToken() float64 { return 2 * 2 * float64(s.KVWidth) * float64(s.KVLayers) }
