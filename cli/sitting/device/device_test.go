package device

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/modelstest"
	"dragstrip/models/standin"
)

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
		j := &measurement{build: bench.EngineBuild{Devices: c.devices}, device: vulkan, onCPU: c.onCPU}
		if got := j.job("x", standin.StandIn{Form: &standin.Shape{}}, 16, 1).Params; got.String() != c.want.String() {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestPairIsRefusedWhereItDoesNotFit(t *testing.T) {
	const gib = int64(1) << 30
	pairs, err := (&measurement{Here: Here{Folder: t.TempDir()}}).pairs()
	if err != nil {
		t.Fatal(err)
	}
	large := pairs[0]
	endless := large
	endless.DeepFigures.FileBytes = 1 << 60
	for name, c := range map[string]struct {
		machine bench.Machine
		device  bench.Device
		pair    standin.DepthPair
		want    string
	}{
		"little memory":        {bench.Machine{MemoryBytes: 4 * gib}, bench.Device{}, large, "4.00 GiB of memory"},
		"a container's limit":  {bench.Machine{MemoryBytes: 64 * gib, MemoryLimitBytes: 2 * gib}, bench.Device{}, large, "2.00 GiB of memory"},
		"a small card":         {bench.Machine{MemoryBytes: 64 * gib}, bench.Device{Name: "CUDA0", TotalBytes: 2 * gib}, large, "CUDA0 has 2.00 GiB"},
		"a card that is taken": {bench.Machine{MemoryBytes: 64 * gib}, bench.Device{Name: "CUDA0", TotalBytes: 24 * gib, FreeBytes: gib}, large, "CUDA0 has 1.00 GiB free"},
		"a full disk":          {bench.Machine{MemoryBytes: 64 * gib}, bench.Device{}, endless, "the disk has"},
	} {
		j := &measurement{machine: c.machine, device: c.device, Here: Here{Folder: t.TempDir()}}
		if err := j.fits(c.pair); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q in it", name, err, c.want)
		}
	}
}

// An engine names its backend in each result; older engines do not.
func TestAResultOfTheCPUIsNoMeasurementOfAGPU(t *testing.T) {
	card := bench.Device{Name: "CUDA0"}
	for _, c := range []struct {
		m       measurement
		backend string
		missed  bool
	}{
		{measurement{device: card}, "CPU", true},
		{measurement{device: card}, "BLAS,RPC", true},
		{measurement{device: card}, "ZenDNN", true},
		{measurement{device: card}, "CUDA,RPC", false},
		{measurement{device: card}, "", false},
		{measurement{device: bench.Device{Name: "RPC0"}}, "RPC", false},
		{measurement{onCPU: true}, "CPU", false},
	} {
		if c.m.missed(bench.Result{Backend: c.backend}) != c.missed {
			t.Errorf("%s on %q: missed %v", c.backend, c.m.device.Name, !c.missed)
		}
	}
}

// TestUnfinishedStandInsAreDropped: unfinished stand-ins are folders. They used
// to stay in the cache for ever, with gigabytes in them.
func TestUnfinishedStandInsAreDropped(t *testing.T) {
	folder := t.TempDir()
	m := &measurement{Here: Here{Folder: folder}, Ask: Ask{Drop: true}}
	pairs, err := m.pairs()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, pairs[0].Deep.Path, nil)
	modelstest.Put(t, filepath.Join(pairs[0].Shallow.Path+".part", models.UnfinishedNote), nil)
	modelstest.Put(t, filepath.Join(pairs[0].Shallow.Path+".part", "weights.part"), nil)
	modelstest.Put(t, pairs[1].Deep.Path+".part", nil) // earlier versions left files
	others := modelstest.Put(t, filepath.Join(folder, "mine.gguf.part", "diary"), nil)
	notOurs := modelstest.Put(t, filepath.Join(folder, "bandwidth-notes.gguf", "diary"), nil)
	m.keep(pairs[0])
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) != 2 {
		t.Errorf("left: %v", left)
	}
	for _, kept := range []string{others, notOurs} {
		if _, err := os.Stat(kept); err != nil {
			t.Error(err)
		}
	}
}

// sessionOf is a session in which each stand-in took this many milliseconds a
// token in the rounds.
func sessionOf(j *measurement, p standin.DepthPair, shallow, deep []float64) *bench.Session {
	s := bench.NewSession()
	s.Apply(bench.Event{Seq: 1, Fact: bench.SessionStarted{Plan: *j.plan(p, 16)}})
	for round := range rounds {
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
	pairs, err := (&measurement{}).pairs()
	if err != nil {
		t.Fatal(err)
	}
	j := &measurement{onCPU: true, device: bench.Device{Name: bench.DeviceCPU}}
	p := pairs[0]
	d, err := j.conclude(sessionOf(j, p, []float64{60, 61}, []float64{200, 201}), p)
	if want := float64(p.DeltaBytes()) / 140e6; err != nil || !d.Clean || d.MedianGBps < want*0.99 || d.MedianGBps > want*1.01 || d.Threads != 2 {
		t.Errorf("%+v, %v, want %g GB/s", d, err, want)
	}
	d, err = j.conclude(sessionOf(j, p, []float64{60, 61}, []float64{200, 260}), p)
	if err != nil || d.Clean || !strings.Contains(strings.Join(d.Doubts, " "), "interval is wide") {
		t.Errorf("%+v, %v, want a doubt", d, err)
	}
	_, err = j.conclude(sessionOf(j, p, []float64{60, 300}, []float64{61, 299}), p)
	if !errors.Is(err, bench.ErrNoSlope) || !strings.Contains(err.Error(), "close other programs") {
		t.Errorf("%v", err)
	}
}
