package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/cli/sitting/device"
	"dragstrip/runner"
)

func deviceEnv(t *testing.T) *env {
	t.Helper()
	home := t.TempDir()
	t.Setenv(asDragstrip, "1") // the guard is this test's own program
	return &env{
		out: io.Discard, err: io.Discard,
		getenv: func(name string) string {
			return map[string]string{"DRAGSTRIP_MACHINE_LOCK": filepath.Join(home, "lock"), "PATH": os.Getenv("PATH")}[name]
		},
		places: places{home: home, state: filepath.Join(home, "state"), data: filepath.Join(home, "data"), cache: filepath.Join(home, "cache"), config: filepath.Join(home, "config")},
		kinds:  runner.Known(),
	}
}

func TestDeviceIsMeasuredWithTheRealEngineShownAndRemembered(t *testing.T) {
	w := newWorld(t).withEngine()
	measured := func(args ...string) (said string) {
		t.Helper()
		for range 3 { // on a busy machine the speeds of tiny stand-ins may not differ
			code, _, errs := w.dragstrip(append([]string{"machine", "--gpu", "--size", "tiny"}, args...)...)
			said += errs // a failed attempt may have written the stand-ins
			if code == 0 {
				return said
			}
			if !strings.Contains(errs, "cannot be determined") {
				t.Fatalf("exit code %d: %s", code, errs)
			}
		}
		t.Skip("skipped: this machine is too busy to tell the two stand-ins apart")
		return ""
	}
	said := measured()
	if !strings.Contains(said, "writing") || !strings.Contains(said, "kept two stand-ins") {
		t.Errorf("does not say what it wrote and keeps:\n%s", said)
	}
	var p portrait
	if err := json.Unmarshal([]byte(w.must("machine", "--json")), &p); err != nil {
		t.Fatal(err)
	}
	if len(p.Machine.DeviceBandwidth) != 1 {
		t.Fatalf("remembers %+v, want one device", p.Machine.DeviceBandwidth)
	}
	d := p.Machine.DeviceBandwidth[0]
	if d.MedianGBps <= 0 || d.BestGBps <= 0 || !d.HasInterval || d.LowGBps > d.MedianGBps || d.HighGBps < d.MedianGBps || len(d.ByRoundGBps) == 0 {
		t.Errorf("%+v", d)
	}
	if d.Device == "" || d.BuildID == "" || time.Since(d.Measured) > time.Hour || d.Clean {
		t.Errorf("%+v: want device, build, date and a doubt about the size", d)
	}
	if text := w.must("machine"); !strings.Contains(text, "by the engine on "+d.Name()) {
		t.Errorf("dragstrip machine does not show it:\n%s", text)
	}
	// An attempt that this machine was too busy for drops them, too, and the next one writes them again.
	if said := measured("--drop"); strings.Contains(said, "writing") && strings.Count(said, "looking for engines") == 1 || strings.Contains(said, "kept") {
		t.Errorf("wrote the stand-ins again, or kept them:\n%s", said)
	}
	if left, _ := filepath.Glob(filepath.Join(w.home, "dragstrip", "cache", "bandwidth", "*")); len(left) > 0 {
		t.Errorf("--drop left %v", left)
	}
}

func TestDeviceMeasurementEndsWithItsContext(t *testing.T) {
	newWorld(t).withEngine() // or skips the test
	prefix := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	e := deviceEnv(t)
	_, err := device.Measure(ctx, e.deviceHere([]string{prefix}), device.Ask{Size: "tiny"}, func(s device.Step) {
		if strings.HasPrefix(s.Text, "round") {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if len(e.describe(context.Background()).DeviceBandwidth) > 0 {
		t.Error("remembers what was not measured to its end")
	}
}

func TestDeviceWithoutEngineSaysHowToGetOne(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "PATH="+t.TempDir())
	code, _, errs := w.dragstrip("machine", "--gpu", "--engine", filepath.Join(w.home, "nothing"))
	if code != exitFailed || !strings.Contains(errs, "nothing") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	code, _, errs = w.dragstrip("machine", "--gpu", "--size", "huge")
	if code != exitFailed && code != exitUsage || !strings.Contains(errs, "large, medium, small, tiny") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// machine --device without --gpu used to measure for minutes and to write
// gigabytes. A variable that is meant for other commands is not refused.
func TestTheMeasurementOfAGPUNeedsItsFlag(t *testing.T) {
	w := newWorld(t) // newWorld sets DRAGSTRIP_NO_PROBE
	w.env = append(w.env, "PATH="+t.TempDir(), "DRAGSTRIP_ENGINE="+filepath.Join(w.home, "nothing"))
	for _, args := range [][]string{{"--device", "Vulkan0"}, {"--size", "tiny"}, {"-t", "2"}, {"--drop"}, {"--engine", "x"}, {"--gpu", "--no-probe"}} {
		code, _, errs := w.dragstrip(append([]string{"machine"}, args...)...)
		if code != exitUsage || !strings.Contains(errs, args[0]) || !strings.Contains(errs, "--gpu") {
			t.Errorf("%v: exit code %d: %s", args, code, errs)
		}
	}
	w.must("machine")
	if code, _, errs := w.dragstrip("machine", "--gpu"); code != exitFailed || !strings.Contains(errs, "nothing") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
