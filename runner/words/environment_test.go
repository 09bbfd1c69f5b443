package words

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatChangesHowAnEngineComputesIsInherited(t *testing.T) {
	got := Inherited([]string{
		"PATH=/bin", "HOME=/home/ada", "VK_DRIVER_FILES=/x.json", "GGML_VK_DISABLE_F16=1", "OMP_NUM_THREADS=4", "GGML_NO_BACKTRACE=1", "=C:=C:\\",
		"AMD_VULKAN_ICD=RADV", "MLX_METAL_JIT=1", "odd",
	}, []string{"GGML_"}, []string{"GGML_NO_BACKTRACE"})
	if want := []string{"AMD_VULKAN_ICD=RADV", "GGML_VK_DISABLE_F16=1", "OMP_NUM_THREADS=4", "VK_DRIVER_FILES=/x.json"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSecretsAreNeverInherited(t *testing.T) {
	for _, secret := range []string{"GGML_TOKEN=x", "CUDA_KEY=x", "VK_SECRET=x", "HIP_PASSWORD=x", "GGML_my_api_key=x"} {
		if got := Inherited([]string{secret}, []string{"GGML_"}, nil); got == nil || len(got) > 0 {
			t.Errorf("%#v: nil would mean that nobody looked", got)
		}
	}
}

func TestWhatIsInheritedIsBounded(t *testing.T) {
	long := Inherited([]string{"VK_X=" + strings.Repeat("x", 5000)}, nil, nil)
	if len(long) != 1 || len(long[0]) > 600 {
		t.Errorf("%d bytes", len(long[0]))
	}
	many := slices.Repeat([]string{"VK_X=1"}, 1000)
	if n := len(Inherited(many, nil, nil)); n > 100 {
		t.Errorf("%d variables", n)
	}
}
