package install

import (
	"context"
	"strings"
	"time"
)

// viaPackager makes the offer of a system-wide package manager.
func (in *Installer) viaPackager(way, title string, argv ...string) *Offer {
	return &Offer{
		Way: way, Title: title, Explain: []string{strings.Join(argv, " ")},
		do: func(ctx context.Context, progress func(Progress)) (Installed, error) {
			progress(Progress{Step: strings.Join(argv, " ")})
			if _, err := in.command(ctx, "", argv...); err != nil {
				return Installed{}, err
			}
			return Installed{ID: way, Engine: Engine, Way: way, When: time.Now()}, nil
		},
	}
}

func (in *Installer) homebrew(context.Context) (*Offer, *Refusal) {
	if in.goos() == "windows" {
		return nil, nil
	}
	if !in.has("brew") {
		if in.goos() == "darwin" {
			return nil, &Refusal{"homebrew", "Homebrew is not installed", "https://brew.sh says how"}
		}
		return nil, nil
	}
	return in.viaPackager("homebrew", "llama.cpp from Homebrew", "brew", "install", "llama.cpp"), nil
}

func (in *Installer) winget(context.Context) (*Offer, *Refusal) {
	if in.goos() != "windows" {
		return nil, nil
	}
	if !in.has("winget") {
		return nil, &Refusal{"winget", "winget is not there", "install App Installer from the Microsoft Store"}
	}
	return in.viaPackager("winget", "llama.cpp from winget", "winget", "install", "--exact", "llama.cpp",
		"--accept-package-agreements", "--accept-source-agreements", "--disable-interactivity"), nil
}

// aptSystem is open to root where a configured suite has the package.
func (in *Installer) aptSystem(ctx context.Context) (*Offer, *Refusal) {
	if in.goos() != "linux" || !in.has("apt-get") {
		return nil, nil
	}
	known, configured := in.aptKnows(ctx)
	switch {
	case !in.admin():
		return nil, &Refusal{"apt", "installing for everybody needs root", "sudo apt-get install " + debPackage}
	case known && !configured:
		return nil, &Refusal{"apt", "the configured release of this distribution has no package " + debPackage, "a newer release has it; dyno can unpack that one into your own folder"}
	case !configured:
		return nil, &Refusal{"apt", "apt has no package lists yet", "apt-get update, then try again"}
	}
	return in.viaPackager("apt", "Debian package "+debPackage+", for everybody on this machine", "apt-get", "install", "-y", "--no-install-recommends", debPackage), nil
}

// aptKnows tells whether apt has package lists at all, and whether a
// configured suite offers the package.
func (in *Installer) aptKnows(ctx context.Context) (lists, offered bool) {
	out, err := in.command(ctx, "", "apt-cache", "policy", "libc6", debPackage)
	if err != nil {
		return false, false
	}
	candidates := policyCandidates(out)
	// The installed libc6 is known without any list; a candidate from a list
	// shows an address.
	return strings.Contains(out, "://"), candidates[debPackage] != ""
}

// policyCandidates reads `apt-cache policy`: package → candidate version.
func policyCandidates(text string) map[string]string {
	out := map[string]string{}
	name := ""
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, " ") && strings.HasSuffix(line, ":") {
			name = strings.TrimSuffix(line, ":")
			continue
		}
		version, ok := strings.CutPrefix(strings.TrimSpace(line), "Candidate: ")
		if ok && version != "(none)" {
			out[name] = version
		}
	}
	return out
}

// byHand names the commands of package managers that dyno does not run
// itself.
func (in *Installer) byHand() []Refusal {
	var out []Refusal
	for _, m := range []struct{ program, command string }{
		{"nix", "nix profile install nixpkgs#llama-cpp"},
		{"pacman", "an AUR helper, for example: yay -S llama.cpp"},
		{"dnf", "sudo dnf install llama-cpp"},
		{"apk", "sudo apk add llama.cpp"},
	} {
		if in.has(m.program) {
			out = append(out, Refusal{m.program, "dyno does not run " + m.program + " itself", m.command})
		}
	}
	return out
}
