package mlx

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

func mlxOffer(t *testing.T, in *install.Store, newest bool) engine.Offer {
	t.Helper()
	open, refusals := offers(t.Context(), in, engine.SetupWish{Newest: newest})
	if len(open) == 0 {
		t.Fatalf("no way is open: %+v", refusals)
	}
	return open[0]
}

func TestMLXIsInstalledOnceReplacedAndRemoved(t *testing.T) {
	for way, programs := range map[string][]string{install.WayVenv: nil, install.WayUV: {"uv"}} {
		t.Run(way, func(t *testing.T) {
			f, in := newFakePythons(t, programs...)
			offer := mlxOffer(t, in, false)
			if offer.Way != way || !slices.Contains(setup().Ways, way) || offer.Already != nil || offer.DownloadBytes == 0 || !strings.Contains(strings.Join(offer.Explain, "\n"), "mlx-lm[cpu]==0.32.2") || !strings.Contains(strings.Join(offer.Explain, "\n"), "packages come from https://pypi.org/simple") {
				t.Fatalf("offered %+v", offer)
			}
			if exists(in.Data) {
				t.Error("an offer has changed something")
			}
			var lines []string
			one, err := offer.Do(t.Context(), func(p engine.Progress) { lines = append(lines, p.Step+p.Line) })
			folder := filepath.Join(enginesOf(in), "mlx")
			if err != nil || one.Engine != Name || one.Way != way || one.Version != "0.32.2" || one.Folder != folder || one.Prefix[0] != filepath.Join(folder, "bin", "python") {
				t.Fatalf("%+v, %v", one, err)
			}
			if text := strings.Join(lines, "\n"); !strings.Contains(text, "Collecting mlx-lm") || !strings.Contains(text, "trying it out") {
				t.Errorf("told %s", text)
			}
			for _, want := range []string{map[string]string{install.WayVenv: "PIP_CONFIG_FILE=" + os.DevNull, install.WayUV: "UV_NO_CONFIG=1"}[way], "PIP_USER=0", "UV_TARGET", "TMPDIR=" + filepath.Join(enginesOf(in), ".part-making-mlx")} {
				if !slices.Contains(f.env, want) {
					t.Errorf("pip ran without %s: %q", want, f.env)
				}
			}
			if b := one.Build(); b.Engine != Name || b.Origin != "dragstrip, "+way {
				t.Errorf("as a build: %+v", b)
			}
			// A second call has nothing to do, and starts nothing but a look.
			again := mlxOffer(t, in, false)
			if same, err := again.Do(t.Context(), nil); err != nil || again.Already == nil || same.ID != one.ID || f.count("pip") != 1 || !strings.Contains(again.Title, "mlx 0.32.2") {
				t.Errorf("the second call: %+v, %v", same, err)
			}
			// The newest version is put beside the first one, and a further one
			// beside both.
			for i, wish := range []engine.SetupWish{{Newest: true}, {Version: "0.31.3"}} {
				open, _ := offers(t.Context(), in, wish)
				newer, err := open[0].Do(t.Context(), nil)
				if want := fmt.Sprintf("mlx-%d", i+2); err != nil || newer.ID != want || !slices.Contains(f.ran[len(f.ran)-3], packages("linux", 12, wish)[0]) {
					t.Errorf("%+v, %v, after %q; want %s", newer, err, f.ran[len(f.ran)-3], want)
				}
				for j := range i + 2 {
					name := "mlx"
					if j > 0 {
						name = fmt.Sprintf("mlx-%d", j+1)
					}
					if text, _ := os.ReadFile(pythonOf(filepath.Join(enginesOf(in), name))); string(text) != fmt.Sprint(j+1) {
						t.Errorf("%s is environment %q", name, text)
					}
				}
			}
			// A build that no longer starts must be replaced.
			f.broken = "look"
			if o := mlxOffer(t, in, false); o.Already != nil {
				t.Error("setup is content with an environment that does not start")
			}
			if gone, err := in.RemoveEngine(Name); err != nil || len(gone) != 3 {
				t.Errorf("removed %q, %v", gone, err)
			}
			if gone, err := in.RemoveEngine(Name); err != nil || len(gone) != 0 {
				t.Errorf("removed %q, %v", gone, err)
			}
			nothingLeft(t, in)
		})
	}
}

// TestAnUpgradeThatFindsNothingNewerLeavesOneEnvironment: a second, equal
// environment would take 260 MB for nothing.
func TestAnUpgradeThatFindsNothingNewerLeavesOneEnvironment(t *testing.T) {
	f, in := newFakePythons(t)
	version := "0.32.2"
	f.before = func(step string) {
		made, _ := filepath.Glob(filepath.Join(enginesOf(in), ".part-making-*"))
		if step == "trial" {
			folder := strings.TrimPrefix(filepath.Base(made[0]), ".part-making-")
			put(t, "", enginesOf(in), folder+"/lib/python3.12/site-packages/mlx_lm-"+version+".dist-info/METADATA")
		}
	}
	for _, c := range []struct{ version, want string }{{"0.32.2", "mlx"}, {"0.32.2", "mlx"}, {"0.33.0", "mlx-2"}, {"0.33.0", "mlx-2"}} {
		version = c.version
		one, err := mlxOffer(t, in, true).Do(t.Context(), nil)
		if err != nil || one.ID != c.want {
			t.Errorf("with %s: %+v, %v; want %s", c.version, one, err, c.want)
		}
	}
	if all, _ := in.List(); len(all) != 2 {
		t.Errorf("there are %+v", all)
	}
}

// TestAnInstallationOfMLXThatFailsLeavesWhatWasThere: that is nothing, or the
// earlier environment. An interrupted installation leaves the same.
func TestAnInstallationOfMLXThatFailsLeavesWhatWasThere(t *testing.T) {
	for _, step := range []string{"venv", "pip", "trial", "look"} {
		for _, interrupted := range []bool{false, true} {
			for _, upgrade := range []bool{false, true} {
				f, in := newFakePythons(t)
				if upgrade {
					if _, err := mlxOffer(t, in, false).Do(t.Context(), nil); err != nil {
						t.Fatal(err)
					}
				}
				offer := mlxOffer(t, in, upgrade)
				ctx, cancel := context.WithCancel(t.Context())
				f.before = func(s string) {
					if s == step && interrupted {
						cancel()
					}
				}
				if !interrupted {
					f.broken = step
				}
				_, err := offer.Do(ctx, nil)
				cancel()
				if err == nil || interrupted != errors.Is(err, context.Canceled) {
					t.Errorf("%s, interrupted %t: %v", step, interrupted, err)
				}
				f.before, f.broken = nil, ""
				all, err := in.List()
				if want := map[bool]int{true: 1}[upgrade]; err != nil || len(all) != want {
					t.Errorf("%s, interrupted %t, upgrade %t: left %+v, %v", step, interrupted, upgrade, all, err)
				}
				if text, _ := os.ReadFile(pythonOf(filepath.Join(enginesOf(in), "mlx"))); upgrade && string(text) != "1" {
					t.Errorf("%s: environment %q is there, not the first", step, text)
				}
				if upgrade {
					in.RemoveEngine(Name)
				}
				nothingLeft(t, in)
			}
		}
	}
}

func TestAFolderOfSomebodyElsesIsLeftAlone(t *testing.T) {
	_, in := newFakePythons(t)
	put(t, "precious", enginesOf(in), "mlx/file")
	if one, err := mlxOffer(t, in, false).Do(t.Context(), nil); err != nil || one.ID != "mlx-2" || !exists(filepath.Join(enginesOf(in), "mlx", "file")) {
		t.Errorf("a folder of somebody else's: %+v, %v", one, err)
	}
}

func TestWhatMLXNeedsIsFoundOutBefore(t *testing.T) {
	only := func(path string, minor int, more string) func(*fakePythons, *install.Store) {
		return func(f *fakePythons, _ *install.Store) {
			f.pythons = map[string]string{"/usr/bin/python3": aPython(path, minor, more)}
		}
	}
	for name, c := range map[string]struct {
		change   func(*fakePythons, *install.Store)
		programs []string
		// want is a part of the reason why a way is refused, and remedy a part
		// of its remedy. open is the way that can be used nevertheless.
		want, remedy, open string
	}{
		"Windows":          {change: func(_ *fakePythons, in *install.Store) { in.GOOS = "windows" }, want: "not published for windows", remedy: "WSL"},
		"another system":   {change: func(_ *fakePythons, in *install.Store) { in.GOOS = "freebsd" }, want: "not published for freebsd", remedy: "dragstrip setup"},
		"another machine":  {change: func(_ *fakePythons, in *install.Store) { in.GOARCH = "riscv64" }, want: "not for riscv64", remedy: "dragstrip setup"},
		"an Intel Mac":     {change: func(_ *fakePythons, in *install.Store) { in.GOOS = "darwin" }, want: "Apple silicon", remedy: "dragstrip setup"},
		"an old macOS":     {change: func(f *fakePythons, in *install.Store) { in.GOOS, in.GOARCH, f.macOS = "darwin", "arm64", "13.6.1\n" }, want: "macOS 14 or newer, and this is 13.6.1", remedy: "softwareupdate"},
		"an old C library": {change: func(f *fakePythons, _ *install.Store) { f.glibc = "glibc 2.31\n" }, want: "2.35 or newer, and this system has 2.31", remedy: "debian:12"},
		"musl":             {change: func(f *fakePythons, in *install.Store) { f.broken = "getconf" }, want: "musl", remedy: "container"},
		"a full disk": {
			change: func(_ *fakePythons, in *install.Store) { in.Free = func(string) int64 { return 300 << 20 } },
			want:   "600 MiB are needed, but only 300 MiB are free", remedy: "DRAGSTRIP_HOME",
		},
		"Python 3.9":                  {change: only("/usr/bin/python3.9", 9, ""), programs: []string{"apt-get"}, want: "/usr/bin/python3.9 is Python 3.9", remedy: "sudo apt-get install python3"},
		"Python 3.9 and Homebrew":     {change: only("/usr/bin/python3.9", 9, ""), programs: []string{"brew"}, want: "is Python 3.9", remedy: "brew install python@"},
		"Python 3.9 and uv":           {change: only("/usr/bin/python3.9", 9, ""), programs: []string{"uv"}, open: install.WayUV, want: "is Python 3.9"},
		"no Python":                   {change: func(f *fakePythons, _ *install.Store) { f.pythons = nil }, programs: []string{"dnf"}, want: "there is none", remedy: "dnf install python3"},
		"a Python that shims another": {change: func(f *fakePythons, _ *install.Store) { f.pythons = map[string]string{"/usr/bin/python3": "what?"} }, want: "there is none"},
		"another Python":              {change: only("/usr/bin/pypy3", 11, `,"name":"pypy"`), want: "is pypy"},
		"32 bit":                      {change: only("/usr/bin/python3", 11, `,"bits":32`), want: "32-bit"},
		"no global lock":              {change: only("/usr/bin/python3", 13, `,"free_threaded":true`), want: "without the global lock"},
		"Debian without venv":         {change: only("/usr/bin/python3.11", 11, `,"ensurepip":false`), programs: []string{"apt-get"}, want: "lacks the module", remedy: "sudo apt-get install python3.11-venv"},
		"without venv, with uv":       {change: only("/usr/bin/python3.11", 11, `,"ensurepip":false`), programs: []string{"uv"}, open: install.WayUV, want: "lacks the module"},
		"a Python for Intel on Apple silicon": {change: func(f *fakePythons, in *install.Store) {
			in.GOOS, in.GOARCH = "darwin", "arm64"
			in.LookPath = func(name string) (string, error) { return "/opt/bin/" + name, nil }
			f.pythons = map[string]string{"/opt/bin/python3": aPython("/opt/bin/python3", 12, `,"machine":"x86_64"`)}
		}, want: "for Intel Macs", remedy: "brew install", open: install.WayUV},
	} {
		f, in := newFakePythons(t, c.programs...)
		c.change(f, in)
		open, refusals := offers(t.Context(), in, engine.SetupWish{})
		ways := ""
		for _, o := range open {
			ways += o.Way
		}
		if ways != c.open {
			t.Errorf("%s: open is %q, want %q", name, ways, c.open)
		}
		text := fmt.Sprintf("%q", refusals)
		if !strings.Contains(text, c.want) || !strings.Contains(text, c.remedy) {
			t.Errorf("%s: %s; want %q, mended by %q", name, text, c.want, c.remedy)
		}
		if f.count("pip")+f.count("venv") > 0 || exists(in.Data) {
			t.Errorf("%s: something was done", name)
		}
	}
}

func TestTheVersionsThatWereTriedAreTakenForEachPython(t *testing.T) {
	f, in := newFakePythons(t)
	for minor, want := range map[int]string{10: "mlx-lm[cpu]==0.31.3", 11: "mlx-lm[cpu]==0.32.2", 14: "mlx-lm[cpu]==0.32.2", 15: "mlx-lm[cpu]==0.32.2"} {
		f.pythons = map[string]string{"/usr/bin/python3": aPython("/usr/bin/python3", minor, "")}
		if text := strings.Join(mlxOffer(t, in, false).Explain, "\n"); !strings.Contains(text, want) {
			t.Errorf("Python 3.%d: %s", minor, text)
		}
	}
	// A Python that can use the newest version is preferred to a Python that
	// was found first.
	in.LookPath = onlyPrograms("python3", "python3.12", "getconf")
	for _, first := range []int{10, 15} {
		f.pythons = map[string]string{"/usr/bin/python3": aPython("/usr/bin/python3", first, ""), "/usr/bin/python3.12": aPython("/usr/bin/python3.12", 12, "")}
		if text := mlxOffer(t, in, false).Explain[0]; !strings.Contains(text, "Python 3.12.1") {
			t.Error(text)
		}
	}
	if got := packages("darwin", 12, engine.SetupWish{}); !slices.Equal(got, []string{"mlx-lm==0.32.2", "mlx==0.32.4", "mlx-metal==0.32.4", "transformers==5.23.0"}) {
		t.Errorf("on a Mac: %q", got)
	}
	if got := packages("darwin", 12, engine.SetupWish{Newest: true}); !slices.Equal(got, []string{"mlx-lm"}) {
		t.Errorf("the newest on a Mac: %q", got)
	}
}

// MLX on Linux used to say only in its last line that it ignores the GPU.
func TestMLXSaysFirstOnWhichDeviceItComputes(t *testing.T) {
	for _, c := range []struct {
		goos string
		gpu  install.GPU
		want []string
	}{
		{"darwin", install.GPU{}, []string{"this Mac's own GPU, with Metal"}},
		{"linux", install.GPU{}, []string{"on the CPU: this is MLX's CPU build"}},
		{"linux", install.GPU{Card: true, Nvidia: true}, []string{"on the CPU", "mlx-lm[cuda13]"}},
		{"linux", install.GPU{Card: true, Vulkan: true}, []string{"on the CPU", "dragstrip setup llama.cpp --with vulkan"}},
	} {
		f, in := newFakePythons(t)
		f.pythons = map[string]string{"/opt/bin/python3": aPython("/opt/bin/python3", 12, "")}
		in.LookPath = func(name string) (string, error) { return "/opt/bin/" + name, nil }
		in.GOOS, in.GOARCH, in.GPU = c.goos, "arm64", func() install.GPU { return c.gpu }
		open, refusals := offers(t.Context(), in, engine.SetupWish{})
		if len(open) == 0 || len(open[0].Device) != len(c.want) {
			t.Errorf("%+v: %+v, %+v", c, open, refusals)
			continue
		}
		for i, part := range c.want {
			if !strings.Contains(open[0].Device[i], part) {
				t.Errorf("%+v: %q", c, open[0].Device[i])
			}
		}
	}
}
