package cli

import (
	"context"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func TestSetupGetsWhatTheBuildsHereLack(t *testing.T) {
	build := func(backends string, devices ...bench.Device) bench.EngineBuild {
		return bench.EngineBuild{Engine: "zephyr", Version: "1", Backends: strings.Fields(backends), Devices: devices}
	}
	cpu, blind := build("BLAS CPU"), build("Vulkan CPU")
	able := build("Vulkan CPU", bench.Device{Name: "Vulkan0", Description: "Radeon 8060S"})
	hindered := build("CPU")
	hindered.Unloaded = []string{"libggml-vulkan.so"}
	pretends := build("Vulkan CPU", bench.Device{Name: "Vulkan0", Description: "llvmpipe", Software: true})
	for _, c := range []struct {
		what     string
		best     bench.EngineBuild
		fit      engine.Fitting
		asked    string
		want     string
		why      string
		saysNote string
	}{
		{"the driver came later", cpu, engine.Fitting{Backend: "vulkan"}, "", "vulkan", "zephyr 1 BLAS CPU cannot use this machine's GPU", ""},
		{"no GPU", cpu, engine.Fitting{}, "", "", "", ""},
		{"no driver", cpu, engine.Fitting{Hindered: "there is no driver"}, "", "", "", "there is no driver"},
		{"the GPU is used", able, engine.Fitting{Backend: "cuda"}, "", "", "", ""},
		{"the build does not find it", blind, engine.Fitting{Backend: "vulkan"}, "", "", "", "finds no GPU"},
		{"it finds llvmpipe only", pretends, engine.Fitting{Backend: "vulkan"}, "", "", "", "finds no GPU"},
		{"asked for, without a GPU", cpu, engine.Fitting{}, "vulkan", "vulkan", "zephyr (vulkan) is not on this machine yet", ""},
		{"asked for, and here", blind, engine.Fitting{}, "vulkan", "", "", ""},
		{"asked for, here, and not loaded", hindered, engine.Fitting{}, "vulkan", "", "", "it could not load libggml-vulkan.so"},
		{"here, and not loaded", hindered, engine.Fitting{Backend: "vulkan"}, "", "", "", "could not load libggml-vulkan.so"},
		{"another one asked for", hindered, engine.Fitting{}, "cuda", "cuda", "zephyr (cuda) is not on this machine yet", ""},
		{"the CPU asked for, and here", cpu, engine.Fitting{Backend: "vulkan"}, "cpu", "", "", ""},
		{"the CPU asked for, and here beside other machines", build("RPC ZenDNN CPU"), engine.Fitting{}, "cpu", "", "", ""},
		{"the CPU asked for beside a GPU", able, engine.Fitting{Backend: "vulkan"}, "cpu", "cpu", "zephyr (cpu) is not on this machine yet", ""},
	} {
		kind := &engine.Kind{Name: "zephyr", Setup: &engine.Setup{Fitting: func(context.Context, engine.Folders) engine.Fitting { return c.fit }}}
		got := (&env{}).worthGetting(t.Context(), kind, []bench.EngineBuild{c.best}, c.best, c.asked)
		if got.backend != c.want || !strings.HasPrefix(got.why, c.why) || (c.why == "") != (got.why == "") {
			t.Errorf("%s: %+v", c.what, got)
		}
		if !strings.Contains(got.note, c.saysNote) || (c.saysNote == "") != (got.note == "") {
			t.Errorf("%s: the note is %q", c.what, got.note)
		}
	}
}

// TestOnlyWhatCanBeInstalledIsOffered: the first way that has something to do is
// recommended, not one that installed a build before.
func TestOnlyWhatCanBeInstalledIsOffered(t *testing.T) {
	shown := shownOffers("zephyr", true, []engine.Offer{{Way: "a", Already: &engine.Installed{Version: "b1"}}, {Way: "b"}, {Way: "c"}}, nil)
	if len(shown) != 3 || shown[0].Title+": "+shown[0].Refused != "a: b1 is already installed" || shown[0].Recommended || !shown[1].Recommended || shown[2].Recommended {
		t.Errorf("%+v", shown)
	}
}

// The setup screen used to say twice that the GPU has no driver.
func TestAnOfferSaysAReasonOnce(t *testing.T) {
	for _, c := range []struct{ reason, line, want string }{
		{"no driver", "It will compute on the CPU: no driver.", "It will compute on the CPU: no driver."},
		{"no driver", "download it", "no driver|download it"},
		{"", "download it", "download it"},
	} {
		if got := strings.Join(after(c.reason, []string{c.line}), "|"); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestEnginesSayWhichDeviceIsNoGPU(t *testing.T) {
	var out strings.Builder
	(&env{out: &out}).tellBuilds([]listedBuild{{EngineBuild: bench.EngineBuild{Devices: []bench.Device{
		{Name: "Vulkan0", Description: "Radeon 8060S"}, {Name: "Vulkan1", Description: "llvmpipe", Software: true},
	}}}})
	if text := out.String(); strings.Count(text, "not a GPU") != 1 || !strings.Contains(text, "Vulkan1: llvmpipe") || strings.Contains(text, "finds no GPU") {
		t.Errorf("%s", text)
	}
	out.Reset()
	(&env{out: &out}).tellBuilds([]listedBuild{{EngineBuild: bench.EngineBuild{Number: 11669, Backends: []string{"Vulkan", "CPU"}}}})
	if text := out.String(); !strings.Contains(text, "it finds no GPU, so it computes on the CPU") {
		t.Errorf("a build for GPUs without one: %s", text)
	}
	out.Reset()
	(&env{out: &out}).tellBuilds([]listedBuild{{EngineBuild: bench.EngineBuild{Number: 11669, Backends: []string{"CPU"}, Unloaded: []string{"libggml-vulkan.so"}}}})
	if text := out.String(); !strings.Contains(text, "it could not load libggml-vulkan.so, so it computes on the CPU") {
		t.Errorf("a build whose backend is not loaded: %s", text)
	}
	out.Reset()
	(&env{out: &out}).tellBuilds([]listedBuild{{EngineBuild: bench.EngineBuild{ID: "a"}}, {EngineBuild: bench.EngineBuild{ID: "b", Remote: true}}})
	if text := out.String(); strings.Count(text, "-rpc") != 1 || strings.Index(text, "-rpc") < strings.Index(text, "b  ") {
		t.Errorf("which build takes -rpc: %s", text)
	}
}
