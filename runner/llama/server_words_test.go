package llama

import (
	"testing"

	"dragstrip/bench"
)

func TestSettingsInTheWordsOfTheServer(t *testing.T) {
	gpu := bench.EngineBuild{Env: []string{"AMD_VULKAN_ICD=RADV"}, Devices: []bench.Device{{Name: "Vulkan0"}}}
	for _, c := range []struct {
		job  bench.Job
		want string
	}{
		{bench.Job{Params: bench.Params{"flash_attn": "off", "n_threads": "4", "n_ubatch": "256", "type_k": "q8_0", "type_v": "q8_0"}}, "llama-server -ub 256 -ctk q8_0 -ctv q8_0 -fa off -t 4"},
		{bench.Job{Params: bench.Params{"n_gpu_layers": "12", "n_cpu_moe": "3", "load_mode": "none", "devices": "Vulkan0/Vulkan1", "no_kv_offload": "1", "repack": "1"}}, "llama-server -ngl 12 -ncmoe 3 -lm none -dev Vulkan0,Vulkan1 --no-kv-offload"},
		{bench.Job{Params: bench.Params{"override_tensor": `blk\.(1|2)=CPU;out=CPU`}}, `llama-server -ot 'blk\.(1|2)=CPU,out=CPU'`},
		{bench.Job{Build: gpu}, "AMD_VULKAN_ICD=RADV llama-server -ngl 999"},
		{bench.Job{Build: bench.EngineBuild{
			Inherited: []string{"GGML_VK_VISIBLE_DEVICES=0", "OMP_NUM_THREADS=4", "OMP_PLACES={0},{1}", "CUDA_HOME=/opt/cuda"}, Env: []string{"OMP_NUM_THREADS=2"},
		}, Params: bench.Params{"n_threads": "4"}}, "GGML_VK_VISIBLE_DEVICES=0 OMP_NUM_THREADS=2 OMP_PLACES='{0},{1}' llama-server -t 4"},
	} {
		if got := ServerWords(&c.job); got != c.want {
			t.Errorf("%s: got %q, want %q", c.job.Params, got, c.want)
		}
	}
}
