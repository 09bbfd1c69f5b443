package llama

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestWhatIsNoBuildNumberIsNone: a number that is too long for an int used to
// become the largest int, and one with a sign used to count as a number.
func TestWhatIsNoBuildNumberIsNone(t *testing.T) {
	for text, version := range map[string]string{
		"version: -5 (abc)":                                "-5",
		"version: 99999999999999999999 (abc)":              "99999999999999999999",
		"version: 0.7.0 (build 99999999999999999999, x)":   "0.7.0",
		"version: 1.2.3 (build: 00000000000000000012, oh)": "1.2.3",
	} {
		if s := readSelf(text, ""); s.number != 0 || s.version != version {
			t.Errorf("%q: %q, number %d", text, s.version, s.number)
		}
	}
}

// TestADeviceThatCannotBeChosenIsLeftOut: users choose devices by their names.
func TestADeviceThatCannotBeChosenIsLeftOut(t *testing.T) {
	s := readSelf("", "  \u200b: nameless (8 MiB, 7 MiB free)\n  CUDA\x1b[31m1: red (8 MiB, 7 MiB free)\n  CUDA0: first (8 MiB, 7 MiB free)\n  CUDA0: second (9 MiB, 8 MiB free)\n")
	if len(s.devices) != 1 || s.devices[0].Description != "first" {
		t.Errorf("%+v", s.devices)
	}
}

// FuzzSelf: a build may be any program, and what it says about itself gets into
// screens, reports and journals.
func FuzzSelf(f *testing.F) {
	f.Add("version: 0.7.0 (build 11669, commit Debian)\nbuilt with GNU 16.2.0 for Linux x86_64", "Available devices:\n  CUDA0: NVIDIA GeForce RTX 4090 (24080 MiB, 23500 MiB free)\n  CUDA1: \x1b[31mevil (1) card (8 MiB, 7 MiB free)",
		"load_backend: loaded CUDA backend from /x/libggml-cuda.so\nload_backend: loaded RPC backend from /x/libggml-rpc.so\nload_backend: loaded CPU backend from /x/libggml-cpu-zen4.so")
	f.Add("version: 4453 (f8feb4b0)\r\n", "Available devices:\n  (none)\n", "ggml_cuda_init: found 1 ROCm devices:\n  Device 0: AMD Radeon 8060S, gfx1151 (0x1151), VMM: no, Wave Size: 32, VRAM: 98304 MiB\n")
	f.Add("version: 0 (unknown)", "", "ggml_vulkan: 0 = AMD Radeon (RADV GFX1151) (radv) | uma: 1 | fp16: 1\nggml_metal_init: found device: Apple M3 Max\nggml_metal_device_init: GPU name: \u202eApple\n")
	f.Add("version: \x1b]0;owned\a (build: 99999999999999999999, commit: \u009b2J)", "  RPC0[10.0.0.1:50052]: \xff\xfe (9223372036854775807 MiB, 18446744073709551616 MiB free)\n", "  Device 00000000000000: x, VRAM: 1 MiB\n")
	for _, seed := range []string{"b11669", "2026-10"} {
		help, err := os.ReadFile(filepath.Join("testdata", "help", seed+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add("", "", string(help))
	}
	f.Fuzz(func(t *testing.T, version, list, passing string) {
		s := readSelf(version, list, passing)
		told := append(slices.Concat(s.loaded, s.backends()), s.version, s.commit)
		if len(s.devices) > maxDevices || len(s.loaded) > maxDevices || s.number < 0 || s.number > 9_999_999 {
			t.Fatalf("%d devices, %d loaded, number %d", len(s.devices), len(s.loaded), s.number)
		}
		names := map[string]bool{}
		for _, d := range s.devices {
			if d.Name == "" || names[d.Name] || d.TotalBytes < 0 || d.FreeBytes < 0 {
				t.Fatalf("%+v among %+v", d, s.devices)
			}
			names[d.Name] = true
			told = append(told, d.Name, d.Description)
		}
		for _, text := range told {
			if bench.Clean(text) != text || len(text) > 200 || strings.TrimSpace(text) != text {
				t.Fatalf("%q reaches a screen", text)
			}
		}
		backends := s.backends()
		if backends[len(backends)-1] != "CPU" || slices.Contains(backends, "") || len(slices.Compact(slices.Sorted(slices.Values(backends)))) != len(backends) {
			t.Fatalf("backends %q", backends)
		}
	})
}
