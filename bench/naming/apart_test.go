package naming

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

func named(t *testing.T, got Names, shared string, full ...string) {
	t.Helper()
	if got.Shared != shared {
		t.Errorf("all share %q, want %q", got.Shared, shared)
	}
	if !slices.Equal(got.Full, full) {
		t.Errorf("called\n%s\nwant\n%s", strings.Join(got.Full, "\n"), strings.Join(full, "\n"))
	}
}

// sessions names sessions by what was measured, where and when.
func sessions(all ...*bench.Session) Names {
	var things []Thing
	for _, s := range all {
		things = append(things, slices.Concat(Measured(s.Jobs), Occasion(s, time.UTC)))
	}
	return Apart(things)
}

func short(t *testing.T, got Names, want ...string) {
	t.Helper()
	if !slices.Equal(got.Short, want) {
		t.Errorf("called in short\n%s\nwant\n%s", strings.Join(got.Short, "\n"), strings.Join(want, "\n"))
	}
}

var (
	llama3 = bench.Model{Name: "Llama 3.2 3B", Quant: "Q4_K_M", Path: "/models/llama-3.2-3b-q4_k_m.gguf"}
	qwen14 = bench.Model{Name: "Qwen2.5 14B", Quant: "Q4_K_M", Path: "/models/qwen2.5-14b-q4_k_m.gguf"}
	vulkan = build("Vulkan", "/opt/vulkan/bin/llama-bench")
	rocm   = build("ROCm", "/opt/rocm/bin/llama-bench")
)

func build(backend, place string) bench.EngineBuild {
	return bench.EngineBuild{
		ID: place, Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Commit: "abcdef0123456789", Backends: []string{backend},
		Prefix: []string{place}, Origin: "PATH",
	}
}

func job(m bench.Model, b bench.EngineBuild, params ...string) *bench.JobState {
	j := &bench.JobState{Job: bench.Job{Model: m, Build: b, Params: bench.Params{}, Tests: []bench.Test{{Prompt: 512}}, Repetitions: 6}}
	for i := 0; i < len(params); i += 2 {
		j.Params[params[i]] = params[i+1]
	}
	return j
}

func TestEightJobsAreCalledByModelBuildAndFlag(t *testing.T) {
	var jobs []*bench.JobState
	for _, m := range []bench.Model{llama3, qwen14} {
		for _, b := range []bench.EngineBuild{vulkan, rocm} {
			for _, fa := range []string{"on", "off"} {
				jobs = append(jobs, job(m, b, "flash_attn", fa, "n_threads", "8"))
			}
		}
	}
	got := Jobs(jobs)
	named(t, got, "Q4_K_M · llama.cpp 0.7.0 b11669 · 8 threads",
		"Llama 3.2 3B · Vulkan · fa on", "Llama 3.2 3B · Vulkan · fa off", "Llama 3.2 3B · ROCm · fa on", "Llama 3.2 3B · ROCm · fa off",
		"Qwen2.5 14B · Vulkan · fa on", "Qwen2.5 14B · Vulkan · fa off", "Qwen2.5 14B · ROCm · fa on", "Qwen2.5 14B · ROCm · fa off")
	short(t, got, got.Full...)
	short(t, Jobs(jobs[:2]), "fa on", "fa off")
}

func TestWhatDiffersBesidesIsSaidInFullAndLeftOutInShort(t *testing.T) {
	newer := build("ROCm", "/opt/rocm/bin/llama-bench")
	newer.Number = 11700
	small := llama3
	small.Name, small.Quant = "Llama 3.2 1B", "Q8_0"
	got := Jobs([]*bench.JobState{job(llama3, vulkan), job(small, newer)})
	named(t, got, "llama.cpp 0.7.0", "Llama 3.2 3B Q4_K_M · b11669 · Vulkan", "Llama 3.2 1B Q8_0 · b11700 · ROCm")
	short(t, got, "Llama 3.2 3B", "Llama 3.2 1B")
}

// Short names of models side by side used to leave out the models if the machines
// told them apart, so that two machines seemed to be compared with one model.
func TestWhatAListIsAboutStaysInShortNames(t *testing.T) {
	of := func(model, machine string) Thing {
		return Thing{{Key: ModelName, Text: model, Kept: true}, {Key: "fa", Text: "fa " + machine}, {Key: MachineLine, Text: machine, Usual: true}}
	}
	short(t, Apart([]Thing{of("Tiny", "AMD EPYC"), of("llama 8B", "Strix Halo")}), "Tiny · AMD EPYC", "llama 8B · Strix Halo")
	short(t, Apart([]Thing{of("Tiny", "AMD EPYC"), of("Tiny", "Strix Halo")}), "AMD EPYC", "Strix Halo")
}

func TestTwoEnginesAreToldByTheirNames(t *testing.T) {
	mlx := bench.EngineBuild{Engine: "MLX", Version: "0.32.4", Backends: []string{"Metal"}, Traits: bench.Traits{Takes: []bench.Taken{}}}
	got := Jobs([]*bench.JobState{job(llama3, build("Metal", "/opt/llama"), "flash_attn", "on"), job(llama3, mlx)})
	named(t, got, "Llama 3.2 3B Q4_K_M · Metal", "llama.cpp 0.7.0 b11669 · fa on", "MLX 0.32.4")
	short(t, got, "llama.cpp", "MLX")
}

func TestAFlagThatOnlyOneSetsIsDefaultForTheOther(t *testing.T) {
	got := Jobs([]*bench.JobState{job(llama3, vulkan, "flash_attn", "1"), job(llama3, vulkan), job(llama3, vulkan, "n_threads", "8", "flash_attn", "0")})
	named(t, got, "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "fa on · default threads", "fa default · default threads", "fa off · 8 threads")
	short(t, got, "fa on", "fa default", "fa off")
}

// Two builds that say the same about themselves used to have the same name.
func TestBuildsWithOneHeaderAreToldByCommitOrPlace(t *testing.T) {
	other := build("Vulkan", "/srv/new/vulkan/bin/llama-bench")
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan), job(llama3, other), job(llama3, rocm)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669", "Vulkan · opt", "Vulkan · srv/new", "ROCm")
	other.Origin = "homebrew"
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan), job(llama3, other)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "PATH", "homebrew")
	other.Commit = "0123456789"
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan), job(llama3, other)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "abcdef01", "01234567")
	variant := vulkan
	variant.Env = []string{"GGML_VK_VISIBLE_DEVICES=1"}
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan), job(llama3, variant)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "without GGML_VK_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES=1")
	variant.Devices = []bench.Device{{Name: "Vulkan0", Description: "Intel Arc A770"}, {Name: "CPU"}}
	other = variant
	other.Env, other.Devices = []string{"GGML_VK_VISIBLE_DEVICES=0"}, []bench.Device{{Name: "Vulkan0", Description: "NVIDIA RTX 4080"}}
	named(t, Jobs([]*bench.JobState{job(llama3, variant), job(llama3, other)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "GPU 1 (Intel Arc A770)", "GPU 0 (NVIDIA RTX 4080)")
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan), job(llama3, other)}), // vulkan may see another GPU, or none
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "without GGML_VK_VISIBLE_DEVICES", "GPU 0 (NVIDIA RTX 4080)")
	variant.Devices = append(variant.Devices, bench.Device{Name: "Vulkan1", Description: "NVIDIA RTX 4080"})
	named(t, Jobs([]*bench.JobState{job(llama3, variant), job(llama3, other)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "GGML_VK_VISIBLE_DEVICES=1", "GPU 0 (NVIDIA RTX 4080)")
}

// Builds that dragstrip unpacked start through a loader. They used to be named
// by its command, which filled nine lines of a report.
func TestUnpackedBuildsAreToldByWhatTheyCanDoThenByTheirIDs(t *testing.T) {
	unpacked := func(id, folder string, backends ...string) bench.EngineBuild {
		root := "/home/a/engines/" + folder + "/root/usr/"
		b := build("CPU", root+"bin/llama-bench")
		b.ID, b.Backends, b.Traits.Lines, b.Origin = id, backends, "llama-bench", "dragstrip, debian-folder"
		b.Prefix = []string{root + "lib/ld-linux-x86-64.so.2", "--library-path", root + "lib:" + root + "lib/llama", root + "bin/llama-bench"}
		return b
	}
	cpu, gpu := unpacked("llama-d89bc2", "llama.cpp-0.7.0-debian-amd64", "CPU"), unpacked("llama-315953", "llama.cpp-0.7.0-debian-amd64-vulkan", "Vulkan", "CPU")
	const shared = "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · CPU"
	named(t, Jobs([]*bench.JobState{job(llama3, cpu), job(llama3, gpu)}), shared, "CPU build", "Vulkan build")
	named(t, Jobs([]*bench.JobState{job(llama3, cpu), job(llama3, gpu, "devices", "none"), job(llama3, vulkan)}), "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669",
		"CPU · CPU build · dev default", "CPU · Vulkan build · dev none", "Vulkan · dev default")
	short(t, Jobs([]*bench.JobState{job(llama3, cpu), job(llama3, gpu, "devices", "none")}), "CPU build", "Vulkan build")
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan, "n_gpu_layers", "0"), job(llama3, vulkan)}), "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669", "CPU, prompts Vulkan · ngl 0", "Vulkan · ngl default")
	second := unpacked("llama-77aa00", "llama.cpp-0.7.0-debian-amd64-2", "CPU")
	named(t, Jobs([]*bench.JobState{job(llama3, cpu), job(llama3, second)}), shared, "llama-d89bc2", "llama-77aa00")
	second.ID = cpu.ID // a report may have two builds with one ID
	named(t, Jobs([]*bench.JobState{job(llama3, cpu), job(llama3, second)}), shared, "llama.cpp-0.7.0-debian-amd64", "llama.cpp-0.7.0-debian-amd64-2")
	for want, j := range map[string]*bench.JobState{
		"llama.cpp 0.7.0 b11669 CPU":                job(llama3, cpu),
		"llama.cpp 0.7.0 b11669 CPU (Vulkan build)": job(llama3, gpu),
		"llama.cpp 0.7.0 b11669 Vulkan":             job(llama3, vulkan),
	} {
		if got := j.BuildLabel(); got != want {
			t.Errorf("labelled %q, want %q", got, want)
		}
	}
}

// Builds that differ only in their arguments used to be named by their IDs.
func TestBuildsAreToldByTheirArguments(t *testing.T) {
	with := func(id string, words ...string) bench.EngineBuild {
		b := vulkan
		b.ID, b.Traits.Lines, b.Inherited = id, "llama-bench", []string{}
		b.Prefix = append([]string{"/opt/vulkan/bin/llama-bench"}, words...)
		return b
	}
	const shared = "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan"
	named(t, Jobs([]*bench.JobState{job(llama3, with("llama-1", "-lzm", "on")), job(llama3, with("llama-2"))}), shared, "-lzm on", "without -lzm on")
	named(t, Jobs([]*bench.JobState{job(llama3, with("llama-1", "-lzm", "on")), job(llama3, with("llama-2", "-lzm", "off"))}), shared, "-lzm on", "-lzm off")
	long := strings.Repeat("a", longestWords)
	named(t, Jobs([]*bench.JobState{job(llama3, with("llama-1", "--x", long)), job(llama3, with("llama-2"))}), shared, "llama-1", "llama-2")
}

// Variants of one build used to have the same name everywhere.
func TestVariantsOfABuildAreNamedByWhatTheVariableDoes(t *testing.T) {
	in := func(env, inherited string) *bench.JobState {
		b := vulkan
		b.Env, b.Inherited = strings.Fields(env), strings.Fields(inherited)
		return job(llama3, b)
	}
	const shared = "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan"
	for _, c := range []struct {
		a, b         *bench.JobState
		shared, x, y string
	}{
		{in("", ""), in("GGML_VK_DISABLE_F16=1", ""), shared, "F16 default", "F16 off"},
		{in("AMD_VULKAN_ICD=RADV", ""), in("AMD_VULKAN_ICD=AMDVLK", ""), shared, "RADV", "AMDVLK"},
		{in("VK_DRIVER_FILES=/usr/share/vulkan/icd.d/radeon_icd.x86_64.json", ""), in("VK_ICD_FILENAMES=/etc/vulkan/icd.d/amd_icd64.json", ""), shared, "RADV", "AMDVLK"},
		{in("", ""), in("VK_DRIVER_FILES=/usr/share/vulkan/icd.d/lvp_icd.x86_64.json", ""), shared, "default driver", "llvmpipe"},
		{in("VK_DRIVER_FILES=/a.json", ""), in("VK_DRIVER_FILES=/b.json", ""), shared, "VK_DRIVER_FILES=/a.json", "VK_DRIVER_FILES=/b.json"},
		// For a build it may matter only whether a variable is set, whatever
		// its value.
		{in("GGML_VK_DISABLE_F16=0", ""), in("", ""), shared, "GGML_VK_DISABLE_F16=0", "without GGML_VK_DISABLE_F16"},
		// All jobs of one session inherit the same, so only sessions differ in
		// what they inherited.
		{in("", "OMP_NUM_THREADS=4"), in("", ""), shared, "OMP_NUM_THREADS=4", "without OMP_NUM_THREADS"},
		{in("", "GGML_VK_DISABLE_F16=1 OMP_NUM_THREADS=4"), in("", "OMP_NUM_THREADS=4"), shared, "F16 off", "F16 default"},
		{in("", "CUDA_HOME=/opt/cuda"), in("", ""), shared, "Llama 3.2 3B Q4_K_M · #1", "Llama 3.2 3B Q4_K_M · #2"},
		{in("HF_TOKEN=abc", ""), in("", ""), shared, "HF_TOKEN=…", "without HF_TOKEN"},
		{in("GGML_X=1 GGML_Y=1", ""), in("GGML_X=1 GGML_Y=2", ""), shared + " · GGML_X=1", "GGML_Y=1", "GGML_Y=2"},
	} {
		named(t, Jobs([]*bench.JobState{c.a, c.b}), c.shared, c.x, c.y)
	}
}

// A table has no room for what a build lacks, if the other builds are named by
// what they have.
func TestTheLeastNamesDoNotSayWhatThingsLack(t *testing.T) {
	with := vulkan
	with.Env = []string{"A_LONG_VARIABLE=1"}
	got := Jobs([]*bench.JobState{job(llama3, vulkan, "flash_attn", "1"), job(llama3, with, "flash_attn", "1"), job(llama3, with)})
	if want := []string{"fa on", "A_LONG_VARIABLE=1 · fa on", "A_LONG_VARIABLE=1"}; !slices.Equal(got.Least, want) {
		t.Errorf("%q, want %q", got.Least, want)
	}
	got = Jobs([]*bench.JobState{job(llama3, vulkan), job(llama3, with), job(llama3, with)})
	if want := []string{"without A_LONG_VARIABLE", "A_LONG_VARIABLE=1 · #1", "A_LONG_VARIABLE=1 · #2"}; !slices.Equal(got.Least, want) {
		t.Errorf("nothing would be left of one name: %q, want %q", got.Least, want)
	}
}

func TestASessionNamesItsVariants(t *testing.T) {
	off := vulkan
	off.Env, off.Inherited = []string{"GGML_VK_DISABLE_F16=1", "AMD_VULKAN_ICD=RADV"}, []string{"OMP_NUM_THREADS=4"}
	pro := vulkan
	pro.Env, pro.Inherited = []string{"AMD_VULKAN_ICD=AMDVLK"}, []string{}
	var texts []string
	for _, a := range Measured([]*bench.JobState{job(llama3, off, "flash_attn", "on"), job(llama3, pro, "flash_attn", "on")}) {
		if a.Text != "" {
			texts = append(texts, a.Text)
		}
	}
	if got := strings.Join(texts, " · "); got != "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 Vulkan · RADV/AMDVLK · F16 off/default · fa on · OMP_NUM_THREADS=4/without OMP_NUM_THREADS" {
		t.Error(got)
	}
}

// Builds of earlier versions do not say what they inherited. They used to be
// named as if they had inherited nothing.
func TestNothingIsSaidOfAnEnvironmentThatWasNotRecorded(t *testing.T) {
	now := vulkan
	now.Inherited = []string{"OMP_NUM_THREADS=4"}
	jobs := []*bench.JobState{job(llama3, vulkan), job(llama3, now)}
	named(t, Jobs(jobs), "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "Llama 3.2 3B Q4_K_M", "OMP_NUM_THREADS=4")
	for _, a := range Measured(jobs) {
		if strings.Contains(a.Text, "without") {
			t.Errorf("a session is named %q", a.Text)
		}
	}
}

// A list of sessions used to repeat what all sessions share, and to cut off
// what differs.
func TestWhatAListSharesIsSaidOnce(t *testing.T) {
	for _, c := range []struct {
		texts  []string
		common string
		own    []string
	}{
		{[]string{"M · Vulkan · fa on", "M · Vulkan · fa off"}, "M · Vulkan", []string{"fa on", "fa off"}},
		{[]string{"M · Vulkan · F16 off", "M · Vulkan"}, "Vulkan", []string{"M · F16 off", "M"}},
		{[]string{"M · Vulkan", "M · Vulkan"}, "Vulkan", []string{"M", "M"}},
		{[]string{"Vulkan · M, N", "Vulkan · M"}, "Vulkan", []string{"M, N", "M"}},
		{[]string{"M · Vulkan", ""}, "", []string{"M · Vulkan", ""}},
		{[]string{"M · CPU", "", "N · CPU"}, "CPU", []string{"M", "", "N"}},
		{[]string{"M", "N"}, "", []string{"M", "N"}},
		{nil, "", nil},
	} {
		common, own := WithoutCommon(c.texts)
		if common != c.common || !slices.Equal(own, c.own) {
			t.Errorf("%q: %q, %q", c.texts, common, own)
		}
	}
}

func TestCopiesOfOneFileAreToldByTheirFolders(t *testing.T) {
	a, b := llama3, llama3
	a.Path, b.Path = "/mnt/slow/llama.gguf", "/mnt/fast/llama.gguf"
	named(t, Jobs([]*bench.JobState{job(a, vulkan), job(b, vulkan)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "slow", "fast")
	a.Path, b.Path = `D:\models\a.gguf`, `D:\models\b.gguf`
	named(t, Jobs([]*bench.JobState{job(a, vulkan), job(b, vulkan)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "a.gguf", "b.gguf")
}

func TestThingsThatDifferInNothingAreToldByTheirOrder(t *testing.T) {
	j := job(llama3, vulkan, "flash_attn", "on")
	named(t, Jobs([]*bench.JobState{j, j}), "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan · fa on", "Llama 3.2 3B Q4_K_M · #1", "Llama 3.2 3B Q4_K_M · #2")
	got := Jobs([]*bench.JobState{j, job(qwen14, vulkan, "flash_attn", "on"), j})
	named(t, got, "Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan · fa on", "Llama 3.2 3B · #1", "Qwen2.5 14B", "Llama 3.2 3B · #2")
	longer := job(llama3, vulkan, "flash_attn", "on")
	longer.Job.Tests = []bench.Test{{Prompt: 4096}}
	named(t, Jobs([]*bench.JobState{j, longer}), "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan · fa on", "pp512", "pp4096")
}

func TestOneThingAloneIsCalledByItsModel(t *testing.T) {
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan, "flash_attn", "on")}), "llama.cpp 0.7.0 b11669 · Vulkan · fa on", "Llama 3.2 3B Q4_K_M")
	if got := Apart(nil); got.Shared != "" || len(got.Full)+len(got.Short)+len(got.Within(3)) != 0 {
		t.Errorf("nothing is called %+v", got)
	}
}

func TestWhatLacksWhatOthersHaveIsCalledByItsModel(t *testing.T) {
	standIn := llama3
	standIn.StandIn = true
	named(t, Jobs([]*bench.JobState{job(llama3, vulkan), job(standIn, vulkan)}),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "Llama 3.2 3B Q4_K_M", "(stand-in)")
}

// A heading used to begin with a bracket.
func TestAHeadingDoesNotBeginWithABracket(t *testing.T) {
	a, b := llama3, qwen14
	a.StandIn, b.StandIn, b.Quant = true, true, "Q8_0"
	if got := Jobs([]*bench.JobState{job(a, vulkan), job(b, vulkan)}).Shared; got != "stand-in · llama.cpp 0.7.0 b11669 · Vulkan" {
		t.Errorf("%q", got)
	}
}

// A job must not get another name only because it was measured before the
// others.
func TestAResultDoesNotRenameAJob(t *testing.T) {
	a, b := job(llama3, vulkan, "flash_attn", "on"), job(llama3, vulkan, "flash_attn", "off")
	before := Jobs([]*bench.JobState{a, b})
	a.Tests = []*bench.TestState{{Results: []bench.Result{{Backend: "Vulkan,BLAS", SamplesNS: []int64{1}}}}}
	named(t, Jobs([]*bench.JobState{a, b}), before.Shared, before.Full...)
}

func TestSessionsAreToldByWhatWasMeasuredWhereAndWhen(t *testing.T) {
	at := time.Date(2025, 11, 29, 14, 2, 0, 0, time.UTC)
	here := func(at time.Time, jobs ...*bench.JobState) *bench.Session {
		return &bench.Session{ID: "s" + at.Format("1504"), Jobs: jobs, Started: at, Machine: bench.Machine{Line: "Ryzen AI Max+ 395 · 128 GiB"}}
	}
	both := []*bench.JobState{job(llama3, vulkan, "flash_attn", "on"), job(llama3, rocm, "flash_attn", "off")}
	first, second := here(at, both...), here(at.Add(time.Hour), both...)
	named(t, sessions(first, second),
		"Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 Vulkan, llama.cpp 0.7.0 b11669 ROCm · fa on/off · Ryzen AI Max+ 395 · 128 GiB", "14:02", "15:02")
	second.Machine.Line, second.Started = "Apple M1 Ultra · 128 GiB", at.AddDate(0, 0, 1)
	got := sessions(first, second)
	named(t, got, "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 Vulkan, llama.cpp 0.7.0 b11669 ROCm · fa on/off · 128 GiB",
		"Ryzen AI Max+ 395 · 2025-11-29", "Apple M1 Ultra · 2025-11-30")
	short(t, got, "Ryzen AI Max+ 395", "Apple M1 Ultra")
}

// "fa o…" would not say whether it is on.
func TestShortPiecesStayWholeWhereLongOnesCanBeCut(t *testing.T) {
	var jobs []*bench.JobState
	for _, m := range []bench.Model{llama3, qwen14} {
		for _, b := range []bench.EngineBuild{build("CPU", "/opt/llama-b5cdee"), build("CPU", "/opt/llama-e4462d")} {
			for _, fa := range []string{"on", "off"} {
				jobs = append(jobs, job(m, b, "flash_attn", fa))
			}
		}
	}
	for _, name := range Jobs(jobs).Within(22) {
		if !strings.Contains(name, "fa on") && !strings.Contains(name, "fa off") {
			t.Errorf("%q", name)
		}
	}
}

// Cutting used to remove the part that tells two names apart.
func TestWhatDiffersIsNeverCut(t *testing.T) {
	var jobs []*bench.JobState
	for _, name := range []string{"Qwen3-Coder-30B-A3B-Instruct", "Qwen3-Coder-30B-A3B-Thinking"} {
		for _, fa := range []string{"on", "off"} {
			jobs = append(jobs, job(bench.Model{Name: name, Path: name}, vulkan, "flash_attn", fa))
		}
	}
	names := Jobs(jobs)
	for width, want := range map[int]string{
		40: "Qwen3-Coder-30B-A3B-Instruct · fa on", 20: "…Instruct · fa on", 16: "…Instru · fa on", 3: "…#1",
	} {
		if got := names.Within(width)[0]; got != want {
			t.Errorf("in %d cells: %q, want %q", width, got, want)
		}
	}
	for width := 2; width < 45; width++ {
		got := names.Within(width)
		if distinct(got) != len(jobs) {
			t.Errorf("in %d cells: %q", width, got)
		}
		for _, name := range got {
			if ansi.StringWidth(name) > width {
				t.Errorf("%q is wider than %d", name, width)
			}
		}
	}
}

// An old engine tells its version only with its results. Before the first
// round, the version of the other build used to be shown for both.
func TestAVersionThatIsNotKnownYetIsNotShared(t *testing.T) {
	job := func(id, version string) *bench.JobState {
		return &bench.JobState{Job: bench.Job{ID: id, Model: bench.Model{Name: "M"}, Build: bench.EngineBuild{ID: id, Engine: "llama.cpp", Version: version}}}
	}
	names := Jobs([]*bench.JobState{job("a", ""), job("b", "0.7.0")})
	if names.Shared != "M · llama.cpp" || !slices.Equal(names.Full, []string{"version not known", "0.7.0"}) {
		t.Errorf("shared %q, %q", names.Shared, names.Full)
	}
}

// Their columns used to be named by the whole IDs of the sessions, which were
// too wide for a table.
func TestSessionsOfOneMinuteAreToldByTheSecond(t *testing.T) {
	started := time.Date(2026, 11, 29, 14, 50, 10, 0, time.UTC)
	at := func(after time.Duration) *bench.Session {
		when := started.Add(after)
		return &bench.Session{ID: when.Format("20060102-150405") + "-abcd", Started: when, Jobs: []*bench.JobState{job(llama3, vulkan)}}
	}
	got := sessions(at(0), at(20*time.Second), at(40*time.Second))
	short(t, got, "14:50:10", "14:50:30", "14:50:50")
	short(t, sessions(at(0), at(2*time.Minute)), "14:50", "14:52")
}

// The second of a session used to be about the build, so columns of builds could
// be named by it.
func TestNothingOfAnOccasionIsAboutTheBuild(t *testing.T) {
	s := &bench.Session{ID: "s", Started: time.Date(2026, 11, 29, 14, 50, 10, 0, time.UTC), Imported: &bench.SessionImported{From: "a page"}}
	for _, a := range Occasion(s, time.UTC) {
		if about := a.Subject(); about != OnOccasion && about != OfMachine {
			t.Errorf("%s is about the %s", a.Key, about)
		}
	}
}

// TestAnAddressKeepsItsAt: what two servers share was called "openai at".
func TestAnAddressKeepsItsAt(t *testing.T) {
	at := func(version, host string) *bench.JobState {
		return job(llama3, bench.EngineBuild{ID: host, Engine: "servers", VersionText: strings.TrimSpace(version + " at " + host), Prefix: []string{"http://" + host}})
	}
	for _, version := range []string{"", "0.6.8"} {
		got := Jobs([]*bench.JobState{at(version, "127.0.0.1:8000"), at(version, "127.0.0.1:9000")})
		if strings.HasSuffix(got.Shared, "at") || !slices.Equal(got.Full, []string{"at 127.0.0.1:8000", "at 127.0.0.1:9000"}) {
			t.Errorf("all share %q; %q", got.Shared, got.Full)
		}
	}
}
