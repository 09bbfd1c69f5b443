package install

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"dragstrip/runner/engine"
)

// viaPackager makes the offer of a system-wide package manager. done tells
// whether an error means that there was nothing to do; it may be nil.
func (in *Installer) viaPackager(way, title string, done func(error) bool, commands ...Command) *engine.Offer {
	offer := &engine.Offer{Way: way, Title: title}
	for _, c := range commands {
		offer.Explain = append(offer.Explain, strings.Join(c.Argv, " "))
	}
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		for i, c := range commands {
			shown := offer.Explain[i]
			progress(engine.Progress{Step: shown})
			c.Line = func(line string) { progress(engine.Progress{Step: shown, Line: line}) }
			if _, err := in.run(ctx, c); err != nil && (done == nil || !done(err)) {
				return engine.Installed{}, err
			}
		}
		return engine.Installed{ID: way, Engine: Engine, Way: way, Source: strings.Join(offer.Explain, "; "), When: time.Now().UTC().Truncate(time.Second)}, nil
	}
	return offer
}

// brewPlaces are where Homebrew lies; a login over ssh often has a PATH
// without it.
var brewPlaces = []string{"/opt/homebrew/bin/brew", "/usr/local/bin/brew", "/home/linuxbrew/.linuxbrew/bin/brew"}

func (in *Installer) brew() (string, bool) {
	if path, ok := in.look("brew"); ok {
		return path, true
	}
	for _, path := range brewPlaces {
		if st, err := os.Stat(in.path(path)); err == nil && st.Mode().IsRegular() {
			return in.path(path), true
		}
	}
	return "", false
}

func (in *Installer) homebrew(ctx context.Context) (*engine.Offer, *engine.Refusal) {
	if in.goos() == "windows" {
		return nil, nil
	}
	brew, ok := in.brew()
	switch {
	case !ok && in.goos() == "darwin":
		return nil, engine.Refuse(WayHomebrew, "Homebrew is not installed", "https://brew.sh says how")
	case !ok:
		return nil, nil
	case in.admin():
		return nil, engine.Refuse(WayHomebrew, "Homebrew does not work as root", "start dragstrip as an ordinary user, or: brew install llama.cpp")
	}
	offer := in.viaPackager(WayHomebrew, "llama.cpp from Homebrew", nil, Command{Argv: []string{brew, "install", "llama.cpp"}})
	// "llama.cpp 6100", or nothing and an error where it is not installed.
	out, err := in.ask(ctx, brew, "list", "--versions", "llama.cpp")
	if fields := strings.Fields(out); err == nil && len(fields) > 1 {
		return already(offer, engine.Installed{ID: WayHomebrew, Engine: Engine, Way: WayHomebrew, Version: fields[len(fields)-1]}), nil
	}
	return offer, nil
}

// winget ends with this code when the newest version is there already.
const wingetNothingNewer = 0x8A15002B

func (in *Installer) winget() (*engine.Offer, *engine.Refusal) {
	if in.goos() != "windows" {
		return nil, nil
	}
	if !in.has("winget") {
		return nil, engine.Refuse(WayWinget, "winget is not there", "install App Installer from the Microsoft Store, or update Windows")
	}
	return in.viaPackager(WayWinget, "llama.cpp from winget", func(err error) bool {
		var exit interface{ ExitCode() int }
		return errors.As(err, &exit) && uint32(exit.ExitCode()) == wingetNothingNewer
	}, Command{Argv: []string{"winget", "install", "llama.cpp", "--accept-package-agreements", "--accept-source-agreements", "--disable-interactivity"}}), nil
}

// aptKnowledge is what apt says without asking the network.
type aptKnowledge struct {
	present bool // there is an apt
	lists   bool // and it has package lists
	// candidate and installed are versions by package.
	candidate, installed map[string]string
	gpu                  GPU
}

// askApt asks for the packages of interest. libc6 is one that every archive
// has: a list that names it means that there are lists at all.
func (in *Installer) askApt(ctx context.Context) aptKnowledge {
	known := aptKnowledge{present: in.goos() == "linux" && in.has("apt-get") && in.has("apt-cache")}
	if !known.present {
		return known
	}
	// The driver is asked even where apt does not answer.
	known.gpu = in.gpu(ctx)
	out, err := in.ask(ctx, "apt-cache", "policy", "libc6", debPackage, vulkanPackage)
	if err != nil {
		return known
	}
	known.lists = strings.Contains(out, " Packages\n")
	known.candidate, known.installed = parsePolicy(out)
	return known
}

// parsePolicy reads `apt-cache policy`:
//
//	llama.cpp-tools:
//	  Installed: (none)
//	  Candidate: 1:0.7.0+dfsg-2
func parsePolicy(text string) (candidate, installed map[string]string) {
	candidate, installed = map[string]string{}, map[string]string{}
	name := ""
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, " ") && strings.HasSuffix(line, ":") {
			name = strings.TrimSuffix(line, ":")
			continue
		}
		line = strings.TrimSpace(line)
		if version, ok := strings.CutPrefix(line, "Candidate: "); ok && version != "(none)" {
			candidate[name] = version
		}
		if version, ok := strings.CutPrefix(line, "Installed: "); ok && version != "(none)" {
			installed[name] = version
		}
	}
	return candidate, installed
}

// aptSystem is open to root where a configured suite has the package.
func (in *Installer) aptSystem(known aptKnowledge) (*engine.Offer, *engine.Refusal) {
	if !known.present {
		return nil, nil
	}
	packages := []string{debPackage}
	if known.candidate[vulkanPackage] != "" && known.gpu.Vulkan {
		packages = append(packages, vulkanPackage)
	}
	// Fetched first, which may be interrupted; dpkg stopped halfway would have
	// to be repaired by hand. Another apt at work is waited for.
	argv := append([]string{"apt-get", "-o", "DPkg::Lock::Timeout=120", "-y", "--no-install-recommends", "install"}, packages...)
	offer := in.viaPackager(WayApt, "Debian package "+debPackage+", for everybody on this machine", nil,
		Command{Argv: append(slices.Clone(argv), "--download-only")}, Command{Argv: argv, Unbroken: true})
	switch {
	case known.installed[debPackage] != "":
		return already(offer, engine.Installed{ID: WayApt, Engine: Engine, Way: WayApt, Version: debVersion(known.installed[debPackage])}), nil
	case !known.lists:
		return nil, engine.Refuse(WayApt, "apt has no package lists yet", "sudo apt-get update, then try again")
	case known.candidate[debPackage] == "":
		return nil, engine.Refuse(WayApt, "the configured release of this distribution has no package "+debPackage, "a newer release has it; dragstrip can unpack that one into your own folder")
	case !in.admin():
		return nil, engine.Refuse(WayApt, "installing for everybody needs root", "sudo apt-get install "+strings.Join(packages, " "))
	}
	return offer, nil
}

// byHand names the commands of package managers that dragstrip does not run
// itself: they need root, or were never tried with it.
func (in *Installer) byHand() []engine.Refusal {
	var out []engine.Refusal
	for _, m := range []struct{ program, command string }{
		{"nix", "nix profile install nixpkgs#llama-cpp"},
		{"pacman", "llama.cpp from the AUR, with an AUR helper: yay -S llama.cpp"},
		{"dnf", "sudo dnf install llama-cpp"},
		{"apk", "sudo apk add llama.cpp"},
		{"port", "sudo port install llama.cpp"},
	} {
		if in.has(m.program) {
			out = append(out, *engine.Refuse(m.program, "dragstrip does not run "+m.program+" itself", m.command))
		}
	}
	return out
}
