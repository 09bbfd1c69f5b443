package mlx

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// TestMLXForReal makes a Python environment in every way that works here. Each
// way is first interrupted halfway. It downloads about 60 MB, only once if
// there is a cache. The folder's odd name gets into scripts and settings.
func TestMLXForReal(t *testing.T) {
	if os.Getenv("DRAGSTRIP_TEST_INSTALL") == "" {
		t.Skip("set DRAGSTRIP_TEST_INSTALL=1 to fetch MLX from where pip is configured to")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	in := &install.Store{Data: filepath.Join(t.TempDir(), "dragstrip’s data [folder]"), System: install.System{Home: home}}
	open, refusals := offers(t.Context(), in, engine.SetupWish{})
	if len(open) == 0 {
		t.Skipf("no way is open here: %+v", refusals)
	}
	for _, offer := range open {
		t.Log(offer.Title, offer.Explain)
		ctx, cancel := context.WithCancel(t.Context())
		lines := 0
		_, err := offer.Do(ctx, func(p engine.Progress) {
			if strings.HasPrefix(p.Step, "installing") {
				if lines++; lines > 1 {
					cancel()
				}
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%s, interrupted: %v", offer.Way, err)
		}
		if left, _ := os.ReadDir(enginesOf(in)); len(left) != 1 { // the lock file
			t.Errorf("%s, interrupted, left %v", offer.Way, left)
		}
		began := time.Now()
		one, err := offer.Do(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %s in %v, mlx-lm %s", offer.Way, bench.FormatBytes(one.Bytes), time.Since(began).Round(time.Second), one.Version)
		all, _ := offers(t.Context(), in, engine.SetupWish{})
		at := slices.IndexFunc(all, func(o engine.Offer) bool { return o.Way == offer.Way })
		again := all[max(at, 0)]
		if same, err := again.Do(t.Context(), nil); at < 0 || err != nil || again.Already == nil || same.ID != one.ID {
			t.Errorf("the second call: %+v, %v", same, err)
		}
		if gone, err := in.RemoveEngine(Name); err != nil || len(gone) != 1 {
			t.Errorf("removed %v, %v", gone, err)
		}
	}
	nothingLeft(t, in)
}
