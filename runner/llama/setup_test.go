package llama

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

func onlyPrograms(names ...string) func(string) (string, error) {
	return func(name string) (string, error) {
		if slices.Contains(names, name) {
			return "/usr/bin/" + name, nil
		}
		return "", errors.New("not found")
	}
}

func find(offers []engine.Offer, way string) (engine.Offer, bool) {
	for _, o := range offers {
		if o.Way == way {
			return o, true
		}
	}
	return engine.Offer{}, false
}

// scripted answers commands by their text and remembers them.
type scripted struct {
	answers map[string]string
	errors  map[string]error
	ran     []string
}

func (s *scripted) run(_ context.Context, c install.Command) (string, error) {
	line := strings.Join(c.Argv, " ")
	s.ran = append(s.ran, line)
	if c.Line != nil {
		c.Line("a line")
	}
	return s.answers[line], s.errors[line]
}

// exitCode is an error as exec gives it.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit status %d", int(e)) }
func (e exitCode) ExitCode() int { return int(e) }

func TestTheSystemsPackageManagers(t *testing.T) {
	const known = "libc6:\n  Candidate: 2.36\n 500 http://m.example/debian bookworm/main amd64 Packages\n"
	policy := "apt-cache policy libc6 " + debian.Package + " " + debian.Vulkan
	const brewList = "/usr/bin/brew list --versions llama.cpp"
	offered := debian.Package + ":\n  Installed: (none)\n  Candidate: 1:0.7.0+dfsg-2\n"
	winget := "winget install llama.cpp --accept-package-agreements --accept-source-agreements --disable-interactivity"
	const aptGet = "apt-get -o DPkg::Lock::Timeout=120 -o APT::Get::AllowUnauthenticated=false -y --no-install-recommends install "
	notThere := map[string]error{brewList: exitCode(1)}
	for name, c := range map[string]struct {
		goos, programs string
		admin          bool
		gpu            install.GPU
		script         scripted
		way            string
		does, refusal  string // the commands that Do runs, or why there are none
		already        string // the version that is installed already
		fails          bool
	}{
		"brew":                {goos: "darwin", programs: "brew", way: install.WayHomebrew, does: "/usr/bin/brew install llama.cpp", script: scripted{errors: notThere}},
		"brew on Linux":       {goos: "linux", programs: "brew", way: install.WayHomebrew, does: "/usr/bin/brew install llama.cpp", script: scripted{errors: notThere}},
		"brew has it":         {goos: "darwin", programs: "brew", way: install.WayHomebrew, already: "6100", script: scripted{answers: map[string]string{brewList: "llama.cpp 6000 6100\n"}}},
		"brew fails":          {goos: "darwin", programs: "brew", way: install.WayHomebrew, does: "/usr/bin/brew install llama.cpp", fails: true, script: scripted{errors: map[string]error{brewList: exitCode(1), "/usr/bin/brew install llama.cpp": exitCode(1)}}},
		"no brew":             {goos: "darwin", way: install.WayHomebrew, refusal: "not installed"},
		"brew as root":        {goos: "darwin", programs: "brew", admin: true, way: install.WayHomebrew, refusal: "root"},
		"winget":              {goos: "windows", programs: "winget", way: install.WayWinget, does: winget},
		"winget, there":       {goos: "windows", programs: "winget", way: install.WayWinget, does: winget, script: scripted{errors: map[string]error{winget: fmt.Errorf("winget: %w", exitCode(0x8A15002B))}}},
		"winget fails":        {goos: "windows", programs: "winget", way: install.WayWinget, does: winget, fails: true, script: scripted{errors: map[string]error{winget: exitCode(1)}}},
		"no winget":           {goos: "windows", way: install.WayWinget, refusal: "not installed"},
		"apt":                 {goos: "linux", programs: "apt-get apt-cache", admin: true, way: install.WayApt, does: aptGet + debian.Package + " --download-only\n" + aptGet + debian.Package, script: scripted{answers: map[string]string{policy: known + offered}}},
		"apt with a GPU":      {goos: "linux", programs: "apt-get apt-cache", admin: true, gpu: install.GPU{Vulkan: true}, way: install.WayApt, does: aptGet + debian.Package + " " + debian.Vulkan + " --download-only\n" + aptGet + debian.Package + " " + debian.Vulkan, script: scripted{answers: map[string]string{policy: known + offered + debian.Vulkan + ":\n  Candidate: 1\n"}}},
		"apt has it":          {goos: "linux", programs: "apt-get apt-cache", way: install.WayApt, already: "0.7.0", script: scripted{answers: map[string]string{policy: known + debian.Package + ":\n  Installed: 1:0.7.0+dfsg-2\n  Candidate: 1:0.7.0+dfsg-2\n"}}},
		"apt without root":    {goos: "linux", programs: "apt-get apt-cache", way: install.WayApt, refusal: "needs root", script: scripted{answers: map[string]string{policy: known + offered}}},
		"apt, old release":    {goos: "linux", programs: "apt-get apt-cache", admin: true, way: install.WayApt, refusal: "no package", script: scripted{answers: map[string]string{policy: known}}},
		"apt without lists":   {goos: "linux", programs: "apt-get apt-cache", admin: true, way: install.WayApt, refusal: "no package lists", script: scripted{answers: map[string]string{policy: "libc6:\n  Installed: 2.36\n  Candidate: 2.36\n"}}},
		"apt that is broken":  {goos: "linux", programs: "apt-get apt-cache", admin: true, way: install.WayApt, refusal: "no package lists", script: scripted{errors: map[string]error{policy: exitCode(100)}}},
		"Arch":                {goos: "linux", programs: "pacman", way: "pacman", refusal: "does not run"},
		"Alpine":              {goos: "linux", programs: "apk", way: install.WayRelease, refusal: "GNU C library"},
		"an unusual platform": {goos: "freebsd", way: install.WayRelease, refusal: "freebsd"},
	} {
		in := &install.Store{Data: t.TempDir(), System: install.System{
			GOOS: c.goos, GOARCH: "amd64", Root: t.TempDir(), Run: c.script.run, LookPath: onlyPrograms(strings.Fields(c.programs)...),
			Admin: func() bool { return c.admin }, GPU: func() install.GPU { return c.gpu },
		}}
		if c.way == install.WayWinget { // by name, as PATH finds it
			in.LookPath = func(name string) (string, error) { return onlyPrograms(strings.Fields(c.programs)...)(name) }
		}
		open, refusals := offers(t.Context(), in, engine.SetupWish{})
		offer, ok := find(open, c.way)
		if c.refusal != "" {
			at := slices.IndexFunc(refusals, func(r engine.Refusal) bool { return r.Way == c.way })
			if ok || at < 0 || !strings.Contains(refusals[at].Why, c.refusal) || refusals[at].Remedy == "" {
				t.Errorf("%s: offers %+v, refusals %+v", name, open, refusals)
			}
			continue
		}
		if !ok || !slices.Contains(setup().Ways, c.way) || offer.Engine != Name || offer.Title == "" || len(offer.Explain) == 0 {
			t.Errorf("%s: no offer; %+v", name, refusals)
			continue
		}
		c.script.ran = nil
		var lines []string
		one, err := offer.Do(t.Context(), func(p engine.Progress) { lines = append(lines, p.Line) })
		switch {
		case c.already != "":
			if offer.Already == nil || one.Version != c.already || len(c.script.ran) != 0 {
				t.Errorf("%s: %+v, ran %q", name, one, c.script.ran)
			}
		case (err != nil) != c.fails || !slices.Equal(c.script.ran, strings.Split(c.does, "\n")) || !slices.Contains(lines, "a line"):
			t.Errorf("%s: ran %q, %v; lines %q", name, c.script.ran, err, lines)
		case one.When.IsZero() != (c.fails || len(c.script.errors) > 0 && c.way == install.WayWinget):
			t.Errorf("%s: installed %v", name, one.When)
		case !c.fails && (one.Way != c.way || len(one.Prefix) != 0 || strings.Join(offer.Explain, "\n") != c.does):
			t.Errorf("%s: %+v, %q", name, one, offer.Explain)
		}
		if err != nil && !errors.As(err, new(exitCode)) {
			t.Errorf("%s: the cause is lost: %v", name, err)
		}
	}
}

func TestHomebrewIsFoundThoughPathLacksIt(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "opt", "homebrew", "bin", "brew")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	in := &install.Store{Data: t.TempDir(), System: install.System{
		GOOS: "darwin", GOARCH: "arm64", Root: root, LookPath: onlyPrograms(),
		Admin: func() bool { return false }, Run: (&scripted{errors: map[string]error{path + " list --versions llama.cpp": exitCode(1)}}).run,
	}}
	open, _ := offers(t.Context(), in, engine.SetupWish{})
	if offer, ok := find(open, install.WayHomebrew); !ok || offer.Explain[0] != path+" install llama.cpp" {
		t.Errorf("%+v", open)
	}
}
