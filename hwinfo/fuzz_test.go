package hwinfo

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// fit fails for values that cannot be shown, summed or written to a journal: a
// text with control characters or without limit, a negative size, a figure that
// is not a number. It walks through all fields, so it also checks fields that
// are added later.
func fit(t *testing.T, what any) {
	t.Helper()
	if _, err := json.Marshal(what); err != nil {
		t.Fatalf("%+v cannot be written: %v", what, err)
	}
	walk(t, reflect.ValueOf(what), reflect.TypeOf(what).Name())
}

func walk(t *testing.T, v reflect.Value, at string) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); bench.Clean(text) != text || len(text) > 2048 {
			t.Fatalf("%s: %d bytes: %.200q", at, len(text), text)
		}
	case reflect.Int, reflect.Int64:
		if v.Int() < 0 || v.Int() > 1<<60 {
			t.Fatalf("%s: %d", at, v.Int())
		}
	case reflect.Float64:
		if f := v.Float(); !(f >= 0 && f <= math.MaxInt64) {
			t.Fatalf("%s: %g", at, f)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			walk(t, v.Elem(), at)
		}
	case reflect.Slice:
		if v.Len() > 1000 {
			t.Fatalf("%s: %d entries", at, v.Len())
		}
		for i := range v.Len() {
			walk(t, v.Index(i), at)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			walk(t, key, at)
			walk(t, value, at+"."+key.String())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				walk(t, v.Field(i), at+"."+field.Name)
			}
		}
	}
}

// answering is a machine on which every program prints the same text, and
// nothing else can be read.
func answering(goos, text string) Root {
	return Root{OS: goos, Arch: "arm64", FS: emptyFS{}, Run: func(context.Context, string, ...string) ([]byte, error) { return []byte(text), nil }}
}

// FuzzNVIDIA tries any output of nvidia-smi, from a single call and from the
// stream.
func FuzzNVIDIA(f *testing.F) {
	for _, seed := range []string{
		"0, NVIDIA H100 80GB HBM3, 00000000:00:09.0, 590.48.01, 81559, 9.0, None, 700.00, 2619, Enabled\n1, NVIDIA GB10, 0000000F:01:00.0, 580.173.02, [N/A], 12.1, ATS, [N/A], [N/A], [N/A]",
		"0, NVIDIA GeForce RTX 4090, 00000000:01:00.0, 595.80, inf, 8.9, None, 1e400, NaN, [N/A]\n0, GRID A100-10C, 00000000:02:00.0, 535.1, -1, 8.0, None, -0, 1215, [N/A]",
		"0, \x1b]0;owned\a\u202eNVIDIA\u009b2J, \xff\xfe, , 1e300, , , 99999999999999999999, 0x1p1000, Enabled",
		"0, 100, 19818, 59, 631.95, 1980, 2619, 0x0000000000000000\n0, [N/A], 59, 42, 71.15, 345, 2619, 0x00000000000000ec",
		"-1, 1e3, 1e18, -256, Inf, NaN, 1e308, 0xffffffffffffffff\n63, 1, 1073741824, 150, 1e5, 1e6, 1e6, -1\n64, 1, 1, 1, 1",
		"Field \"compute_cap\" is not a valid field to query.\n", "No devices were found\n", "0, Tesla K80, 00000000:00:1E.0, 450.80.02, 11441, 2505\n0, K80, 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := Describe(t.Context(), answering("windows", text))
		fit(t, m)
		for _, g := range m.GPUs {
			if g.Name == "" || g.Vendor != "NVIDIA" || g.Sources["memory_bytes"] != "" && g.MemoryBytes == 0 {
				t.Fatalf("%+v", g)
			}
		}
		for _, fields := range nvidiaFields {
			if a := parseNVIDIA(fields, text); len(a.cards) > mostCards {
				t.Fatalf("%d cards", len(a.cards))
			}
		}
		for _, fields := range streamFields {
			var r bench.Reading
			g := gpuStream{cards: map[int]told{}}
			for line := range strings.SplitSeq(text, "\n") {
				g.nvidia(fields, line)
			}
			g.add(&r)
			fit(t, r)
			checkFractions(t, r)
		}
	})
}

func checkFractions(t *testing.T, r bench.Reading) {
	t.Helper()
	if value(r.GPUBusy) > 1 || value(r.GPUCelsius) > mostCelsius || value(r.Celsius) > mostCelsius {
		t.Fatalf("busy %v, %v °C, %v °C", value(r.GPUBusy), value(r.GPUCelsius), value(r.Celsius))
	}
}

// FuzzApple tries any output of sysctl, ioreg, system_profiler, pmset and
// macmon.
func FuzzApple(f *testing.F) {
	const levels = "machdep.cpu.brand_string: Apple M5 Max\nhw.memsize: 137438953472\nhw.perflevel0.physicalcpu: 6\nhw.perflevel0.logicalcpu: 6\nhw.perflevel0.l2cachesize: 16777216\nhw.perflevel0.cpusperl2: 6\nhw.perflevel0.name: Super\nhw.perflevel1.physicalcpu: 12\n"
	f.Add(levels+"hw.perflevel1.cpusperl2: 5\niogpu.wired_limit_mb: 24000", ioreg("Apple M5 Max", 40))
	f.Add("machdep.cpu.brand_string: Apple M2 Max\nkern.osproductversion: 26.1\nsysctl.proc_translated: 1", `{"SPDisplaysDataType":[{"_name":"Apple M2 Max","spdisplays_vendor":"sppci_vendor_Apple","sppci_cores":"30"}]}`)
	f.Add("machdep.cpu.brand_string: Apple M4 Max (Virtual)\nkern.hv_vmm_present: 1\nhw.model: VirtualMac2,1\nhw.ncpu: 2", "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t81%; discharging; 5:12 remaining present: true\n")
	f.Add("machdep.cpu.brand_string: Apple M1\nhw.model: \x1b]0;owned\a", "Currently in use:\n lowpowermode         1\n powermode 7\n'Battery Power' 999%")
	f.Add("machdep.cpu.brand_string: Apple M1\u202e\nhw.memsize: -1\nhw.physicalcpu: 9223372036854775807\niogpu.wired_limit_mb: 9223372036854775807\nhw.perflevel0.physicalcpu: 4294967296\nhw.perflevel0.cpusperl2: 1\nhw.perflevel0.l2cachesize: 0x7fffffffffffffff",
		"\"model\" = \"\u009b2J\x1b[31m\"\n\"gpu-core-count\" = 99999999999999999999")
	f.Add("kern.hostname: \xff\xfe", `{"gpu_power":-1,"gpu_usage":[1e308,1.0000001],"pcpu_usage":[1e300,0.1],"sys_power":1e308,"temp":{"cpu_temp_avg":-40,"gpu_temp_avg":1e9}}`)
	f.Add("", `{"gpu_power":0.01,"gpu_freq_mhz":503,"gpu_active_ratio":0.25,"sys_power":10.5,"temp":{"cpu_temp_avg":23.0,"gpu_temp_avg":29.4}}`)
	f.Fuzz(func(t *testing.T, values, text string) {
		root := answering("darwin", text)
		root.Sysctl = sysctls(values)
		m := Describe(t.Context(), root)
		fit(t, m)
		if n := len(m.GPUs); n > 1 || n == 1 && (m.GPUs[0].Name == "" || m.GPUs[0].Cores >= mostGPUCores) {
			t.Fatalf("%+v", m.GPUs)
		}
		if slices.Contains([]string{m.PowerMode["power mode"], m.PowerMode["low power mode"]}, "") && len(m.PowerMode) > 1 {
			t.Fatalf("%v", m.PowerMode)
		}
		if fill := parseMacmon(text); fill != nil {
			var r bench.Reading
			fill(&r)
			fit(t, r)
			checkFractions(t, r)
		}
		for _, raw := range RawSources(t.Context(), root) {
			for line := range strings.SplitSeq(raw.Text, "\n") {
				if bench.Clean(line) != line || secretLine.MatchString(line) {
					t.Fatalf("%s: %q", raw.Name, line)
				}
			}
			if strings.Count(raw.Text, "\n") > rawLines {
				t.Fatalf("%s: %d lines", raw.Name, strings.Count(raw.Text, "\n"))
			}
		}
	})
}
