package install

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestDevicesAreToldFromFilesAndTheDriver(t *testing.T) {
	const smi = "| NVIDIA-SMI 570.133.20   Driver Version: 570.133.20   CUDA Version: 12.8     |\n"
	for name, c := range map[string]struct {
		programs string
		files    []string
		smi      string
		smiFails bool
		want     GPU
	}{
		"nothing":                    {},
		"a card and its driver":      {files: []string{"dev/dri/renderD128", "usr/share/vulkan/icd.d/radeon_icd.x86_64.json"}, want: GPU{Card: true, Vulkan: true}},
		"a card without driver":      {files: []string{"dev/dri/renderD128"}, want: GPU{Card: true}},
		"lavapipe":                   {files: []string{"dev/dri/renderD128", "usr/share/vulkan/icd.d/lvp_icd.json"}, want: GPU{Card: true}},
		"a driver without card":      {files: []string{"etc/vulkan/icd.d/radeon_icd.json"}},
		"NVIDIA":                     {programs: "nvidia-smi", smi: smi, files: []string{"etc/vulkan/icd.d/nvidia_icd.json"}, want: GPU{Card: true, Nvidia: true, Cuda: [2]int{12, 8}, Vulkan: true}},
		"NVIDIA since driver 610":    {programs: "nvidia-smi", smi: "| NVIDIA-SMI 610.43.02   KMD Version: 610.43.02   CUDA UMD Version: 13.1 |\n", want: GPU{Card: true, Nvidia: true, Cuda: [2]int{13, 1}}},
		"NVIDIA with Mesa's files":   {programs: "nvidia-smi", smi: smi, files: []string{"dev/dri/renderD128", "sys/class/drm/renderD128/device/vendor=0x10de", "usr/share/vulkan/icd.d/radeon_icd.x86_64.json"}, want: GPU{Card: true, Nvidia: true, Cuda: [2]int{12, 8}}},
		"NVIDIA beside another card": {programs: "nvidia-smi", smi: smi, files: []string{"dev/dri/renderD128", "sys/class/drm/renderD128/device/vendor=0x1002", "usr/share/vulkan/icd.d/radeon_icd.x86_64.json"}, want: GPU{Card: true, Nvidia: true, Cuda: [2]int{12, 8}, Vulkan: true}},
		"NVIDIA without Vulkan":      {programs: "nvidia-smi", smi: smi, want: GPU{Card: true, Nvidia: true, Cuda: [2]int{12, 8}}},
		"NVIDIA says no version":     {programs: "nvidia-smi", want: GPU{Card: true, Nvidia: true}},
		"NVIDIA does not answer":     {programs: "nvidia-smi", smiFails: true},
	} {
		s := &System{GOOS: "linux", Root: t.TempDir(), LookPath: onlyPrograms(strings.Fields(c.programs)...), Run: func(context.Context, Command) (string, error) {
			if c.smiFails {
				return "", errors.New("exit status 9")
			}
			return c.smi, nil
		}}
		for _, file := range c.files {
			name, text, _ := strings.Cut(file, "=")
			put(t, text+"\n", s.Root, name)
		}
		if got := s.gpu(t.Context()); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
