package device

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/cli/remembered"
	"dragstrip/models/modelstest"
	"dragstrip/runner/engine"
)

// --drop was obeyed only after a measurement that succeeded.
func TestAFailedMeasurementDropsItsStandIns(t *testing.T) {
	for _, drop := range []bool{false, true} {
		folder := t.TempDir()
		own := modelstest.Put(t, filepath.Join(folder, "bandwidth-own.gguf"), []byte("own"))
		here := Here{
			Folder: folder, MachineLock: filepath.Join(t.TempDir(), "lock"), Memory: remembered.Devices{Folder: t.TempDir()},
			Adapter: func(string) (engine.Adapter, error) { return nil, errors.New("no adapter") },
			Builds: Builds{
				Named:  true,
				Chosen: func(context.Context) ([]bench.EngineBuild, error) { return []bench.EngineBuild{{ID: "b"}}, nil },
			},
		}
		if _, err := Measure(t.Context(), here, Ask{Size: "tiny", Drop: drop}, nil); err == nil || errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		for _, path := range []string{own, filepath.Join(folder, unfinished)} {
			if _, err := os.Stat(path); (err != nil) != drop {
				t.Errorf("drop %v: %s: %v", drop, filepath.Base(path), err)
			}
		}
	}
}

// It used to say only what it waits for, and then nothing more.
func TestWaitingForAnotherMeasurementIsExplained(t *testing.T) {
	began := time.Date(2026, 11, 30, 14, 2, 0, 0, time.Local)
	ahead := journal.Ahead{Holder: journal.Holder{Session: journal.DeviceProbe, Since: began}}
	for after, want := range map[time.Duration]string{
		30 * time.Second: "waiting for the memory bandwidth of a device; another dragstrip has been measuring since 14:02 (0 min)",
		3 * time.Minute:  "waiting for the memory bandwidth of a device; another dragstrip has been measuring since 14:02 (3 min)",
	} {
		if got := waitingFor(ahead, journal.Holder{}, began.Add(after)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := waitingFor(journal.Ahead{}, journal.Holder{}, began); got != "waiting for another session on this machine" {
		t.Errorf("%q", got)
	}
}

// A measurement may be stopped while it still waits. It used to remove the
// stand-ins that another process was measuring with, or to call them its own.
func TestAStoppedMeasurementLeavesTheStandInsOfOthersAlone(t *testing.T) {
	for name, c := range map[string]struct {
		clear  bool
		until  string // the step at which the measurement is stopped
		began  bool
		others bool // the stand-in of another process must stay
		left   bool // a stand-in of its own is left
	}{
		"while it looks for engines":        {clear: true, until: "looking for", others: true},
		"while it waits":                    {clear: true, until: "waiting", others: true},
		"while it waits, to continue later": {until: "waiting", others: true},
		"while it writes":                   {clear: true, until: "writing", began: true},
		"while it writes, to continue":      {until: "writing", began: true, others: true, left: true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			other := modelstest.Put(t, filepath.Join(folder, "bandwidth-other.gguf"), []byte("other"))
			modelstest.Put(t, filepath.Join(folder, unfinished), nil)
			lock := filepath.Join(t.TempDir(), "lock")
			if c.until == "waiting" {
				holder := journal.NewMachineLock(lock)
				if ok, _, err := holder.Try(journal.Me(journal.DeviceProbe)); !ok || err != nil {
					t.Fatal(ok, err)
				}
				defer holder.Release()
			}
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			here := Here{Folder: folder, MachineLock: lock, Memory: remembered.Devices{Folder: t.TempDir()}, Builds: Builds{
				Named: true,
				Chosen: func(ctx context.Context) ([]bench.EngineBuild, error) {
					return []bench.EngineBuild{{ID: "b"}}, ctx.Err()
				},
			}}
			_, err := Measure(ctx, here, Ask{Size: "tiny", Clear: c.clear}, func(s Step) {
				if strings.HasPrefix(s.Text, c.until) {
					stop()
				}
			})
			var stopped Stopped
			if !errors.As(err, &stopped) || !errors.Is(err, context.Canceled) || stopped.Began != c.began || stopped.Uncleared != nil || stopped.LeftBytes > 0 != c.left {
				t.Errorf("%+v, %v", stopped, err)
			}
			if _, err := os.Stat(other); (err == nil) != c.others {
				t.Errorf("the stand-in of another process: %v", err)
			}
			if _, err := os.Stat(filepath.Join(folder, unfinished)); (err == nil) != c.others {
				t.Errorf("the mark of the folder: %v", err)
			}
		})
	}
}
