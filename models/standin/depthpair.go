package standin

import "fmt"

// DepthPair is two stand-ins of one shape that differ only in the number of
// layers. The deep one takes longer for a token only because it reads more
// layers: the other work for a token (sampling, the output matrix, starting the
// work) is the same for both, so it cancels out.
//
// There are few layers, and they are as wide as possible, because a layer also
// takes time besides reading, such as starting its operations on a GPU. That
// time does not cancel out.
type DepthPair struct {
	Name          string // "large"
	Shallow, Deep StandIn
	// ShallowFigures and DeepFigures are the figures of the two stand-ins.
	ShallowFigures, DeepFigures Figures
}

// FileBytes is the disk space of both stand-ins together.
func (p DepthPair) FileBytes() int64 { return p.ShallowFigures.FileBytes + p.DeepFigures.FileBytes }

// DeltaBytes is how many more bytes the deep stand-in reads for a token than
// the shallow one.
func (p DepthPair) DeltaBytes() int64 {
	return p.DeepFigures.ReadBytesPerToken - p.ShallowFigures.ReadBytesPerToken
}

// The deep stand-in has depthFactor times as many layers as the shallow one.
const depthFactor = 4

// depthWidths are the widths of the pairs, largest first. A layer of the large
// pair has 559 MiB in F16: more than any cache of a processor that people run
// models on.
var depthWidths = []struct {
	name                   string
	embedding, feedForward int
}{
	{"large", 4096, 20_480},
	{"medium", 2048, 20_480},
	{"small", 2048, 10_240},
	{"tiny", 512, 4096},
}

// DepthPairs lists all pairs, largest first. Their stand-ins have no Path yet.
func DepthPairs() ([]DepthPair, error) {
	var pairs []DepthPair
	for _, w := range depthWidths {
		p := DepthPair{Name: w.name}
		for _, one := range []struct {
			layers  int
			in      *StandIn
			figures *Figures
		}{{1, &p.Shallow, &p.ShallowFigures}, {depthFactor, &p.Deep, &p.DeepFigures}} {
			*one.in = StandIn{Form: depthShape(w.name, w.embedding, w.feedForward, one.layers), Quant: "F16"}
			figures, err := one.in.Check()
			if err != nil {
				return nil, fmt.Errorf("design the %s stand-in with %d layers: %w", w.name, one.layers, err)
			}
			*one.figures = figures
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

func depthShape(name string, embedding, feedForward, layers int) *Shape {
	const headSize = 128
	heads := embedding / headSize
	return &Shape{
		Name: fmt.Sprintf("bandwidth-%s-%d", name, layers), Title: fmt.Sprintf("Bandwidth %s, layers: %d", name, layers),
		Arch: "llama", Layers: layers, Embedding: embedding, FeedForward: feedForward, Heads: heads, KVHeads: max(heads/4, 1),
		HeadSize: headSize, Vocabulary: 4096, ContextLength: 8192, Tied: true, RopeBase: 10_000,
	}
}
