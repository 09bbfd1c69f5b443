package install

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
)

// fakePythons plays the Pythons, uv and the C library's tools of a machine.
type fakePythons struct {
	t *testing.T
	// pythons are the answers by path, JSON; what is not there does not start.
	pythons map[string]string
	glibc   string
	macOS   string
	// broken is a step that fails: "venv", "pip", "trial" or "look".
	broken string
	// before is called with each step's name.
	before func(step string)
	ran    [][]string
	env    []string // of the last pip
	serial int      // counts environments made
}

func aPython(path string, minor int, more string) string {
	return fmt.Sprintf(`{"path":%q,"version":[3,%d,1],"name":"cpython","machine":"arm64","bits":64,"ensurepip":true%s}`, path, minor, more)
}

// newFakePythons is a machine with Python 3.12 and no uv.
func newFakePythons(t *testing.T, programs ...string) (*fakePythons, *Installer) {
	f := &fakePythons{t: t, glibc: "glibc 2.36\n", macOS: "15.1\n", pythons: map[string]string{"/usr/bin/python3": aPython("/usr/bin/python3.12", 12, "")}}
	in := &Installer{Data: filepath.Join(t.TempDir(), "data"), System: System{
		GOOS: "linux", GOARCH: "amd64", Root: t.TempDir(), Run: f.run, Admin: func() bool { return false },
		Free: func(string) int64 { return 1 << 40 }, Getenv: func(string) string { return "" },
		LookPath: onlyPrograms(append([]string{"python3", "getconf"}, programs...)...),
	}}
	return f, in
}

func (f *fakePythons) step(argv []string) string {
	switch line := strings.Join(argv, " "); {
	case strings.Contains(line, "getconf"), strings.Contains(line, "sw_vers"), strings.Contains(line, "sysctl"):
		return argv[0]
	case slices.Contains(argv, pythonQuestion):
		return "question"
	case slices.Contains(argv, mlxTrial):
		return "trial"
	case slices.Contains(argv, "-c"):
		return "look"
	case strings.Contains(line, "pip install"):
		return "pip"
	case slices.Contains(argv, "venv"):
		return "venv"
	}
	f.t.Errorf("an unknown command: %q", argv)
	return ""
}

func (f *fakePythons) run(ctx context.Context, c Command) (string, error) {
	step := f.step(c.Argv)
	f.ran = append(f.ran, c.Argv)
	if f.before != nil {
		f.before(step)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if f.broken == step {
		return "", errors.New(step + " failed")
	}
	switch step {
	case "getconf":
		return f.glibc, nil
	case "sw_vers":
		return f.macOS, nil
	case "sysctl":
		return "0\n", nil
	case "question":
		answer, ok := f.pythons[c.Argv[0]]
		if !ok {
			return "", errors.New("command not found")
		}
		return answer + "\n", nil
	case "venv":
		f.serial++
		put(f.t, fmt.Sprint(f.serial), c.Argv[len(c.Argv)-1], "bin/python")
	case "pip":
		f.env = c.Env
		c.Line("Collecting mlx-lm")
	case "trial":
		return "a word of some library\n\n{\"mlx_lm\": \"0.32.2\", \"mlx\": \"0.32.4\"}\n", nil
	case "look":
		if !exists(c.Argv[0]) {
			return "", errors.New("no such file")
		}
	}
	return "", nil
}

func (f *fakePythons) count(step string) int {
	n := 0
	for _, argv := range f.ran {
		if f.step(argv) == step {
			n++
		}
	}
	return n
}

func mlxOffer(t *testing.T, in *Installer, newest bool) engine.Offer {
	t.Helper()
	offers, refusals := in.MLXOffers(t.Context(), newest)
	if len(offers) == 0 {
		t.Fatalf("no way is open: %+v", refusals)
	}
	return offers[0]
}

func TestMLXIsInstalledOnceReplacedAndRemoved(t *testing.T) {
	for way, programs := range map[string][]string{WayVenv: nil, WayUV: {"uv"}} {
		t.Run(way, func(t *testing.T) {
			f, in := newFakePythons(t, programs...)
			offer := mlxOffer(t, in, false)
			if offer.Way != way || offer.Already != nil || offer.DownloadBytes == 0 || !strings.Contains(strings.Join(offer.Explain, "\n"), "mlx-lm[cpu]==0.32.2") {
				t.Fatalf("offered %+v", offer)
			}
			if exists(in.Data) {
				t.Error("an offer has changed something")
			}
			var lines []string
			one, err := offer.Do(t.Context(), func(p engine.Progress) { lines = append(lines, p.Step+p.Line) })
			folder := filepath.Join(in.folder(), "mlx")
			if err != nil || one.Engine != MLX || one.Way != way || one.Version != "0.32.2" || one.Folder != folder || one.Prefix[0] != filepath.Join(folder, "bin", "python") {
				t.Fatalf("%+v, %v", one, err)
			}
			if text := strings.Join(lines, "\n"); !strings.Contains(text, "Collecting mlx-lm") || !strings.Contains(text, "trying it out") {
				t.Errorf("told %s", text)
			}
			for _, want := range []string{"PIP_TARGET", "PIP_USER=0", "PYTHONPATH", "TMPDIR=" + filepath.Join(in.folder(), makingPrefix+"mlx")} {
				if !slices.Contains(f.env, want) {
					t.Errorf("pip ran without %s: %q", want, f.env)
				}
			}
			if b := one.Build(); b.Engine != MLX || b.Origin != "dragstrip, "+way {
				t.Errorf("as a build: %+v", b)
			}
			// A second call has nothing to do, and starts nothing but a look.
			again := mlxOffer(t, in, false)
			if same, err := again.Do(t.Context(), nil); err != nil || again.Already == nil || same.ID != one.ID || f.count("pip") != 1 || !strings.Contains(again.Title, "mlx 0.32.2") {
				t.Errorf("the second call: %+v, %v", same, err)
			}
			// The newest takes its place.
			if _, err := mlxOffer(t, in, true).Do(t.Context(), nil); err != nil || !slices.Contains(f.ran[len(f.ran)-3], "mlx-lm[cpu]") {
				t.Errorf("%v, after %q", err, f.ran[len(f.ran)-3])
			}
			if text, _ := os.ReadFile(pythonOf(folder)); string(text) != "2" {
				t.Errorf("environment %s is there, not the second", text)
			}
			if own, ok := in.OwnMLX(t.Context()); !ok || own.ID != "mlx" {
				t.Errorf("its own: %+v", own)
			}
			// One that does not start any more is none to be content with.
			f.broken = "look"
			if o := mlxOffer(t, in, false); o.Already != nil {
				t.Error("setup is content with an environment that does not start")
			}
			if gone, err := in.RemoveMLX(); err != nil || !slices.Equal(gone, []string{"mlx"}) {
				t.Errorf("removed %q, %v", gone, err)
			}
			if gone, err := in.RemoveMLX(); err != nil || len(gone) != 0 {
				t.Errorf("removed %q, %v", gone, err)
			}
			nothingLeft(t, in)
		})
	}
}

// TestAnInstallationOfMLXThatFailsLeavesWhatWasThere: nothing, or the one
// before; and the same where it is interrupted.
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
				if text, _ := os.ReadFile(pythonOf(in.mlxPath())); upgrade && string(text) != "1" {
					t.Errorf("%s: environment %q is there, not the first", step, text)
				}
				if upgrade {
					in.RemoveMLX()
				}
				nothingLeft(t, in)
			}
		}
	}
}

// TestEnvironmentsOfAKilledInstallation: whatever a kill -9 leaves, the next
// look finds either a whole environment or none.
func TestEnvironmentsOfAKilledInstallation(t *testing.T) {
	const whole = `{"engine":"mlx","prefix":["{folder}/bin/python"]}`
	for name, c := range map[string]struct {
		files map[string]string
		want  string // of bin/python in the end
	}{
		"before anything":             {map[string]string{makingPrefix + "mlx/x": ""}, ""},
		"half made":                   {map[string]string{makingPrefix + "mlx/x": "", "mlx/bin/python": "new"}, ""},
		"sealed but for the name":     {map[string]string{makingPrefix + "mlx/x": "", "mlx/bin/python": "new", "mlx/." + manifestName: whole}, ""},
		"whole, the mark still there": {map[string]string{makingPrefix + "mlx/x": "", "mlx/bin/python": "new", "mlx/" + manifestName: whole}, "new"},
		"the old one set aside":       {map[string]string{makingPrefix + "mlx/x": "", replacedPrefix + "mlx/bin/python": "old", replacedPrefix + "mlx/" + manifestName: whole}, "old"},
		"an upgrade half made": {map[string]string{makingPrefix + "mlx/x": "", "mlx/bin/python": "new",
			replacedPrefix + "mlx/bin/python": "old", replacedPrefix + "mlx/" + manifestName: whole}, "old"},
		"an upgrade whole": {map[string]string{makingPrefix + "mlx/x": "", "mlx/bin/python": "new", "mlx/" + manifestName: whole,
			replacedPrefix + "mlx/bin/python": "old", replacedPrefix + "mlx/" + manifestName: whole}, "new"},
		"an upgrade before it began": {map[string]string{makingPrefix + "mlx/x": "", "mlx/bin/python": "old", "mlx/" + manifestName: whole}, "old"},
		"a mark that names nothing":  {map[string]string{makingPrefix + "/x": ""}, ""},
	} {
		_, in := newFakePythons(t)
		for path, text := range c.files {
			put(t, text, in.folder(), path)
		}
		all, err := in.List()
		text, _ := os.ReadFile(pythonOf(in.mlxPath()))
		if err != nil || string(text) != c.want || len(all) != min(len(c.want), 1) {
			t.Errorf("%s: %q and %d builds, %v; want %q", name, text, len(all), err, c.want)
		}
		in.RemoveMLX()
		nothingLeft(t, in)
	}
	// A folder that nobody marked is somebody's.
	_, in := newFakePythons(t)
	put(t, "precious", in.folder(), "mlx/file")
	if _, err := mlxOffer(t, in, false).Do(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "in the way") || !exists(filepath.Join(in.folder(), "mlx", "file")) {
		t.Errorf("a folder of somebody else's: %v", err)
	}
}

func TestWhatMLXNeedsIsFoundOutBefore(t *testing.T) {
	only := func(path string, minor int, more string) func(*fakePythons, *Installer) {
		return func(f *fakePythons, _ *Installer) {
			f.pythons = map[string]string{"/usr/bin/python3": aPython(path, minor, more)}
		}
	}
	for name, c := range map[string]struct {
		change   func(*fakePythons, *Installer)
		programs []string
		// want is a part of a refusal's reason, remedy of what mends it; open
		// is the way that is open all the same.
		want, remedy, open string
	}{
		"Windows":          {change: func(_ *fakePythons, in *Installer) { in.GOOS = "windows" }, want: "not published for windows", remedy: "WSL"},
		"another system":   {change: func(_ *fakePythons, in *Installer) { in.GOOS = "freebsd" }, want: "not published for freebsd", remedy: "dragstrip setup"},
		"another machine":  {change: func(_ *fakePythons, in *Installer) { in.GOARCH = "riscv64" }, want: "not for riscv64", remedy: "dragstrip setup"},
		"an Intel Mac":     {change: func(_ *fakePythons, in *Installer) { in.GOOS = "darwin" }, want: "Apple silicon", remedy: "dragstrip setup"},
		"an old macOS":     {change: func(f *fakePythons, in *Installer) { in.GOOS, in.GOARCH, f.macOS = "darwin", "arm64", "13.6.1\n" }, want: "macOS 14 or newer, and this is 13.6.1", remedy: "softwareupdate"},
		"an old C library": {change: func(f *fakePythons, _ *Installer) { f.glibc = "glibc 2.31\n" }, want: "2.35 or newer, and this system has 2.31", remedy: "debian:12"},
		"musl":             {change: func(f *fakePythons, in *Installer) { f.broken = "getconf" }, want: "musl", remedy: "container"},
		"a full disk": {change: func(_ *fakePythons, in *Installer) { in.Free = func(string) int64 { return 300 << 20 } },
			want: "600 MiB are needed and 300 MiB free", remedy: "DRAGSTRIP_HOME"},
		"Python 3.9":                  {change: only("/usr/bin/python3.9", 9, ""), programs: []string{"apt-get"}, want: "/usr/bin/python3.9 is Python 3.9", remedy: "sudo apt-get install python3"},
		"Python 3.9 and Homebrew":     {change: only("/usr/bin/python3.9", 9, ""), programs: []string{"brew"}, want: "is Python 3.9", remedy: "brew install python@"},
		"Python 3.9 and uv":           {change: only("/usr/bin/python3.9", 9, ""), programs: []string{"uv"}, open: WayUV, want: "is Python 3.9"},
		"no Python":                   {change: func(f *fakePythons, _ *Installer) { f.pythons = nil }, programs: []string{"dnf"}, want: "there is none", remedy: "dnf install python3"},
		"a Python that shims another": {change: func(f *fakePythons, _ *Installer) { f.pythons = map[string]string{"/usr/bin/python3": "what?"} }, want: "there is none"},
		"another Python":              {change: only("/usr/bin/pypy3", 11, `,"name":"pypy"`), want: "is pypy"},
		"32 bit":                      {change: only("/usr/bin/python3", 11, `,"bits":32`), want: "32-bit"},
		"no global lock":              {change: only("/usr/bin/python3", 13, `,"free_threaded":true`), want: "without the global lock"},
		"Debian without venv":         {change: only("/usr/bin/python3.11", 11, `,"ensurepip":false`), programs: []string{"apt-get"}, want: "lacks its module", remedy: "sudo apt-get install python3.11-venv"},
		"without venv, with uv":       {change: only("/usr/bin/python3.11", 11, `,"ensurepip":false`), programs: []string{"uv"}, open: WayUV, want: "lacks its module"},
		"a Python for Intel on Apple silicon": {change: func(f *fakePythons, in *Installer) {
			in.GOOS, in.GOARCH = "darwin", "arm64"
			in.LookPath = func(name string) (string, error) { return "/opt/bin/" + name, nil }
			f.pythons = map[string]string{"/opt/bin/python3": aPython("/opt/bin/python3", 12, `,"machine":"x86_64"`)}
		}, want: "for Intel Macs", remedy: "brew install", open: WayUV},
	} {
		f, in := newFakePythons(t, c.programs...)
		c.change(f, in)
		offers, refusals := in.MLXOffers(t.Context(), false)
		open := ""
		for _, o := range offers {
			open += o.Way
		}
		if open != c.open {
			t.Errorf("%s: open is %q, want %q", name, open, c.open)
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
	// A Python that takes the newest is preferred to one that comes first.
	in.LookPath = onlyPrograms("python3", "python3.12", "getconf")
	for _, first := range []int{10, 15} {
		f.pythons = map[string]string{"/usr/bin/python3": aPython("/usr/bin/python3", first, ""), "/usr/bin/python3.12": aPython("/usr/bin/python3.12", 12, "")}
		if text := mlxOffer(t, in, false).Explain[0]; !strings.Contains(text, "Python 3.12.1") {
			t.Error(text)
		}
	}
	in.GOOS, in.GOARCH = "darwin", "arm64"
	if got := in.mlxSpecs(12, false); !slices.Equal(got, []string{"mlx-lm==0.32.2", "mlx==0.32.4", "mlx-metal==0.32.4", "transformers==5.23.0"}) {
		t.Errorf("on a Mac: %q", got)
	}
	if got := in.mlxSpecs(12, true); !slices.Equal(got, []string{"mlx-lm"}) {
		t.Errorf("the newest on a Mac: %q", got)
	}
}

func TestFailuresOfPipSayWhatMendsThem(t *testing.T) {
	_, in := newFakePythons(t)
	for words, part := range map[string]string{
		"Failed to establish a new connection: [Errno -3] Temporary failure in name resolution": "check the network",
		"error: Failed to fetch: cause: invalid peer certificate: UnknownIssuer":                "PIP_CERT",
		"ERROR: No matching distribution found for mlx-cpu==0.32.4":                             "another index",
		"× No solution found when resolving dependencies":                                       "another index",
		"uv venv: exit status 2 (dns error)":                                                    "get a Python otherwise",
		"something new":                                                                         "something new",
	} {
		if err := in.explainPip(errors.New(words)); !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", words, err)
		}
	}
}
