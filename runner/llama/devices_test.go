package llama

import (
	"slices"
	"testing"

	"dragstrip/bench"
)

// These lists have the form in which builds for six kinds of machine print them
// (seen in ollama's tests), with other lines between.
func TestDeviceListsOfSixMachines(t *testing.T) {
	const gib = 1 << 30
	device := func(name, description string, total, free int64) bench.Device {
		return bench.Device{Name: name, Description: description, TotalBytes: total << 20, FreeBytes: free << 20}
	}
	for _, c := range []struct {
		what, passing, list string
		devices             []bench.Device
		backends            []string
	}{
		{"a Mac", "", "Available devices:\n  Metal: Apple M3 Max (98304 MiB, 98303 MiB free)\n", []bench.Device{device("Metal", "Apple M3 Max", 98304, 98303)}, []string{"Metal", "CPU"}},
		{
			"ROCm", "  Device 0: AMD Radeon RX 6700 XT, gfx1031 (0x1031), VMM: no, Wave Size: 32, VRAM: 12272 MiB\n", "Available devices:\n  ROCm0: AMD Radeon RX 6700 XT (12272 MiB, 12248 MiB free)\n",
			[]bench.Device{device("ROCm0", "AMD Radeon RX 6700 XT", 12272, 12248)},
			[]string{"ROCm", "CPU"},
		},
		{
			"two CUDA cards", "", "Available devices:\n  CUDA0: NVIDIA GeForce RTX 4090 (24564 MiB, 23592 MiB free)\n  CUDA1: NVIDIA GeForce RTX 3060 (12288 MiB, 11500 MiB free)\n",
			[]bench.Device{device("CUDA0", "NVIDIA GeForce RTX 4090", 24564, 23592), device("CUDA1", "NVIDIA GeForce RTX 3060", 12288, 11500)},
			[]string{"CUDA", "CPU"},
		},
		{
			"Vulkan on shared memory", "ggml_vulkan: 0 = Intel(R) Graphics (Intel open-source Mesa driver) | uma: 1 | fp16: 1 | warp size: 32\n", "Available devices:\n  Vulkan0: Intel(R) Graphics (16384 MiB, 12288 MiB free)\n",
			[]bench.Device{device("Vulkan0", "Intel(R) Graphics", 16384, 12288)},
			[]string{"Vulkan", "CPU"},
		},
		{
			"CUDA that talks", "ggml_cuda_init: found 1 CUDA devices (Total VRAM: 16379 MiB):\n  Device 0: NVIDIA GeForce RTX 4060 Ti, compute capability 8.9, VMM: yes, VRAM: 16379 MiB\nsystem_info: n_threads = 16 | CUDA : ARCHS = 750,890 |\n",
			"Available devices:\n  CUDA0: NVIDIA GeForce RTX 4060 Ti (16379 MiB, 14900 MiB free)\n",
			[]bench.Device{device("CUDA0", "NVIDIA GeForce RTX 4060 Ti", 16379, 14900)},
			[]string{"CUDA", "CPU"},
		},
		{
			"a laptop of two makers", "", "Available devices:\n  Vulkan0: Intel(R) RaptorLake-S Mobile Graphics Controller (32550 MiB, 31800 MiB free)\n  Vulkan1: NVIDIA GeForce RTX 4080 Laptop GPU (12282 MiB, 11000 MiB free)\n",
			[]bench.Device{device("Vulkan0", "Intel(R) RaptorLake-S Mobile Graphics Controller", 32550, 31800), device("Vulkan1", "NVIDIA GeForce RTX 4080 Laptop GPU", 12282, 11000)},
			[]string{"Vulkan", "CPU"},
		},
		{"nothing but a CPU", "", "Available devices:\n  (none)\n", nil, []string{"CPU"}},
		{"a name in parentheses", "", "  Vulkan0: AMD Radeon RX 7900 XTX (RADV NAVI31) (24576 MiB, 24000 MiB free)\r\n", []bench.Device{{Name: "Vulkan0", Description: "AMD Radeon RX 7900 XTX (RADV NAVI31)", TotalBytes: 24 * gib, FreeBytes: 24000 << 20}}, []string{"Vulkan", "CPU"}},
		{"words that are no list", "GPU id = invalid\ndeviceName =\nunrelated output\n", "GPU id = 0 (AMD Radeon RX 7900 XTX (RADV NAVI31))\n  CUDA0: (MiB, free)\n", nil, []string{"CPU"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := readSelf("", c.list, c.passing)
			if !slices.Equal(s.devices, c.devices) {
				t.Errorf("devices %+v, want %+v", s.devices, c.devices)
			}
			if got := s.backends(); !slices.Equal(got, c.backends) {
				t.Errorf("backends %v, want %v", got, c.backends)
			}
		})
	}
}
