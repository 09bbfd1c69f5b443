package install

import (
	"context"
	"errors"
	"strings"
	"time"

	"dragstrip/runner/engine"
)

// Homebrew describes an engine that is a formula of Homebrew. Backend says
// which backend its build has on a system and an architecture (with Go's names
// for them). If Backend is nil, the backend is not known.
type Homebrew struct {
	Formula string
	Backend func(goos, goarch string) string
}

// Winget describes an engine that is a package of winget. Backend is the
// backend of its build, or "" if it is not known.
type Winget struct{ ID, Backend string }

// ByHand lists commands that dragstrip does not run itself, because they need
// root or were never tested. Program is the package manager of a command.
type ByHand []struct{ Program, Command string }

// viaPackager makes an offer that runs commands of a system-wide package
// manager. done, if set, tells whether an error only means that there was
// nothing to do.
func (a *asked) viaPackager(way, title string, done func(error) bool, commands ...Command) engine.Offer {
	var shown []string
	for _, c := range commands {
		shown = append(shown, strings.Join(c.Argv, " "))
	}
	run := func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		changed := false
		for i, c := range commands {
			progress(engine.Progress{Step: shown[i]})
			c.Line = func(line string) { progress(engine.Progress{Step: shown[i], Line: line}) }
			out, err := a.run(ctx, c)
			if err != nil && (done == nil || !done(err)) {
				return engine.Installed{}, withUnmet(err, out)
			}
			changed = changed || err == nil
		}
		one := a.bySystem(way, "")
		one.Source = strings.Join(shown, "; ")
		if changed {
			one.When = time.Now().UTC().Truncate(time.Second)
		}
		return one, nil
	}
	return engine.Offer{Way: way, Title: title, Explain: shown, Run: run}
}

// bySystem describes an engine that a package manager has installed.
func (a *asked) bySystem(way, version string) engine.Installed {
	return engine.Installed{ID: way, Engine: a.program.Engine, Way: way, Version: version}
}

func (h Homebrew) offers(ctx context.Context, a *asked) {
	if a.OS() == "windows" {
		return
	}
	brew, ok := a.brew()
	switch {
	case !ok && a.OS() == "darwin":
		a.refuse(WayHomebrew, "Homebrew is not installed", "see https://brew.sh")
		return
	case !ok:
		return
	case a.refuseBackend(WayHomebrew, "Homebrew"):
		return
	case a.admin():
		a.refuse(WayHomebrew, "Homebrew does not work as root", "start dragstrip as an ordinary user, or: brew install "+h.Formula)
		return
	}
	offer := a.viaPackager(WayHomebrew, a.program.Title+" from Homebrew", nil, Command{Argv: []string{brew, "install", h.Formula}})
	if h.Backend != nil {
		offer.Device = a.computes(h.Backend(a.OS(), a.brewArch(brew)))
	}
	// brew prints "formula 6100", or fails if the formula is not installed.
	out, err := a.ask(ctx, brew, "list", "--versions", h.Formula)
	fields := strings.Fields(out)
	installed := err == nil && len(fields) > 1
	if a.refuseVersions(WayHomebrew, "Homebrew", installed, "brew upgrade "+h.Formula) {
		return
	}
	if installed {
		offer = a.already(offer, a.bySystem(WayHomebrew, fields[len(fields)-1]))
	}
	a.offer(offer)
}

// winget ends with the exit code wingetNothingNewer if the newest version is
// already installed.
const wingetNothingNewer = 0x8A15002B

func (w Winget) offers(_ context.Context, a *asked) {
	if a.OS() != "windows" {
		return
	}
	if !a.has("winget") {
		a.refuse(WayWinget, "winget is not installed", "install App Installer from the Microsoft Store, or update Windows")
		return
	}
	// winget is not asked what it has installed. So the program counts as
	// installed.
	if a.refuseBackend(WayWinget, "winget") || a.refuseVersions(WayWinget, "winget", true, "winget upgrade "+w.ID) {
		return
	}
	offer := a.viaPackager(WayWinget, a.program.Title+" from winget", func(err error) bool {
		var exit interface{ ExitCode() int }
		return errors.As(err, &exit) && uint32(exit.ExitCode()) == wingetNothingNewer
	}, Command{Argv: []string{"winget", "install", w.ID, "--accept-package-agreements", "--accept-source-agreements", "--disable-interactivity"}})
	offer.Device = a.computes(w.Backend)
	a.offer(offer)
}

func (all ByHand) offers(_ context.Context, a *asked) {
	for _, m := range all {
		if a.has(m.Program) {
			a.refuse(m.Program, "dragstrip does not run "+m.Program+" itself", m.Command)
		}
	}
}
