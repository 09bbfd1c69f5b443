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

	"dragstrip/bench"
	"dragstrip/models"
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
		places: places{home: home, state: filepath.Join(home, "state"), data: filepath.Join(home, "data"), cache: filepath.Join(home, "cache")},
		kinds:  runner.Known(),
	}
}

func TestDeviceIsMeasuredWithTheRealEngineShownAndRemembered(t *testing.T) {
	w := newWorld(t).withEngine()
	measured := func(args ...string) (said string) {
		t.Helper()
		for range 3 { // on a busy machine tiny stand-ins may not differ
			code, _, errs := w.dragstrip(append([]string{"machine", "--gpu", "--size", "tiny"}, args...)...)
			said += errs // an attempt that failed has written the stand-ins
			if code == 0 {
				return said
			}
			if !strings.Contains(errs, "no bandwidth can be told") {
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
	if said := measured("--drop"); strings.Contains(said, "writing") || strings.Contains(said, "kept") {
		t.Errorf("wrote the stand-ins again, or kept them:\n%s", said)
	}
	if left, _ := filepath.Glob(filepath.Join(w.home, "dragstrip", "cache", "bandwidth", "*")); len(left) > 0 {
		t.Errorf("--drop left %v", left)
	}
}

func TestDeviceMeasurementEndsWithItsContext(t *testing.T) {
	newWorld(t).withEngine() // or skip
	prefix := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	e := deviceEnv(t)
	_, err := e.measureDevice(ctx, deviceAsk{size: "tiny", engines: []string{prefix}}, func(s deviceStep) {
		if strings.HasPrefix(s.Text, "round") {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if len(e.devicesOf(e.describe(context.Background()))) > 0 {
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

func TestDeviceIsChosenAmongThoseOfTheBuild(t *testing.T) {
	cpu, vulkan := bench.Device{Name: "CPU"}, bench.Device{Name: "Vulkan0"}
	for name, c := range map[string]struct {
		devices []bench.Device
		onCPU   bool
		want    bench.Params
	}{
		"one GPU":          {[]bench.Device{vulkan, cpu}, false, bench.Params{"n_gpu_layers": "99"}},
		"two GPUs":         {[]bench.Device{vulkan, {Name: "Vulkan1"}}, false, bench.Params{"n_gpu_layers": "99", "devices": "Vulkan0"}},
		"CPU beside a GPU": {[]bench.Device{vulkan}, true, bench.Params{"devices": "none"}},
		"CPU build":        {[]bench.Device{{Name: "BLAS"}}, true, bench.Params{}},
	} {
		j := &deviceJob{build: bench.EngineBuild{Devices: c.devices}, device: vulkan, onCPU: c.onCPU}
		if got := j.job("x", models.StandIn{Form: &models.Shape{}}, 16, 1).Params; got.String() != c.want.String() {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestPairIsRefusedWhereItDoesNotFit(t *testing.T) {
	const gib = int64(1) << 30
	pairs, err := (&deviceJob{folder: t.TempDir()}).pairs()
	if err != nil {
		t.Fatal(err)
	}
	large := pairs[0]
	endless := large
	endless.DeepFigures.FileBytes = 1 << 60
	for name, c := range map[string]struct {
		machine bench.Machine
		device  bench.Device
		pair    models.DepthPair
		want    string
	}{
		"little memory":        {bench.Machine{MemoryBytes: 4 * gib}, bench.Device{}, large, "4.00 GiB of memory"},
		"a container's limit":  {bench.Machine{MemoryBytes: 64 * gib, MemoryLimitBytes: 2 * gib}, bench.Device{}, large, "2.00 GiB of memory"},
		"a small card":         {bench.Machine{MemoryBytes: 64 * gib}, bench.Device{Name: "CUDA0", TotalBytes: 2 * gib}, large, "CUDA0 has 2.00 GiB"},
		"a card that is taken": {bench.Machine{MemoryBytes: 64 * gib}, bench.Device{Name: "CUDA0", TotalBytes: 24 * gib, FreeBytes: gib}, large, "CUDA0 has 1.00 GiB free"},
		"a full disk":          {bench.Machine{MemoryBytes: 64 * gib}, bench.Device{}, endless, "the disk has"},
	} {
		j := &deviceJob{machine: c.machine, device: c.device, folder: t.TempDir()}
		if err := j.fits(c.pair); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q in it", name, err, c.want)
		}
	}
}

// deviceSession is a session in which each stand-in took so many milliseconds
// a token in all rounds.
func deviceSession(j *deviceJob, p models.DepthPair, shallow, deep []float64) *bench.Session {
	s := bench.NewSession()
	s.Apply(bench.Event{Seq: 1, Fact: bench.SessionStarted{Plan: *j.plan(p, 16)}})
	for round := range deviceRounds {
		for id, ms := range map[string][]float64{"shallow": shallow, "deep": deep} {
			r := bench.Result{Test: bench.Test{Generation: 16}, Round: round, Threads: 2, Backend: "CPU"}
			for _, v := range ms {
				r.SamplesNS = append(r.SamplesNS, int64(v*16e6))
			}
			s.Apply(bench.Event{Job: id, Fact: bench.TestFinished{Result: r}})
		}
	}
	return s
}

func TestFiguresOfADevice(t *testing.T) {
	pairs, err := (&deviceJob{}).pairs()
	if err != nil {
		t.Fatal(err)
	}
	j := &deviceJob{onCPU: true, device: bench.Device{Name: cpuDevice}}
	p := pairs[0]
	d, err := j.conclude(deviceSession(j, p, []float64{60, 61}, []float64{200, 201}), p)
	if want := float64(p.DeltaBytes()) / 140e6; err != nil || !d.Clean || d.MedianGBps < want*0.99 || d.MedianGBps > want*1.01 || d.Threads != 2 {
		t.Errorf("%+v, %v, want %g GB/s", d, err, want)
	}
	d, err = j.conclude(deviceSession(j, p, []float64{60, 61}, []float64{200, 260}), p)
	if err != nil || d.Clean || !strings.Contains(strings.Join(d.Doubts, " "), "interval is wide") {
		t.Errorf("%+v, %v, want a doubt", d, err)
	}
	_, err = j.conclude(deviceSession(j, p, []float64{60, 300}, []float64{61, 299}), p)
	if !errors.Is(err, bench.ErrNoSlope) || !strings.Contains(err.Error(), "close other programs") {
		t.Errorf("%v", err)
	}
}

func TestDevicesAreRememberedByMachineAndBuild(t *testing.T) {
	e := deviceEnv(t)
	here, there := bench.Machine{HostName: "a", CPU: "x"}, bench.Machine{HostName: "b", CPU: "x"}
	of := func(device, build string, gbps float64, day int) bench.DeviceBandwidth {
		return bench.DeviceBandwidth{Device: device, BuildID: build, Slope: bench.Slope{MedianGBps: gbps}, Measured: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)}
	}
	for _, d := range []bench.DeviceBandwidth{of("Vulkan0", "1", 100, 1), of("Vulkan0", "2", 110, 2), of("Vulkan0", "1", 120, 3)} {
		if err := e.rememberDevice(here, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.rememberDevice(there, of("CUDA0", "1", 900, 4)); err != nil {
		t.Fatal(err)
	}
	got := e.devicesOf(here)
	if len(got) != 2 || got[0].MedianGBps != 120 || got[1].MedianGBps != 110 {
		t.Errorf("%+v, want the newest of each build, newest first", got)
	}
	for name, text := range map[string]string{"damaged": "[{\"host_name\":\"a\"", "another shape": `{"a":1}`, "empty": ""} {
		if err := os.WriteFile(e.devicesPath(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := e.devicesOf(here); len(got) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if err := e.rememberDevice(here, of("CPU", "1", 20, 1)); err != nil || len(e.devicesOf(here)) != 1 {
			t.Errorf("%s: cannot be begun anew: %v", name, err)
		}
	}
}
