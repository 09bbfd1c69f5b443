package llama

import "testing"

// TestDevicesOnTheCPUAreMarked: for each such device, ggml prints a warning
// below the device's line. Builds that print no warning are recognized by the
// device's name.
func TestDevicesOnTheCPUAreMarked(t *testing.T) {
	const (
		list = "Available devices:\n  Vulkan0: AMD Radeon RX 7900 XTX (24576 MiB, 24000 MiB free)\n  Vulkan1: Some Renderer (2048 MiB, 2048 MiB free)\n"
		warn = "ggml_vulkan: Found 2 Vulkan devices:\n" +
			"ggml_vulkan: 0 = AMD Radeon RX 7900 XTX (radv) | uma: 0 | fp16: 1\n" +
			"ggml_vulkan: 1 = Some Renderer (some) | uma: 0 | fp16: 1\n" +
			"ggml_vulkan: Warning: Device type is CPU. This is probably not the device you want.\n"
	)
	for _, c := range []struct {
		what, list, passing string
		want                []bool
	}{
		{"the second one", list, warn, []bool{false, true}},
		{"no warning", list, "", []bool{false, false}},
		{"no list", "", warn, []bool{false, true}},
		{"by its name", "  Vulkan0: llvmpipe (LLVM 15.0.6, 256 bits) (2048 MiB, 2048 MiB free)\n", "", []bool{true}},
		{"a warning without a device", list, "ggml_vulkan: Warning: Device type is CPU.\n", []bool{false, false}},
	} {
		s := readSelf("", c.list, c.passing)
		if len(s.devices) != len(c.want) {
			t.Errorf("%s: devices %+v", c.what, s.devices)
			continue
		}
		for i, want := range c.want {
			if s.devices[i].Software != want {
				t.Errorf("%s: %+v", c.what, s.devices[i])
			}
		}
	}
}
