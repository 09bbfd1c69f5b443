package llama

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestVariantsFitTheMachine(t *testing.T) {
	build := func(traits bench.Traits, devices ...string) bench.EngineBuild {
		b := bench.EngineBuild{Traits: traits, Backends: []string{"CPU"}}
		for _, d := range devices {
			name, description, _ := strings.Cut(d, " ")
			b.Devices = append(b.Devices, bench.Device{Name: name, Description: description, Software: strings.Contains(d, "llvmpipe")})
		}
		return b
	}
	both := []string{"amd_icd64.json", "lvp_icd.x86_64.json", "radeon_icd.x86_64.json"}
	chooses := bench.Traits{}
	none := bench.Traits{Takes: []bench.Taken{}}
	for name, c := range map[string]struct {
		build   bench.EngineBuild
		drivers []string
		want    string
	}{
		"a CPU":                        {build(chooses, "CPU"), both, ""},
		"ROCm":                         {build(chooses, "ROCm0 AMD Radeon RX 6700 XT"), both, "ROCBLAS_USE_HIPBLASLT=1"},
		"both drivers":                 {build(chooses, "Vulkan0 AMD Radeon Graphics"), both, "AMD_VULKAN_ICD=RADV AMD_VULKAN_ICD=AMDVLK"},
		"both drivers, RADV is used":   {build(chooses, "Vulkan0 AMD Radeon Graphics (RADV GFX1151)"), both, "AMD_VULKAN_ICD=AMDVLK"},
		"both drivers, AMDVLK is used": {build(chooses, "Vulkan0 Radeon 8060S (AMD open-source driver)"), both, "AMD_VULKAN_ICD=RADV"},
		"one driver":                   {build(chooses, "Vulkan0 AMD Radeon Graphics"), both[1:], ""},
		"NVIDIA with AMD's drivers":    {build(chooses, "Vulkan0 NVIDIA GeForce RTX 4090"), both, ""},
		"software":                     {build(none, "Vulkan0 llvmpipe", "Vulkan1 Intel Arc"), nil, ""},
		"two GPUs, no flag":            {build(none, "Vulkan0 Intel Arc", "Vulkan1 NVIDIA RTX 4080"), nil, "GGML_VK_VISIBLE_DEVICES=0 GGML_VK_VISIBLE_DEVICES=1"},
		"two GPUs, -dev":               {build(chooses, "Vulkan0 Intel Arc", "Vulkan1 NVIDIA RTX 4080"), nil, ""},
	} {
		var got []string
		for _, v := range variants(c.build, c.drivers) {
			got = append(got, v.Env...)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	vulkan := bench.EngineBuild{Backends: []string{"Vulkan", "CPU"}}
	for variable, want := range map[string]bool{"GGML_VK_DISABLE_F16": true, "RADV_PERFTEST": true, "ROCBLAS_USE_HIPBLASLT": false, "OMP_NUM_THREADS": true} {
		if concerns(vulkan, variable) != want {
			t.Errorf("%s concerns a Vulkan build: %v", variable, !want)
		}
	}
}
