package install

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// scripted answers commands by their text and remembers them.
type scripted struct {
	answers map[string]string
	errors  map[string]error
	ran     []string
}

func (s *scripted) run(_ context.Context, c Command) (string, error) {
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
	const policy = "apt-cache policy libc6 " + debPackage + " " + vulkanPackage
	const brewList = "/usr/bin/brew list --versions llama.cpp"
	offered := debPackage + ":\n  Installed: (none)\n  Candidate: 1:0.7.0+dfsg-2\n"
	winget := "winget install llama.cpp --accept-package-agreements --accept-source-agreements --disable-interactivity"
	const aptGet = "apt-get -o DPkg::Lock::Timeout=120 -y --no-install-recommends install "
	notThere := map[string]error{brewList: exitCode(1)}
	for name, c := range map[string]struct {
		goos, programs string
		admin          bool
		gpu            GPU
		script         scripted
		way            string
		does, refusal  string // the commands that Do runs, or why there are none
		already        string // the version that is there
		fails          bool
	}{
		"brew":                {goos: "darwin", programs: "brew", way: WayHomebrew, does: "/usr/bin/brew install llama.cpp", script: scripted{errors: notThere}},
		"brew on Linux":       {goos: "linux", programs: "brew", way: WayHomebrew, does: "/usr/bin/brew install llama.cpp", script: scripted{errors: notThere}},
		"brew has it":         {goos: "darwin", programs: "brew", way: WayHomebrew, already: "6100", script: scripted{answers: map[string]string{brewList: "llama.cpp 6000 6100\n"}}},
		"brew fails":          {goos: "darwin", programs: "brew", way: WayHomebrew, does: "/usr/bin/brew install llama.cpp", fails: true, script: scripted{errors: map[string]error{brewList: exitCode(1), "/usr/bin/brew install llama.cpp": exitCode(1)}}},
		"no brew":             {goos: "darwin", way: WayHomebrew, refusal: "not installed"},
		"brew as root":        {goos: "darwin", programs: "brew", admin: true, way: WayHomebrew, refusal: "root"},
		"winget":              {goos: "windows", programs: "winget", way: WayWinget, does: winget},
		"winget, there":       {goos: "windows", programs: "winget", way: WayWinget, does: winget, script: scripted{errors: map[string]error{winget: fmt.Errorf("winget: %w", exitCode(wingetNothingNewer))}}},
		"winget fails":        {goos: "windows", programs: "winget", way: WayWinget, does: winget, fails: true, script: scripted{errors: map[string]error{winget: exitCode(1)}}},
		"no winget":           {goos: "windows", way: WayWinget, refusal: "not there"},
		"apt":                 {goos: "linux", programs: "apt-get apt-cache", admin: true, way: WayApt, does: aptGet + debPackage + " --download-only\n" + aptGet + debPackage, script: scripted{answers: map[string]string{policy: known + offered}}},
		"apt with a GPU":      {goos: "linux", programs: "apt-get apt-cache", admin: true, gpu: GPU{Vulkan: true}, way: WayApt, does: aptGet + debPackage + " " + vulkanPackage + " --download-only\n" + aptGet + debPackage + " " + vulkanPackage, script: scripted{answers: map[string]string{policy: known + offered + vulkanPackage + ":\n  Candidate: 1\n"}}},
		"apt has it":          {goos: "linux", programs: "apt-get apt-cache", way: WayApt, already: "0.7.0", script: scripted{answers: map[string]string{policy: known + debPackage + ":\n  Installed: 1:0.7.0+dfsg-2\n  Candidate: 1:0.7.0+dfsg-2\n"}}},
		"apt without root":    {goos: "linux", programs: "apt-get apt-cache", way: WayApt, refusal: "needs root", script: scripted{answers: map[string]string{policy: known + offered}}},
		"apt, old release":    {goos: "linux", programs: "apt-get apt-cache", admin: true, way: WayApt, refusal: "no package", script: scripted{answers: map[string]string{policy: known}}},
		"apt without lists":   {goos: "linux", programs: "apt-get apt-cache", admin: true, way: WayApt, refusal: "no package lists", script: scripted{answers: map[string]string{policy: "libc6:\n  Installed: 2.36\n  Candidate: 2.36\n"}}},
		"apt that is broken":  {goos: "linux", programs: "apt-get apt-cache", admin: true, way: WayApt, refusal: "no package lists", script: scripted{errors: map[string]error{policy: exitCode(100)}}},
		"Arch":                {goos: "linux", programs: "pacman", way: "pacman", refusal: "does not run"},
		"Alpine":              {goos: "linux", programs: "apk", way: WayRelease, refusal: "GNU C library"},
		"an unusual platform": {goos: "freebsd", way: WayRelease, refusal: "freebsd"},
	} {
		in := &Installer{Data: t.TempDir(), System: System{
			GOOS: c.goos, GOARCH: "amd64", Root: t.TempDir(), Run: c.script.run, LookPath: onlyPrograms(strings.Fields(c.programs)...),
			Admin: func() bool { return c.admin }, GPU: func() GPU { return c.gpu },
		}}
		if c.way == WayWinget { // by name, as PATH finds it
			in.LookPath = func(name string) (string, error) { return onlyPrograms(strings.Fields(c.programs)...)(name) }
		}
		offers, refusals := in.Offers(t.Context())
		offer, ok := find(offers, c.way)
		if c.refusal != "" {
			at := slices.IndexFunc(refusals, func(r engine.Refusal) bool { return r.Way == c.way })
			if ok || at < 0 || !strings.Contains(refusals[at].Why, c.refusal) || refusals[at].Remedy == "" {
				t.Errorf("%s: offers %+v, refusals %+v", name, offers, refusals)
			}
			continue
		}
		if !ok || offer.Engine != Engine || offer.Title == "" || len(offer.Explain) == 0 {
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
	path := put(t, "", root, "opt/homebrew/bin/brew")
	in := &Installer{Data: t.TempDir(), System: System{GOOS: "darwin", GOARCH: "arm64", Root: root, LookPath: onlyPrograms(),
		Admin: func() bool { return false }, Run: (&scripted{errors: map[string]error{path + " list --versions llama.cpp": exitCode(1)}}).run}}
	offers, _ := in.Offers(t.Context())
	if offer, ok := find(offers, WayHomebrew); !ok || offer.Explain[0] != path+" install llama.cpp" {
		t.Errorf("%+v", offers)
	}
}

func TestDevicesAreToldFromFilesAndTheDriver(t *testing.T) {
	const smi = "| NVIDIA-SMI 570.133.20   Driver Version: 570.133.20   CUDA Version: 12.8     |\n"
	for name, c := range map[string]struct {
		programs string
		files    []string
		smi      string
		smiFails bool
		want     GPU
	}{
		"nothing":                {},
		"a card and its driver":  {files: []string{"dev/dri/renderD128", "usr/share/vulkan/icd.d/radeon_icd.x86_64.json"}, want: GPU{Vulkan: true}},
		"a card without driver":  {files: []string{"dev/dri/renderD128"}},
		"lavapipe":               {files: []string{"dev/dri/renderD128", "usr/share/vulkan/icd.d/lvp_icd.json"}},
		"a driver without card":  {files: []string{"etc/vulkan/icd.d/radeon_icd.json"}},
		"NVIDIA":                 {programs: "nvidia-smi", smi: smi, files: []string{"etc/vulkan/icd.d/nvidia_icd.json"}, want: GPU{Nvidia: true, Cuda: [2]int{12, 8}, Vulkan: true}},
		"NVIDIA without Vulkan":  {programs: "nvidia-smi", smi: smi, want: GPU{Nvidia: true, Cuda: [2]int{12, 8}}},
		"NVIDIA says no version": {programs: "nvidia-smi", want: GPU{Nvidia: true}},
		"NVIDIA does not answer": {programs: "nvidia-smi", smiFails: true},
	} {
		s := &System{GOOS: "linux", Root: t.TempDir(), LookPath: onlyPrograms(strings.Fields(c.programs)...), Run: func(context.Context, Command) (string, error) {
			if c.smiFails {
				return "", exitCode(9)
			}
			return c.smi, nil
		}}
		for _, file := range c.files {
			put(t, "{}", s.Root, file)
		}
		if got := s.gpu(t.Context()); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
