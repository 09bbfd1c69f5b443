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
	// Experts is how many experts each layer of a mixture has, and ExpertsUsed how
	// many of them a token uses. ExpertParamsB are the billions of parameters of
	// all experts. ExpertBits is how many bits each of them takes, if it is the
	// same in all files: gpt-oss was published with packed experts. These are 0 for
	// a dense model, or if they are not known.
	Experts, ExpertsUsed      int
	ExpertParamsB, ExpertBits float64
}

func (s *Set) readShapes(content []byte) error {
	return eachRow("shapes.csv", content, func(r *row) {
		s.Shapes = append(s.Shapes, Shape{
			Name: r.text("name"), Architectures: strings.Fields(r.text("architecture")),
			LeastB: r.number("least_b"), MostB: r.number("most_b"),
			Layers: r.whole("layers"), Hidden: r.whole("hidden"), Vocabulary: r.whole("vocabulary"),
			KVWidth: r.whole("kv_width"), KVLayers: r.whole("kv_layers"), Tied: r.text("tied") == "y",
			Experts: r.whole("experts"), ExpertsUsed: r.whole("experts_used"), ExpertParamsB: r.number("expert_params_b"), ExpertBits: r.number("expert_bits"),
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

// ReadOfMixture returns how many bytes of weights a token of a mixture of
// experts reads: the experts that it uses, and everything else except for a
// table of embeddings that is only looked up. It takes all parameters for equally
// large, but experts of known size for as large as they are. ok is false if the
// experts are not known, or are larger than the file.
func (s *Shape) ReadOfMixture(fileBytes, paramsB float64) (bytes float64, ok bool) {
	if s.Experts == 0 || s.ExpertParamsB >= paramsB {
		return 0, false
	}
	experts := fileBytes * s.ExpertParamsB / paramsB
	if s.ExpertBits > 0 {
		experts = s.ExpertParamsB * 1e9 * s.ExpertBits / 8
	}
	if experts >= fileBytes {
		return 0, false
	}
	rest := fileBytes - experts
	bytes = experts*float64(s.ExpertsUsed)/float64(s.Experts) + rest
	if !s.Tied {
		bytes -= s.EmbeddingBytes(min(2, rest/((paramsB-s.ExpertParamsB)*1e9)))
	}
	return bytes, true
}
