package standin

import (
	"context"
	"path/filepath"
	"testing"

	"dragstrip/models"
)

func TestPairsDifferInReadBytesByTheirFurtherLayersAlone(t *testing.T) {
	pairs, err := DepthPairs()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pairs {
		if i > 0 && p.FileBytes() >= pairs[i-1].FileBytes() {
			t.Errorf("%s is not smaller than %s", p.Name, pairs[i-1].Name)
		}
		// The deep one has three more layers. Each has q, k, v, output, gate,
		// up and down in F16, and two norms in F32.
		f := p.Deep.Form
		layer := int64(f.Embedding)*int64(2*f.Embedding+2*f.KVHeads*f.HeadSize+3*f.FeedForward)*2 + int64(2*f.Embedding)*4
		if p.DeltaBytes() != 3*layer {
			t.Errorf("%s: %d bytes apart, want %d", p.Name, p.DeltaBytes(), 3*layer)
		}
	}
	if large := pairs[0]; large.ShallowFigures.ReadBytesPerToken < 512<<20 || large.DeepFigures.ReadBytesPerToken < 2<<30 {
		t.Errorf("the large pair reads %d and %d bytes, want at least 512 MiB and 2 GiB", large.ShallowFigures.ReadBytesPerToken, large.DeepFigures.ReadBytesPerToken)
	}
}

func TestPairIsWrittenAsWhatItsFiguresSay(t *testing.T) {
	pairs, err := DepthPairs()
	if err != nil {
		t.Fatal(err)
	}
	tiny := pairs[len(pairs)-1]
	tiny.Shallow.Path = filepath.Join(t.TempDir(), "shallow.gguf")
	if err := Write(context.Background(), tiny.Shallow, nil); err != nil {
		t.Fatal(err)
	}
	m, err := models.Open(tiny.Shallow.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !m.StandIn || m.ReadBytesPerToken != tiny.ShallowFigures.ReadBytesPerToken || m.SizeBytes != tiny.ShallowFigures.SizeBytes {
		t.Errorf("%+v, want the figures %+v", m, tiny.ShallowFigures)
	}
}
