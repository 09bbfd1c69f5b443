package cli

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models/standin"
)

// `run -d` used to accept a depth that the model was never trained for, while
// Plan refused it.
func TestRunRefusesADepthBeyondTheContextLikePlan(t *testing.T) {
	e := shelf(t)
	path := filepath.Join(t.TempDir(), "tiny.gguf")
	if err := standin.Write(context.Background(), standin.StandIn{Shape: "tiny", Quant: "Q4_0", Path: path}, nil); err != nil {
		t.Fatal(err)
	}
	plan := func(depth int) *bench.Plan {
		return &bench.Plan{Jobs: []bench.Job{{Model: bench.Model{Name: "Tiny", Path: path}, Tests: []bench.Test{{Generation: 128, Depth: depth}}}}}
	}
	if err := e.refuseBeyondContext(context.Background(), plan(4096)); err != nil {
		t.Error(err)
	}
	err := e.refuseBeyondContext(context.Background(), plan(8192))
	if want := "-d: tg128@d8192 needs 8320 tokens of context, and Tiny was trained for 8192"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v", err)
	}
}
