package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
	"dragstrip/hwinfo"
)

func TestTheMemorysBandwidthIsAnsweredFromWhatIsRemembered(t *testing.T) {
	w := newWorld(t)
	w.env = slices.DeleteFunc(w.env, func(kv string) bool { return strings.HasPrefix(kv, "DRAGSTRIP_NO_PROBE") })
	if hwinfo.Boot(hwinfo.Root{}) == "" {
		t.Skip("this system does not say when it was started")
	}
	probes := remembered.Probes{Folder: filepath.Join(w.home, "dragstrip", "state")}
	known := bench.Bandwidth{PeakGBps: 777, Clean: true, ByThreads: []bench.ThreadBandwidth{{Threads: 3, GBps: 777}}}
	if _, err := probes.Remember(hwinfo.Describe(t.Context(), hwinfo.Root{}), known); err != nil {
		t.Fatal(err)
	}
	if out := w.must("machine"); !strings.Contains(out, "777 GB/s read by 3 threads") || !strings.Contains(out, "measured just now, when nothing disturbed it; --fresh measures now") {
		t.Errorf("%s", out)
	}
	if out := w.must("models", w.tiny()); !strings.Contains(out, "t/s with 777 GB/s measured") {
		t.Errorf("models are not held against it:\n%s", out)
	}
}
