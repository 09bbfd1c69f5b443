package hwinfo

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// smi answers the longest list of fields like a current driver: index, name,
// bus, driver, memory, compute capability, addressing, power, clock, MIG.
func smi(lines string) Root {
	r := linuxRoot("amd64", map[string]string{"proc/meminfo": "MemTotal:       127600748 kB\n", "proc/cpuinfo": "model name\t: AMD Ryzen 9 7950X 16-Core Processor\n"})
	r.Run = says(map[string]string{"nvidia-smi --query-gpu=index,name,pci.bus_id,driver_version,memory.total,compute_cap,addressing_mode": lines})
	return r
}

func TestNVIDIABandwidthIsClockTimesWidth(t *testing.T) {
	for _, c := range []struct {
		line string
		gbps float64
	}{
		{"0, NVIDIA GeForce RTX 4080 SUPER, 00000000:01:00.0, 595.71.05, 16376, 8.9, None, 320.00, 11501, [N/A]", 736.1},
		{"0, NVIDIA GeForce RTX 2080 SUPER, 00000000:0C:00.0, 610.57.04, 8192, 7.5, HMM, 250.00, 7751, [N/A]", 496.1},
		{"0, NVIDIA L40S, 00000000:01:00.0, 595.80, 46068, 8.9, None, 350.00, 9001, [N/A]", 864.1},
		{"0, NVIDIA H100 80GB HBM3, 00000000:00:09.0, 590.48.01, 81559, 9.0, None, 700.00, 2619, Disabled", 3352.3},
		{"0, NVIDIA H200, 00000000:83:00.0, 590.48.01, 143771, 9.0, None, 700.00, 3201, Disabled", 4916.7},
		{"0, NVIDIA GeForce RTX 4090 Laptop GPU, 00000000:01:00.0, 595.80, 16376, 8.9, None, [N/A], 9001, [N/A]", 576},
		{"0, NVIDIA GeForce RTX 4090 Laptop GPU, 00000000:01:00.0, 595.80, 16376, 8.9, None, [N/A], [N/A], [N/A]", 576},
		{"0, NVIDIA GeForce RTX 4090, 00000000:01:00.0, 595.80, 24564, 8.9, None, 450.00, 10501, [N/A]", 1008.1},
		{"0, NVIDIA GeForce RTX 5060, 00000000:01:00.0, 595.80, 8151, 12.0, None, 145.00, 14001, [N/A]", 448},
		{"0, NVIDIA RTX A1000, 00000000:01:00.0, 595.80, 8188, 8.6, None, 50.00, [N/A], [N/A]", 192},
		{"0, NVIDIA RTX A1000 Laptop GPU, 00000000:01:00.0, 595.80, 4096, 8.6, None, 35.00, [N/A], [N/A]", 176},
		{"0, NVIDIA RTX A1000 6GB Laptop GPU, 00000000:01:00.0, 595.80, 6144, 8.6, None, 35.00, [N/A], [N/A]", 0},
		{"0, Tesla M40 24GB, 00000000:01:00.0, 470.1, 22945, 5.2, None, 250.00, 3004, [N/A]", 288.4},
		{"0, Tesla M40, 00000000:01:00.0, 470.1, 11448, 5.2, None, 250.00, [N/A], [N/A]", 288.4},
		{"0, NVIDIA H800, 00000000:01:00.0, 535.1, 81559, 9.0, None, 700.00, [N/A], Disabled", 3360},
		{"0, NVIDIA H800 PCIe, 00000000:01:00.0, 535.1, 81559, 9.0, None, 350.00, [N/A], Disabled", 2039},
		{"0, NVIDIA A100-SXM4-80GB, 00000000:01:00.0, 535.1, 81920, 8.0, None, 400.00, 1593, Disabled", 2039},
		{"0, NVIDIA A100 80GB PCIe, 00000000:01:00.0, 535.1, 81920, 8.0, None, 300.00, 1512, Disabled", 1935.4},
		{"0, NVIDIA A100-SXM4-40GB, 00000000:01:00.0, 535.1, 40960, 8.0, None, 400.00, 1215, Disabled", 1555.2},
		{"0, NVIDIA GeForce RTX 3060, 00000000:01:00.0, 535.1, 12288, 8.6, None, 170.00, [N/A], [N/A]", 360},
		{"0, NVIDIA GeForce RTX 3070 Laptop GPU, 00000000:01:00.0, 535.1, 8192, 8.6, None, 115.00, 7001, [N/A]", 448.1},
		// Mobile and Max-Q differ, and no clock tells which one it is, so the figure
		// is absent.
		{"0, NVIDIA GeForce RTX 3070 Laptop GPU, 00000000:01:00.0, 535.1, 8192, 8.6, None, 80.00, [N/A], [N/A]", 0},
		{"0, NVIDIA GeForce RTX 9990, 00000000:01:00.0, 999.1, 65536, 99.0, None, 900.00, 20000, [N/A]", 0},
		{"0, GRID A100-10C, 00000000:02:00.0, 535.1, 10240, 8.0, None, [N/A], 1215, [N/A]", 0},
		{"0, NVIDIA H100 80GB HBM3, 00000000:00:09.0, 590.48.01, 81559, 9.0, None, 700.00, 2619, Enabled", 0},
	} {
		t.Run(c.line[3:min(len(c.line), 40)], func(t *testing.T) {
			g := onlyGPU(t, describe(t, smi(c.line)))
			if c.gbps == 0 && g.SpecifiedGBps != 0 {
				t.Errorf("%g GB/s from %q, want none", g.SpecifiedGBps, g.Sources["specified_gbps"])
			} else if c.gbps != 0 {
				near(t, "specified", g.SpecifiedGBps, c.gbps)
			}
			if g.Shared || g.MemoryBytes == 0 || len(g.Bus) != len("0000:01:00.0") {
				t.Errorf("%+v", g)
			}
		})
	}
}

func TestNVIDIASparkSharesTheMachinesMemory(t *testing.T) {
	m := describe(t, smi("0, NVIDIA GB10, 0000000F:01:00.0, 580.173.02, [N/A], 12.1, ATS, [N/A], [N/A], [N/A]"))
	g := onlyGPU(t, m)
	if !g.Shared || g.MemoryBytes != 0 || g.UsableBytes != 127600748<<10 {
		t.Errorf("%+v", g)
	}
	near(t, "machine", m.SpecifiedGBps, 273.1)
	near(t, "GPU", g.SpecifiedGBps, 273.1)
}

func TestNVIDIAOldDriverIsAskedAgainWithFewerFields(t *testing.T) {
	asked := 0
	r := smi("")
	r.Run = func(_ context.Context, name string, args ...string) ([]byte, error) {
		asked++
		if strings.Contains(args[0], "compute_cap") {
			return []byte("Field \"compute_cap\" is not a valid field to query.\n"), &exec.ExitError{}
		}
		return []byte("0, Tesla K80, 00000000:00:1E.0, 450.80.02, 11441, 2505\n"), nil
	}
	g := onlyGPU(t, describe(t, r))
	near(t, "specified", g.SpecifiedGBps, 240.5)
	if asked != 3 {
		t.Errorf("asked %d times, want 3", asked)
	}
}

func TestNVIDIADriverThatSleepsStillNamesTheCard(t *testing.T) {
	r := linuxRoot("amd64", map[string]string{"proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA H100 PCIe\nIRQ:   \t\t 37\nGPU UUID: \t GPU-00000000\nBus Location: \t 0000:01:00.0\n"})
	r.Run = func(ctx context.Context, name string, args ...string) ([]byte, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	r.Patience = 1
	g := onlyGPU(t, describe(t, r))
	if g.Name != "NVIDIA H100 PCIe" || g.MemoryBytes != 0 {
		t.Errorf("%+v", g)
	}
}

// nvidia-smi takes seconds if no other program keeps its driver awake. The card
// used to be missing then, so the machine was taken for another one.
func TestNVIDIADriverThatWakesSlowlyIsWaitedFor(t *testing.T) {
	r := linuxRoot("amd64", nil)
	r.Patience = 50 * time.Millisecond
	r.Run = func(ctx context.Context, _ string, args ...string) ([]byte, error) {
		deadline, ok := ctx.Deadline()
		if left := time.Until(deadline); !ok || left < 2*r.Patience {
			return nil, context.DeadlineExceeded
		}
		fields := strings.Split(strings.TrimPrefix(args[0], "--query-gpu="), ",")
		fields[slices.Index(fields, "name")] = "NVIDIA GeForce RTX 3060"
		return []byte(strings.Join(fields, ", ") + "\n"), nil
	}
	if g := onlyGPU(t, describe(t, r)); g.Name != "NVIDIA GeForce RTX 3060" {
		t.Errorf("%+v", g)
	}
}

func TestNVIDIAAbsentAndBrokenAnswersAddNothing(t *testing.T) {
	for _, out := range []string{"", "No devices were found\n", "0, , ,,,,,,,\n", strings.Repeat("x", 1<<16)} {
		if m := describe(t, smi(out)); len(m.GPUs) != 0 {
			t.Errorf("%.30q gave %+v", out, m.GPUs)
		}
	}
	r := smi("")
	r.Run = func(context.Context, string, ...string) ([]byte, error) { return nil, errors.New("boom") }
	if m := describe(t, r); len(m.GPUs) != 0 {
		t.Errorf("%+v", m.GPUs)
	}
}

func TestEightCardsAreCountedInTheLine(t *testing.T) {
	line := "0, NVIDIA H100 80GB HBM3, 00000000:00:09.0, 590.48.01, 81559, 9.0, None, 700.00, 2619, Disabled\n"
	m := describe(t, smi(strings.Repeat(line, 8)))
	if want := "Ryzen 9 7950X · 8 × H100 80GB HBM3 80 GiB · 128 GiB"; m.Line != want {
		t.Errorf("line %q, want %q", m.Line, want)
	}
}
