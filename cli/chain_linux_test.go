package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
)

// Several models used to be started one by one by the terminal that showed them.
func TestSeveralModelsAreSearchedInTheirOrder(t *testing.T) {
	w := newWorld(t).withEngine()
	first := w.tiny()
	second := filepath.Join(w.home, "second.gguf")
	text, err := os.ReadFile(first)
	if err == nil {
		err = os.WriteFile(second, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"tune", second, first, "-t", "1", "-p", "16", "-n", "0", "-fa", "on,off", "--goal", "prefill", "--max-time", "2s", "--no-probe"}
	names := strings.Fields(w.must(append(args, "--detach")...))
	if len(names) != 2 {
		t.Fatalf("%q", names)
	}
	was := w.finished(w.folder(names[0]))
	is := w.finished(w.folder(names[1]))
	if was.Plan.Chain == nil || *was.Plan.Chain != (bench.Chain{At: 1, Of: 2}) || was.Plan.Jobs[0].Model.Path != second || *is.Plan.Chain != (bench.Chain{At: 2, Of: 2, After: names[0]}) {
		t.Errorf("%+v, %+v", was.Plan.Chain, is.Plan.Chain)
	}
	if first := is.Jobs[0].Started; first.Before(was.Finished) {
		t.Errorf("the second one began before the first one had ended")
	}
	if out := w.must(args...); !strings.Contains(out, "model 1 of 2, ") || !strings.Contains(out, "model 2 of 2, ") || strings.Index(out, "model 2") < strings.Index(out, "report:") {
		t.Errorf("%s", out)
	}
}
