package install

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
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
	in := &Installer{Data: filepath.Join(t.TempDir(), "dragstrip’s data [folder]")}
	offers, refusals := in.Offers(t.Context())
	offer, ok := find(offers, WayDebianFolder)
	if !ok {
		t.Fatalf("the way is not open: %+v", refusals)
	}
	t.Log(offer.Title, offer.Explain)
	var peak int64
	one, err := offer.Do(t.Context(), func(engine.Progress) { peak = max(peak, treeBytes(in.Data)) })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %s, at most %s on the way, prefix %q", one.ID, bench.FormatBytes(one.Bytes), bench.FormatBytes(peak), one.Prefix)
	list, err := in.List()
	if err != nil || len(list) != 1 || list[0].ID != one.ID || one.Version == "" {
		t.Fatalf("listed %+v, %v", list, err)
	}
	out, err := runCommand(t.Context(), Command{Argv: append(one.Prefix, "--list-devices")})
	if err != nil || !strings.Contains(out, "evices") {
		t.Errorf("--list-devices: %q, %v", out, err)
	}
	// The lists and packages are gone; a second call has nothing to do.
	if left, err := os.ReadDir(one.Folder); err != nil || len(left) != 2 {
		t.Errorf("in the folder lie %v, %v; want root and the manifest", left, err)
	}
	offers, _ = in.Offers(context.Background())
	again, _ := find(offers, WayDebianFolder)
	if same, err := again.Do(t.Context(), nil); err != nil || again.Already == nil || same.ID != one.ID {
		t.Errorf("the second call: %+v, %v", same, err)
	}
	if err := in.Remove(one.ID); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(in.folder()); len(left) != 1 { // the lock file
		t.Errorf("left after removal: %v", left)
	}
}

// TestMLXForReal makes a Python environment by every way that is open here,
// each first interrupted in the middle. Some 60 MB are fetched, once where
// there is a cache. The folder's odd name goes into scripts and settings.
func TestMLXForReal(t *testing.T) {
	if os.Getenv("DRAGSTRIP_TEST_INSTALL") == "" {
		t.Skip("set DRAGSTRIP_TEST_INSTALL=1 to fetch MLX from where pip is configured to")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	in := &Installer{Data: filepath.Join(t.TempDir(), "dragstrip’s data [folder]"), System: System{Home: home}}
	offers, refusals := in.MLXOffers(t.Context(), false)
	if len(offers) == 0 {
		t.Skipf("no way is open here: %+v", refusals)
	}
	for _, offer := range offers {
		t.Log(offer.Title, offer.Explain)
		ctx, cancel := context.WithCancel(t.Context())
		lines := 0
		_, err := offer.Do(ctx, func(p engine.Progress) {
			if strings.HasPrefix(p.Step, "getting") {
				if lines++; lines > 1 {
					cancel()
				}
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%s, interrupted: %v", offer.Way, err)
		}
		if left, _ := os.ReadDir(in.folder()); len(left) != 1 { // the lock file
			t.Errorf("%s, interrupted, left %v", offer.Way, left)
		}
		began := time.Now()
		one, err := offer.Do(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %s in %v, mlx-lm %s", offer.Way, bench.FormatBytes(one.Bytes), time.Since(began).Round(time.Second), one.Version)
		all, _ := in.MLXOffers(t.Context(), false)
		again, ok := find(all, offer.Way)
		if same, err := again.Do(t.Context(), nil); !ok || err != nil || again.Already == nil || same.ID != one.ID {
			t.Errorf("the second call: %+v, %v", same, err)
		}
		if gone, err := in.RemoveMLX(); err != nil || len(gone) != 1 {
			t.Errorf("removed %v, %v", gone, err)
		}
	}
	nothingLeft(t, in)
}

func find(offers []engine.Offer, way string) (engine.Offer, bool) {
	for _, o := range offers {
		if o.Way == way {
			return o, true
		}
	}
	return engine.Offer{}, false
}
