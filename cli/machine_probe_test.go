package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/cli/remembered"
	"dragstrip/hwinfo"
)

// If the folder could not be written, the measured figure used to be lost, and
// the message was "could not be measured".
func TestAProbeCountsThatCannotBeRemembered(t *testing.T) {
	e := shelf(t)
	e.places.state = filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(e.places.state, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	seen, best, err := e.readMemory(t.Context(), bench.Machine{HostName: "a"}, true)
	if errors.Is(err, hwinfo.ErrNoMemory) {
		t.Skip(err)
	}
	if err != nil || seen.PeakGBps <= 0 || best.PeakGBps != seen.PeakGBps {
		t.Errorf("%g, best %g, %v", seen.PeakGBps, best.PeakGBps, err)
	}
}

// A probe used to disturb the session of another viewer, and to call it "other
// programs".
func TestAProbeDoesNotDisturbASession(t *testing.T) {
	e := shelf(t)
	lock := journal.NewMachineLock(e.getenv("DRAGSTRIP_MACHINE_LOCK"))
	if ok, _, err := lock.Try(journal.Me("X")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Release()
	if _, _, err := e.readMemory(t.Context(), bench.Machine{HostName: "a"}, true); err == nil || !strings.Contains(err.Error(), "dragstrip is measuring session X, and") {
		t.Error(err)
	}
}

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
	if out := w.must("machine"); !strings.Contains(out, "777 GB/s read by 3 threads") || !strings.Contains(out, "measured just now, undisturbed; --fresh measures again") {
		t.Errorf("%s", out)
	}
	if out := w.must("models", w.tiny()); !strings.Contains(out, "t/s with 777 GB/s measured") {
		t.Errorf("models are not held against it:\n%s", out)
	}
}
