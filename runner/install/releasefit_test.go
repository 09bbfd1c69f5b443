package install

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// windowsRelease is published for Windows with and without GPU backends.
func windowsRelease(page string) Release {
	r := zephyrRelease(page)
	r.Names = func(_, _ string, gpu GPU) *Names {
		n := &Names{Prefix: "zephyr-", Systems: []string{"win"}, Archs: []string{"x64"}, Variants: []string{"cpu", "avx2"}}
		if gpu.Vulkan {
			n.Variants = append([]string{BackendVulkan}, n.Variants...)
		}
		if gpu.Nvidia {
			n.Variants = append([]string{BackendCUDA}, n.Variants...)
		}
		return n
	}
	return r
}

// upload makes a release with these archives the newest. "…" before a name
// means that its upload has begun.
func (f *fakeRelease) upload(t *testing.T, tag, archives string) {
	t.Helper()
	f.latest = releasePage{Tag: tag}
	for name := range strings.FieldsSeq(archives) {
		name, begun := strings.CutPrefix(name, "…")
		before := ""
		if beside, ok := strings.CutPrefix(name, "runtime-"); ok {
			before, name = "cudart-", beside
		}
		a := f.add(before+"zephyr-"+tag+"-bin-win-"+name+"-x64.zip", zipOf(t, entry{name: before + "zephyr-bench.exe", body: name, mode: 0o644}))
		if begun {
			a.State = "starter"
		}
	}
	f.tags[tag] = f.latest
	f.recent = append([]releasePage{f.latest}, f.recent...)
}

// TestAReleaseGivesTheBestKindOfArchive: while the archive for CUDA was being
// uploaded, a Windows machine with an NVIDIA card used to get Vulkan or the CPU
// without a message. A release without an archive for a machine used to be
// called "still being uploaded".
func TestAReleaseGivesTheBestKindOfArchive(t *testing.T) {
	const whole = "cuda runtime-cuda vulkan cpu"
	for name, c := range map[string]struct {
		oldest, before, newest string
		tag                    string
		want                   string // the build, or a part of the error
		says                   string
	}{
		"whole":                       {whole, whole, whole, "", "zephyr-b9100-bin-win-cuda-x64", ""},
		"CUDA on its way":             {whole, whole, "…cuda runtime-cuda vulkan cpu", "", "zephyr-b9000-bin-win-cuda-x64", "b9100 is still being uploaded (zephyr-b9100-bin-win-cuda-x64.zip is not there yet); taking b9000"},
		"the runtime on its way":      {whole, whole, "cuda …runtime-cuda vulkan cpu", "", "zephyr-b9000-bin-win-cuda-x64", "still being uploaded (cudart-zephyr-b9100"},
		"two on their way":            {whole, "…cuda vulkan cpu", "…cuda vulkan cpu", "", "zephyr-b8000-bin-win-cuda-x64", "taking b8000"},
		"CUDA not listed":             {whole, whole, "vulkan cpu", "", "zephyr-b9000-bin-win-cuda-x64", "b9100 lists no archive like zephyr-b9000-bin-win-cuda-x64.zip; one may follow later; taking b9000"},
		"only the CPU's listed":       {whole, whole, "cpu", "", "zephyr-b9000-bin-win-cuda-x64", "taking b9000"},
		"nothing listed":              {whole, whole, "", "", "zephyr-b9000-bin-win-cuda-x64", "taking b9000"},
		"no CUDA any more":            {"vulkan cpu", "vulkan cpu", "vulkan cpu", "", "zephyr-b9100-bin-win-vulkan-x64", ""},
		"the CPU's has another name":  {"cpu", "cpu", "avx2", "", "zephyr-b9100-bin-win-avx2-x64", ""},
		"nothing for this machine":    {"sycl", "sycl", "sycl", "", "b9100 has no archive for windows/amd64; it offers zephyr-b9100-bin-win-sycl-x64.zip", ""},
		"all on their way":            {"…cuda cpu", "…cuda cpu", "…cuda cpu", "", "b9100 is still being uploaded", ""},
		"the named one on its way":    {whole, whole, "…cuda vulkan cpu", "b9100", "b9100 is still being uploaded", ""},
		"a named one that is there":   {whole, whole, "…cuda vulkan cpu", "b8000", "zephyr-b8000-bin-win-cuda-x64", ""},
		"CUDA without its libraries":  {whole, whole, "cuda vulkan cpu", "", "zephyr-b9000-bin-win-cuda-x64", "b9100 has no archive with the libraries that zephyr-b9100-bin-win-cuda-x64.zip needs; taking b9000"},
		"a kind that none had before": {"cpu", "cpu", "…cuda cpu", "", "b9100 is still being uploaded", ""},
	} {
		f, in := newFakeRelease(t)
		in.GOOS, in.GPU = "windows", func() GPU { return GPU{Nvidia: true, Vulkan: true} }
		f.upload(t, "b8000", c.oldest)
		f.upload(t, "b9000", c.before)
		f.upload(t, "b9100", c.newest)
		offers, _ := in.Offers(t.Context(), zephyr, engine.SetupWish{Version: c.tag}, windowsRelease(f.page))
		var told []string
		one, err := offers[0].Do(t.Context(), func(p engine.Progress) { told = append(told, p.Step) })
		if got := one.ID; err == nil && got != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, %v; want %s", name, got, err, c.want)
		}
		if says := slices.ContainsFunc(told, func(step string) bool { return strings.Contains(step, "taking b") && strings.Contains(step, c.says) }); says != (c.says != "") {
			t.Errorf("%s: it says %q, want %q", name, told, c.says)
		}
	}
}
