package remembered

import (
	"os"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

func TestDevicesAreRememberedByMachineAndBuild(t *testing.T) {
	memory := Devices{t.TempDir()}
	here, there := bench.Machine{HostName: "a", CPU: "x"}, bench.Machine{HostName: "b", CPU: "x"}
	of := func(device, build string, gbps float64, day int) bench.DeviceBandwidth {
		return bench.DeviceBandwidth{Device: device, BuildID: build, Slope: bench.Slope{MedianGBps: gbps}, Measured: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)}
	}
	for _, d := range []bench.DeviceBandwidth{of("Vulkan0", "1", 100, 1), of("Vulkan0", "2", 110, 2), of("Vulkan0", "1", 120, 3)} {
		if err := memory.Remember(here, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := memory.Remember(there, of("CUDA0", "1", 900, 4)); err != nil {
		t.Fatal(err)
	}
	got := memory.Of(here)
	if len(got) != 2 || got[0].MedianGBps != 120 || got[1].MedianGBps != 110 {
		t.Errorf("%+v, want the newest of each build, newest first", got)
	}
	for name, text := range map[string]string{"damaged": "[{\"host_name\":\"a\"", "another shape": `{"a":1}`, "empty": ""} {
		if err := os.WriteFile(memory.list().path(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := memory.Of(here); len(got) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if err := memory.Remember(here, of("CPU", "1", 20, 1)); err != nil || len(memory.Of(here)) != 1 {
			t.Errorf("%s: cannot be begun anew: %v", name, err)
		}
	}
}

// A device was measured when the machine was quiet. If the machine is busy now,
// nobody has to measure the device again.
func TestADoubtfulMeasurementDoesNotReplaceAnUndisturbedOne(t *testing.T) {
	here := bench.Machine{HostName: "a", CPU: "x"}
	of := func(gbps float64, clean bool) bench.DeviceBandwidth {
		return bench.DeviceBandwidth{Device: "Vulkan0", Slope: bench.Slope{MedianGBps: gbps}, Clean: clean, Measured: time.Unix(int64(gbps), 0)}
	}
	memory := Devices{t.TempDir()}
	for i, c := range []struct {
		measured bench.DeviceBandwidth
		want     string
	}{
		{of(1, false), "1 GB/s ?"},
		{of(2, true), "2 GB/s"},
		{of(3, false), "3 GB/s ? 2 GB/s"},
		{of(4, false), "4 GB/s ? 2 GB/s"},
		{of(5, true), "5 GB/s"},
	} {
		if err := memory.Remember(here, c.measured); err != nil {
			t.Fatal(err)
		}
		var figures []string
		for _, d := range memory.Of(here) {
			figures = append(figures, strings.Replace(d.Figure(), ".00", "", 1))
		}
		if got := strings.Join(figures, " "); got != c.want {
			t.Errorf("%d: %q, want %q", i, got, c.want)
		}
	}
}

func TestTheBestProbeOfThisBootIsRemembered(t *testing.T) {
	boot := "one"
	probes := Probes{Folder: t.TempDir(), Boot: func() string { return boot }}
	here := bench.Machine{HostName: "a", CPU: "x", Power: "AC"}
	onBattery := here
	onBattery.Power = "battery"
	probe := func(gbps float64, clean bool) bench.Bandwidth { return bench.Bandwidth{PeakGBps: gbps, Clean: clean} }
	best := func(want float64) {
		t.Helper()
		if got, ok := probes.Best(here); got.PeakGBps != want || ok != (want > 0) || ok && got.Measured.IsZero() {
			t.Errorf("%+v, want %g", got, want)
		}
	}
	best(0)
	for _, c := range []struct {
		taken         bench.Bandwidth
		better, after float64
	}{{probe(60, false), 60, 0}, {probe(40, true), 40, 40}, {probe(90, false), 40, 40}, {probe(30, true), 40, 40}, {probe(45, true), 45, 45}} {
		got, err := probes.Remember(here, c.taken)
		if err != nil || got.PeakGBps != c.better {
			t.Errorf("after %+v: %+v, %v, want %g", c.taken, got, err, c.better)
		}
		best(c.after)
	}
	if _, ok := probes.Best(onBattery); ok {
		t.Error("on battery a machine moves less")
	}
	boot = "two"
	best(0)
	boot = "" // the system does not say which boot it is
	if _, err := probes.Remember(here, probe(50, true)); err != nil {
		t.Error(err)
	}
	best(0)
	if _, err := (Probes{}).Remember(here, probe(50, true)); err != nil {
		t.Error(err)
	}
}
