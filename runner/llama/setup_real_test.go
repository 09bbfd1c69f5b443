package llama

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// TestDebianPackagesWithoutRootForReal downloads some 25 MB from the mirror
// that this machine is configured with, into a folder with an odd name, and
// starts what came.
func TestDebianPackagesWithoutRootForReal(t *testing.T) {
	if os.Getenv("DRAGSTRIP_TEST_INSTALL") == "" {
		t.Skip("set DRAGSTRIP_TEST_INSTALL=1 to fetch llama.cpp from this machine's Debian mirror")
	}
	if _, err := os.Stat("/usr/bin/dpkg-deb"); runtime.GOOS != "linux" || err != nil {
		t.Skip("this is no Debian")
	}
	in := &install.Store{Data: filepath.Join(t.TempDir(), "dragstrip’s data [folder]")}
	open, refusals := offers(t.Context(), in, engine.SetupWish{})
	offer, ok := find(open, install.WayDebianFolder)
	if !ok {
		t.Fatalf("the way is not open: %+v", refusals)
	}
	t.Log(offer.Title, offer.Explain)
	one, err := offer.Do(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %s, prefix %q", one.ID, bench.FormatBytes(one.Bytes), one.Prefix)
	list, err := in.List()
	if err != nil || len(list) != 1 || list[0].ID != one.ID || one.Version == "" {
		t.Fatalf("listed %+v, %v", list, err)
	}
	words := append(one.Prefix, "--list-devices")
	out, err := exec.CommandContext(t.Context(), words[0], words[1:]...).Output()
	if err != nil || !strings.Contains(string(out), "evices") {
		t.Errorf("--list-devices: %q, %v", out, err)
	}
	// The lists and packages are gone; a second call has nothing to do.
	if left, err := os.ReadDir(one.Folder); err != nil || len(left) != 2 {
		t.Errorf("in the folder lie %v, %v; want root and the manifest", left, err)
	}
	open, _ = offers(t.Context(), in, engine.SetupWish{})
	again, _ := find(open, install.WayDebianFolder)
	if same, err := again.Do(t.Context(), nil); err != nil || again.Already == nil || same.ID != one.ID {
		t.Errorf("the second call: %+v, %v", same, err)
	}
	if err := in.Remove(one.ID); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(filepath.Join(in.Data, "engines")); len(left) != 1 { // the lock file
		t.Errorf("left after removal: %v", left)
	}
}
