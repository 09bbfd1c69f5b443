package install

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// offerWith is the offer of one way, for a backend.
func offerWith(t *testing.T, in *Store, backend, way string, ways ...Way) engine.Offer {
	t.Helper()
	offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{Backend: backend}, ways...)
	offer, ok := find(offers, way)
	if !ok {
		t.Fatalf("%s with %s is not offered: %+v", way, backend, refusals)
	}
	return offer
}

// TestABackendIsPutBesideTheBuildThatIsThere: a driver may be installed after
// the engine. Then a build with the backend is added, and the build that works
// stays.
func TestABackendIsPutBesideTheBuildThatIsThere(t *testing.T) {
	f, in := newFakeDebian(t)
	plain, err := debianOffer(t, in).Do(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	offer := offerWith(t, in, BackendVulkan, WayDebianFolder, zephyrDebian)
	if offer.Already != nil || !strings.Contains(offer.Title, "with Vulkan") || !strings.Contains(strings.Join(offer.Explain, "\n"), vulkanPackage) {
		t.Errorf("the offer does not say what comes: %s %q", offer.Title, offer.Explain)
	}
	one, err := offer.Do(t.Context(), nil)
	if err != nil || one.ID != "zephyr-0.7.0-debian-amd64-vulkan" {
		t.Fatalf("%+v, %v", one, err)
	}
	all := in.Startable(t.Context(), zephyr)
	ids := func(one engine.Installed) string { return one.ID }
	if len(all) != 2 || !slices.Contains([]string{ids(all[0]), ids(all[1])}, plain.ID) {
		t.Errorf("these start: %+v", all)
	}
	updates := f.count("apt-get", "update")
	for backend, want := range map[string]string{BackendVulkan: one.ID, BackendCPU: plain.ID} {
		again := offerWith(t, in, backend, WayDebianFolder, zephyrDebian)
		if same, err := again.Do(t.Context(), nil); err != nil || same.ID != want || f.count("apt-get", "update") != updates {
			t.Errorf("again with %s: %+v, %v", backend, same, err)
		}
	}
}

// The Vulkan build takes twice as much room, and the offer used to give the
// room of the build for the CPU.
func TestTheRoomOfABackendIsCounted(t *testing.T) {
	_, in := newFakeDebian(t)
	for backend, want := range map[string][2]int64{BackendCPU: {24 << 20, 45 << 20}, BackendVulkan: {29 << 20, 90 << 20}} {
		offer := offerWith(t, in, backend, WayDebianFolder, zephyrDebian)
		if got := [2]int64{offer.DownloadBytes, offer.DiskBytes}; got != want {
			t.Errorf("%s: %d bytes to download and %d on disk, want %d", backend, got[0], got[1], want)
		}
	}
}

// TestABackendThatWasAskedForIsNotLeftOut: without the backend, the new build
// would only be the CPU build that is there already.
func TestABackendThatWasAskedForIsNotLeftOut(t *testing.T) {
	f, in := newFakeDebian(t)
	delete(f.packages, vulkanPackage)
	if one, err := offerWith(t, in, BackendVulkan, WayDebianFolder, zephyrDebian).Do(t.Context(), nil); err == nil || !strings.Contains(err.Error(), vulkanPackage) {
		t.Errorf("%+v, %v", one, err)
	}
	nothingLeft(t, in)
}

func TestABackendIsChosenWhateverTheMachineHas(t *testing.T) {
	f, in := newFakeDebian(t)
	in.GPU = func() GPU { return GPU{Card: true, Vulkan: true} }
	if _, err := offerWith(t, in, BackendCPU, WayDebianFolder, zephyrDebian).Do(t.Context(), nil); err != nil || f.count("apt-get", vulkanPackage+"=0.27.0-1") > 0 {
		t.Errorf("for the CPU: %v, %q", err, f.ran)
	}
	r, in := newFakeRelease(t)
	r.add(ubuntuArchive, tarOf(t, entry{name: "zephyr-bench", body: "#!"}))
	r.add("zephyr-b9000-bin-ubuntu-cuda-x64.tar.gz", tarOf(t, entry{name: "zephyr-bench", body: "#!"}, entry{name: "libplug-gpu-cuda", body: "lib"}))
	if one, err := offerWith(t, in, BackendCUDA, WayRelease, zephyrRelease(r.page)).Do(t.Context(), nil); err != nil || one.ID != "zephyr-b9000-bin-ubuntu-cuda-x64" {
		t.Errorf("a release: %+v, %v", one, err)
	}
}

func TestWaysWithoutAChoiceOfBackendSaySo(t *testing.T) {
	_, debian := newFakeDebian(t)
	mac := &Store{Data: t.TempDir(), System: System{GOOS: "darwin", LookPath: onlyPrograms("brew"), GPU: func() GPU { return GPU{} }}}
	windows := &Store{Data: t.TempDir(), System: System{GOOS: "windows", LookPath: onlyPrograms("winget"), GPU: func() GPU { return GPU{} }}}
	for _, c := range []struct {
		in       *Store
		backend  string
		way      Way
		wayNamed string
	}{
		{debian, BackendCUDA, zephyrDebian, WayApt},
		{debian, BackendVulkan, zephyrRelease("http://127.0.0.1"), WayRelease},
		{mac, BackendVulkan, zephyrBrew, WayHomebrew},
		{windows, BackendCUDA, Winget{"zephyr", BackendVulkan}, WayWinget},
	} {
		offers, refusals := c.in.Offers(t.Context(), zephyr, engine.SetupWish{Backend: c.backend}, c.way)
		if len(offers) > 0 || len(refusals) != 1 || refusals[0].Way != c.wayNamed || refusals[0].Remedy == "" {
			t.Errorf("%s with %s: %+v %+v", c.wayNamed, c.backend, offers, refusals)
		}
	}
}

// TestAptAddsTheMissingBackend: the program is installed, and only the package
// for the GPU is missing.
func TestAptAddsTheMissingBackend(t *testing.T) {
	f, in := newFakeDebian(t)
	in.Admin = func() bool { return true }
	f.policy += debPackage + ":\n  Installed: 1:0.7.0\n  Candidate: 1:0.7.0\n" + vulkanPackage + ":\n  Installed: (none)\n  Candidate: 0.27.0-1\n"
	if offer := offerWith(t, in, "", WayApt, zephyrDebian); offer.Already == nil {
		t.Errorf("without a GPU there is something to do: %+v", offer)
	}
	offer := offerWith(t, in, BackendVulkan, WayApt, zephyrDebian)
	if offer.Already != nil || !strings.HasSuffix(offer.Explain[1], "install "+vulkanPackage) {
		t.Errorf("%+v", offer)
	}
}

func TestWhatFitsAMachine(t *testing.T) {
	for _, c := range []struct {
		gpu               GPU
		backend, hindered string
	}{
		{GPU{}, "", ""},
		{GPU{Card: true, Vulkan: true}, BackendVulkan, ""},
		{GPU{Card: true}, "", "no Vulkan driver"},
	} {
		in := &Store{System: System{GOOS: "linux", GPU: func() GPU { return c.gpu }}}
		fit := in.Fitting(t.Context(), zephyr)
		if fit.Backend != c.backend || !strings.Contains(fit.Hindered, c.hindered) || (c.hindered == "") != (fit.Hindered == "") {
			t.Errorf("%+v: %+v", c.gpu, fit)
		}
	}
}

// TestAnOfferSaysOnWhichDeviceItComputes before anybody is asked. It also says
// which backend nobody publishes for the machine.
func TestAnOfferSaysOnWhichDeviceItComputes(t *testing.T) {
	program := zephyr
	program.Elsewhere = func(goos string, gpu GPU) (backend, how string) {
		if goos == "linux" && gpu.Nvidia {
			return BackendCUDA, "build it"
		}
		return "", ""
	}
	both := GPU{Card: true, Nvidia: true, Vulkan: true}
	for _, c := range []struct {
		gpu   GPU
		asked string
		way   string
		want  []string
	}{
		{GPU{}, "", WayDebianFolder, []string{"on the CPU, because no GPU was found"}},
		{GPU{Card: true}, "", WayDebianFolder, []string{"on the CPU: this machine has a GPU, but no Vulkan driver"}},
		{GPU{Card: true, Vulkan: true}, "", WayDebianFolder, []string{"on the GPU, with Vulkan"}},
		{both, "", WayDebianFolder, []string{"on the GPU, with Vulkan", "no archive for linux/amd64 with the backend cuda. To get one: build it"}},
		{both, BackendCPU, WayDebianFolder, []string{"on the CPU, as you asked"}},
		{GPU{}, BackendVulkan, WayDebianFolder, []string{"needs a GPU with a Vulkan driver"}},
		{both, BackendCUDA, WayRelease, []string{"on the NVIDIA GPU, with CUDA"}},
		{GPU{}, BackendCUDA, WayRelease, []string{"needs an NVIDIA GPU"}},
		{GPU{Card: true, Vulkan: true}, "", WayRelease, []string{"has no backend for this machine's GPU", "dragstrip setup zephyr --with vulkan"}},
	} {
		_, in := newFakeDebian(t)
		put(t, "", in.Root, "lib64/ld-linux-x86-64.so.2")
		asked := 0
		in.GPU = func() GPU { asked++; return c.gpu }
		offers, refusals := in.Offers(t.Context(), program, engine.SetupWish{Backend: c.asked}, zephyrDebian, zephyrRelease("http://127.0.0.1/latest"))
		offer, ok := find(offers, c.way)
		if !ok || len(offer.Device) != len(c.want) || asked > 1 {
			t.Errorf("%+v with %q: %q, asked %d times; %+v", c.gpu, c.asked, offer.Device, asked, refusals)
			continue
		}
		for i, part := range c.want {
			if !strings.Contains(offer.Device[i], part) {
				t.Errorf("%+v with %q: %q, want %q", c.gpu, c.asked, offer.Device[i], part)
			}
		}
	}
}

// TestPackageManagersSayOnWhichDeviceTheirBuildComputes: their offers used to
// say nothing, so a build without the GPU came as a surprise.
func TestPackageManagersSayOnWhichDeviceTheirBuildComputes(t *testing.T) {
	program := zephyr
	program.Fits = func(goos string, gpu GPU) string {
		if goos == "windows" && gpu.Nvidia {
			return BackendCUDA
		}
		return zephyr.Fits(goos, gpu)
	}
	for _, c := range []struct {
		goos, goarch, program string
		gpu                   GPU
		want                  []string
	}{
		{"darwin", "arm64", "brew", GPU{}, []string{"this Mac's own GPU, with Metal"}},
		{"darwin", "amd64", "brew", GPU{}, []string{"on the CPU, because builds for Macs with an Intel processor"}},
		{"linux", "amd64", "brew", GPU{Card: true, Vulkan: true}, []string{"on the GPU, with Vulkan"}},
		{"linux", "amd64", "brew", GPU{Card: true}, []string{"no Vulkan driver for it"}},
		{"linux", "amd64", "brew", GPU{Card: true, Nvidia: true}, []string{"`sudo apt-get install nvidia-vulkan-icd`"}},
		{"linux", "amd64", "brew", GPU{}, []string{"no GPU was found"}},
		{"windows", "amd64", "winget", GPU{Card: true, Vulkan: true}, []string{"on the GPU, with Vulkan"}},
		{"windows", "amd64", "winget", GPU{Card: true, Vulkan: true, Nvidia: true}, []string{"on the GPU, with Vulkan", "backend cuda fits this machine better: dragstrip setup zephyr --with cuda"}},
		{"windows", "amd64", "winget", GPU{}, []string{"no GPU was found"}},
	} {
		in := &Store{Data: t.TempDir(), System: System{
			GOOS: c.goos, GOARCH: c.goarch, Root: t.TempDir(), LookPath: onlyPrograms(c.program),
			Admin: func() bool { return false }, GPU: func() GPU { return c.gpu },
			Run: func(context.Context, Command) (string, error) { return "", errors.New("not installed") },
		}}
		offers, refusals := in.Offers(t.Context(), program, engine.SetupWish{}, zephyrBrew, Winget{"zephyr", BackendVulkan})
		if len(offers) != 1 || len(offers[0].Device) != len(c.want) {
			t.Errorf("%+v: %+v, %+v", c, offers, refusals)
			continue
		}
		for i, part := range c.want {
			if !strings.Contains(offers[0].Device[i], part) {
				t.Errorf("%+v: %q", c, offers[0].Device[i])
			}
		}
		// A formula without a backend used to crash.
		if offers, _ := in.Offers(t.Context(), program, engine.SetupWish{}, Homebrew{Formula: "zephyr"}, Winget{ID: "zephyr"}); len(offers) != 1 || len(offers[0].Device) != 0 {
			t.Errorf("%+v: an unknown backend: %+v", c, offers)
		}
	}
}
