package bench

import (
	"strings"
	"testing"
)

const gib = int64(1) << 30

func TestAJobsMemoryIsThatOfItsDevices(t *testing.T) {
	card := GPU{Name: "RTX 4090", MemoryBytes: 24 * gib}
	second := GPU{Name: "RTX 3060", MemoryBytes: 12 * gib}
	shared := GPU{Name: "Radeon 8060S", Shared: true, UsableBytes: 96 * gib}
	cuda0 := Device{Name: "CUDA0", Description: "NVIDIA GeForce RTX 4090", TotalBytes: 23 * gib}
	cuda1 := Device{Name: "CUDA1", Description: "NVIDIA GeForce RTX 3060", TotalBytes: 11 * gib}
	radv := Device{Name: "Vulkan0", Description: "AMD Radeon 8060S (RADV GFX1151)", TotalBytes: 100 * gib}
	xtx := GPU{Name: "AMD Radeon RX 7900 XTX", MemoryBytes: 24 * gib}
	rocm0 := Device{Name: "ROCm0", Description: "AMD Radeon RX 7900 XTX", TotalBytes: 23 * gib}
	vulkan0 := Device{Name: "Vulkan0", Description: "AMD Radeon RX 7900 XTX (RADV NAVI31)", TotalBytes: 25 * gib}
	rocm1, vulkan1 := rocm0, vulkan0
	rocm1.Name, vulkan1.Name = "ROCm1", "Vulkan1"
	const (
		rocm0Name, vulkan0Name = "ROCm0 (AMD Radeon RX 7900 XTX)", "Vulkan0 (AMD Radeon RX 7900 XTX (RADV NAVI31))"
		rocm1Name, vulkan1Name = "ROCm1 (AMD Radeon RX 7900 XTX)", "Vulkan1 (AMD Radeon RX 7900 XTX (RADV NAVI31))"
	)
	program := llvmpipe
	program.Name = "Vulkan1"
	far := Device{Name: "RPC0", Description: "10.0.0.2:50052", TotalBytes: 48 * gib}
	for _, c := range []struct {
		what    string
		gpus    []GPU
		devices []Device
		params  Params
		want    Memory
	}{
		{"the CPU", nil, nil, nil, Memory{"CPU", 64 * gib, 0}},
		{"a card", []GPU{card}, []Device{cuda0}, nil, Memory{"CUDA0 (NVIDIA GeForce RTX 4090)", 24 * gib, 64 * gib}},
		{"the CPU beside a card", []GPU{card}, []Device{cuda0}, Params{"devices": "none"}, Memory{"CPU", 64 * gib, 0}},
		{"no layers on the card", []GPU{card}, []Device{cuda0}, Params{"n_gpu_layers": "0"}, Memory{"CPU", 64 * gib, 0}},
		{"some layers on the card", []GPU{card}, []Device{cuda0}, Params{"n_gpu_layers": "10"}, Memory{"CUDA0 (NVIDIA GeForce RTX 4090) + CPU", 88 * gib, 0}},
		{"two cards", []GPU{card, second}, []Device{cuda0, cuda1}, nil, Memory{"CUDA0 (NVIDIA GeForce RTX 4090) + CUDA1 (NVIDIA GeForce RTX 3060)", 36 * gib, 64 * gib}},
		{"the second card", []GPU{card, second}, []Device{cuda0, cuda1}, Params{"devices": "CUDA1"}, Memory{"CUDA1 (NVIDIA GeForce RTX 3060)", 12 * gib, 64 * gib}},
		{"shared memory", []GPU{shared}, []Device{radv}, nil, Memory{"Vulkan0 (AMD Radeon 8060S (RADV GFX1151))", 64 * gib, 0}},
		{"a size that only the engine knows", []GPU{{Name: "Arc B580"}}, []Device{{Name: "Vulkan0", Description: "Arc B580", TotalBytes: 12 * gib}}, nil, Memory{"Vulkan0 (Arc B580)", 12 * gib, 64 * gib}},
		{"a GPU that only the engine knows", nil, []Device{{Name: "Vulkan0", Description: "a card", TotalBytes: 8 * gib}}, nil, Memory{"Vulkan0 (a card)", 8 * gib, 64 * gib}},
		{"another machine's", []GPU{card}, []Device{far}, nil, Memory{"RPC0 (10.0.0.2:50052)", 48 * gib, 64 * gib}},
		{"a size that nobody knows", []GPU{{Name: "a"}, {Name: "b"}}, []Device{{Name: "Vulkan0"}}, nil, Memory{Name: "Vulkan0"}},
		{"one card that two backends show", []GPU{xtx}, []Device{rocm0, vulkan0}, nil, Memory{rocm0Name, 24 * gib, 64 * gib}},
		{"the same, both asked for", []GPU{xtx}, []Device{rocm0, vulkan0}, Params{"devices": "ROCm0/Vulkan0"}, Memory{rocm0Name, 24 * gib, 64 * gib}},
		{"the same, the second asked for", []GPU{xtx}, []Device{rocm0, vulkan0}, Params{"devices": "Vulkan0"}, Memory{vulkan0Name, 24 * gib, 64 * gib}},
		{"the same, known to the engine alone", nil, []Device{rocm0, vulkan0}, nil, Memory{rocm0Name, 23 * gib, 64 * gib}},
		{"two cards of one name", []GPU{xtx, xtx}, []Device{rocm0, rocm1}, nil, Memory{rocm0Name + " + " + rocm1Name, 48 * gib, 64 * gib}},
		{"two cards that two backends show", []GPU{xtx, xtx}, []Device{rocm0, rocm1, vulkan0, vulkan1}, nil, Memory{rocm0Name + " + " + rocm1Name, 48 * gib, 64 * gib}},
		{"two cards of which the machine knows one", []GPU{xtx}, []Device{rocm0, rocm1}, nil, Memory{rocm0Name + " + " + rocm1Name, 47 * gib, 64 * gib}},
		{"two cards without a split", []GPU{card, second}, []Device{cuda0, cuda1}, Params{"split_mode": "none"}, Memory{"CUDA0 (NVIDIA GeForce RTX 4090)", 24 * gib, 64 * gib}},
		{"the second without a split", []GPU{card, second}, []Device{cuda0, cuda1}, Params{"split_mode": "none", "main_gpu": "1"}, Memory{"CUDA1 (NVIDIA GeForce RTX 3060)", 12 * gib, 64 * gib}},
		{"the second of those named", []GPU{card, second}, []Device{cuda0, cuda1}, Params{"split_mode": "none", "main_gpu": "1", "devices": "CUDA1/CUDA0"}, Memory{"CUDA0 (NVIDIA GeForce RTX 4090)", 24 * gib, 64 * gib}},
		{"no main one", []GPU{card, second}, []Device{cuda0, cuda1}, Params{"split_mode": "none", "main_gpu": "-2"}, Memory{"CPU", 64 * gib, 0}},
		{"a main one that is not there", []GPU{card}, []Device{cuda0}, Params{"split_mode": "none", "main_gpu": "7"}, Memory{"CUDA0 (NVIDIA GeForce RTX 4090)", 24 * gib, 64 * gib}},
		{"another machine comes first", []GPU{card}, []Device{cuda0, far}, Params{"split_mode": "none"}, Memory{"RPC0 (10.0.0.2:50052)", 48 * gib, 64 * gib}},
		{"a card beside shared memory", []GPU{shared, xtx}, []Device{radv, vulkan1}, nil, Memory{vulkan1Name, 24 * gib, 64 * gib}},
		{"both asked for", []GPU{shared, xtx}, []Device{radv, vulkan1}, Params{"devices": "Vulkan1/Vulkan0"}, Memory{vulkan1Name + " + Vulkan0 (AMD Radeon 8060S (RADV GFX1151))", 88 * gib, 0}},
		{"shared memory beside another machine", []GPU{shared}, []Device{radv, far}, nil, Memory{"RPC0 (10.0.0.2:50052) + Vulkan0 (AMD Radeon 8060S (RADV GFX1151))", 112 * gib, 0}},
		{"shared memory beside a program", []GPU{shared}, []Device{radv, program}, Params{"devices": "Vulkan0"}, Memory{"Vulkan0 (AMD Radeon 8060S (RADV GFX1151))", 64 * gib, 0}},
	} {
		m := Machine{MemoryBytes: 64 * gib, GPUs: c.gpus}
		got := m.MemoryFor(&Job{Build: EngineBuild{Devices: c.devices}, Params: c.params})
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

// TestSizesThatOnlyEnginesKnowAreLearnt: once an engine has told a GPU's size,
// Models and a plan can say what fits.
func TestSizesThatOnlyEnginesKnowAreLearnt(t *testing.T) {
	m := Machine{MemoryBytes: 64 * gib, GPUs: []GPU{{Name: "Arc B580"}, {Name: "Iris Xe", Shared: true}, {Name: "RTX 4090", MemoryBytes: 24 * gib}}}
	build := EngineBuild{Devices: []Device{
		{Name: "Vulkan0", Description: "Intel(R) Arc B580 Graphics", TotalBytes: 12 * gib},
		{Name: "Vulkan1", Description: "Intel(R) Iris Xe Graphics", TotalBytes: 30 * gib},
		{Name: "Vulkan2", Description: "NVIDIA GeForce RTX 4090", TotalBytes: 23 * gib},
		{Name: "Vulkan3", Description: "llvmpipe Arc B580", TotalBytes: 99 * gib, Software: true},
	}}
	if !m.LacksSizes() {
		t.Error("no size is lacking")
	}
	sized := m.WithSizes([]EngineBuild{build})
	if sized.LacksSizes() || sized.GPUs[0].MemoryBytes != 12*gib || sized.GPUs[1].UsableBytes != 30*gib || sized.GPUs[2].MemoryBytes != 24*gib {
		t.Errorf("%+v", sized.GPUs)
	}
	if m.GPUs[0].MemoryBytes != 0 {
		t.Error("the machine that was given has changed")
	}
	memories := sized.Memories()
	if len(memories) != 4 || memories[0] != (Memory{"Arc B580", 12 * gib, 64 * gib}) || memories[1] != (Memory{"Iris Xe", 30 * gib, 0}) || memories[3] != (Memory{"CPU", 64 * gib, 0}) {
		t.Errorf("%+v", memories)
	}
}

// Each of several equal GPUs gets its size. Only the last one used to get it.
func TestEqualGPUsGetTheirSizes(t *testing.T) {
	m := Machine{MemoryBytes: 64 * gib, GPUs: []GPU{{Name: "Arc B580"}, {Name: "Arc B580"}}}
	sized := m.WithSizes([]EngineBuild{{Devices: []Device{
		{Name: "Vulkan0", Description: "Intel(R) Arc B580 Graphics", TotalBytes: 12 * gib},
		{Name: "Vulkan1", Description: "Intel(R) Arc B580 Graphics", TotalBytes: 12 * gib},
	}}})
	if sized.LacksSizes() || sized.GPUs[0].MemoryBytes != 12*gib || sized.GPUs[1].MemoryBytes != 12*gib {
		t.Errorf("%+v", sized.GPUs)
	}
}

// A server's context is longer than its tests, and its memory used to be left out.
func TestAServersSpareContextNeedsMemory(t *testing.T) {
	spare := ContextSpare{Share: 8, Tokens: 320, Batch: true}
	for _, c := range []struct {
		spare         ContextSpare
		tokens, batch int
		want          int
	}{
		{ContextSpare{}, 1000, 2048, 1000},
		{spare, 640, 0, 1280}, // 640 + 80 + 320
		{spare, 640, 2048, 2048},
		{ContextSpare{Share: 8, Tokens: 512}, 640, 2048, 1280},
		{ContextSpare{Share: 8, Chosen: 4096}, 640, 0, 4096},
		{ContextSpare{Share: -1, Tokens: -5}, 256, 0, 256},
	} {
		if got := c.spare.Length(c.tokens, c.batch); got != c.want {
			t.Errorf("%+v of %d tokens: %d, want %d", c.spare, c.tokens, got, c.want)
		}
	}
	fitting := Model{SizeBytes: gib, KV: KV{Groups: []KVGroup{{Layers: 16, Keys: 1024, Values: 1024}}}, RowBytes: 600_000}
	job := Job{Model: fitting, Tests: []Test{{Prompt: 512}, {Generation: 128, Depth: 512}}, Params: Params{Concurrency: "2"}}
	own := job.Need()
	job.Build.Traits.Spare = spare
	if with, want := job.Need(), fitting.Need(Load{Tokens: 2 * 1280}); with != want || with.KVBytes <= own.KVBytes {
		t.Errorf("%+v, want %+v; without spare %+v", with, want, own)
	}
}

func TestAPlanIsAsTightAsItsTightestJob(t *testing.T) {
	m := Machine{MemoryBytes: 64 * gib, GPUs: []GPU{{Name: "card", MemoryBytes: 8 * gib}}}
	gpu := EngineBuild{Devices: []Device{{Name: "CUDA0", Description: "card", TotalBytes: 8 * gib}}}
	tests := []Test{{Prompt: 512}, {Generation: 128, Depth: 4096}}
	job := func(size int64, b EngineBuild) Job {
		return Job{Model: Model{SizeBytes: size, KV: KV{Groups: []KVGroup{{Layers: 16, Keys: 1024, Values: 1024}}}, RowBytes: 600_000}, Build: b, Tests: tests}
	}
	for _, c := range []struct {
		jobs []Job
		want string
	}{
		{[]Job{job(4*gib, gpu)}, "4.56 GiB of 8.00 GiB on CUDA0 (card)"},
		{[]Job{job(4*gib, gpu), job(7*gib+gib/4, gpu)}, "7.81 GiB of 8.00 GiB on CUDA0 (card): tight"},
		{[]Job{job(20*gib, gpu), job(4*gib, gpu)}, "go into slower memory"},
		{[]Job{job(20*gib, gpu), job(80*gib, EngineBuild{})}, "80.6 GiB, but there are only 64.0 GiB on CPU: it will not fit, 16.6 GiB too much"},
		{[]Job{job(0, gpu)}, NotKnown},
	} {
		p := Plan{Jobs: c.jobs}
		if got := p.TightestFit(m).Needed(); !strings.Contains(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
