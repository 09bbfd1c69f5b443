package install

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Environment is an engine that comes as Python packages, into an environment
// of dragstrip's own: what other environments hold is not touched, and what
// they do does not touch it. It is made by uv where that is there, else by
// Python's own venv and pip.
type Environment struct {
	// Folder is the build's name: the same after an upgrade, so that settings
	// that name it go on to.
	Folder string
	// Packages are what is asked for, for a Python 3 of this minor version;
	// newest takes what there is instead of what was tried.
	Packages func(goos string, minor int, newest bool) []string
	// Count is how many packages come of it, about.
	Count int
	// DownloadBytes and DiskBytes are estimates. RoomBytes must be free: they
	// leave room for packages that are being unpacked.
	DownloadBytes, DiskBytes, RoomBytes int64
	// Notes are what else should be known before.
	Notes   func(goos string) []string
	Pythons Pythons
	Trial   Trial
}

// Trial is a program in Python that tries out what was installed: it imports
// what is used and computes something.
type Trial struct {
	Program string
	// Env is added to the environment.
	Env []string
	// Time is how long it may take: the first import compiles many files.
	Time time.Duration
	// Version reads the engine's version from the last line that the trial
	// prints; "" says that it is not told.
	Version func(line string) string
}

// environmentWay is the way to an environment on one machine.
type environmentWay struct {
	*Store
	Environment
	program Program
	newest  bool
	found   pythonsFound
}

func (e Environment) offers(ctx context.Context, a *asked) {
	w := &environmentWay{Store: a.Store, Environment: e, program: a.program, newest: a.newest, found: a.pythons(ctx, a.program.Title, e.Pythons)}
	room := a.needDisk(e.RoomBytes)
	if room != nil {
		why, remedy, _ := strings.Cut(room.Error(), "; ")
		a.refuse(a.program.Engine, why, remedy)
	}
	for _, way := range []func(*asked) (engine.Offer, bool){w.byUV, w.byVenv} {
		if offer, open := way(a); open && (room == nil || ofWay(a.own, offer.Way) != nil) {
			a.offer(offer)
		}
	}
}

// Python that uv brings where there is none.
const (
	uvPython, uvPythonMinor             = "3.12", 12
	uvPythonDownload, uvPythonDiskBytes = 32 << 20, 110 << 20
)

func (w *environmentWay) byUV(a *asked) (engine.Offer, bool) {
	uv, ok := w.uv()
	if !ok {
		a.refuse(WayUV, "uv is not installed", "https://docs.astral.sh/uv says how; it is quicker than pip and brings a Python where there is none")
		return engine.Offer{}, false
	}
	which, minor := uvPython, uvPythonMinor
	offer := w.offer(WayUV, "uv")
	if p, ok := w.found.any(); ok {
		which, minor = p.Path, p.Minor()
		offer.Explain = append(offer.Explain, w.madeWith(p.String()))
	} else {
		offer.DownloadBytes, offer.DiskBytes = offer.DownloadBytes+uvPythonDownload, offer.DiskBytes+uvPythonDiskBytes
		offer.Explain = append(offer.Explain, fmt.Sprintf("let uv download Python %s (about %s), since %s", uvPython, bench.FormatBytes(uvPythonDownload), w.found.lacking()), w.madeWith("it"))
	}
	packages := w.Packages(w.OS(), minor, w.newest)
	offer.Explain = append(offer.Explain, w.explain("uv pip install", packages)...)
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		return w.make(ctx, WayUV, packages, progress, func(folder string) []Command {
			return []Command{
				{Argv: []string{uv, "venv", "--no-project", "--python", which, folder}},
				{Argv: append([]string{uv, "pip", "install", "--python", pythonOf(folder), "--only-binary", ":all:"}, packages...)},
			}
		})
	}
	return offer, true
}

func (w *environmentWay) byVenv(a *asked) (engine.Offer, bool) {
	python, ok := w.found.withVenv()
	if !ok {
		why, remedy := w.noVenv(w.found)
		a.refuse(WayVenv, why, remedy)
		return engine.Offer{}, false
	}
	packages := w.Packages(w.OS(), python.Minor(), w.newest)
	offer := w.offer(WayVenv, "venv and pip")
	offer.Explain = append([]string{w.madeWith(python.String())}, w.explain("pip install", packages)...)
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		return w.make(ctx, WayVenv, packages, progress, func(folder string) []Command {
			return []Command{
				{Argv: []string{python.Path, "-I", "-m", "venv", folder}},
				{Argv: append([]string{pythonOf(folder), "-m", "pip", "install", "--no-compile", "--no-input", "--progress-bar", "off", "--only-binary", ":all:"}, packages...)},
			}
		})
	}
	return offer, true
}

func (w *environmentWay) offer(way, by string) engine.Offer {
	return engine.Offer{Way: way, Title: w.program.Title + ", in a Python environment of dragstrip's own, by " + by, DownloadBytes: w.DownloadBytes, DiskBytes: w.DiskBytes}
}

func (w *environmentWay) madeWith(python string) string {
	return "make a Python environment with " + python + " in " + bench.Clean(filepath.Join(w.folder(), w.Folder))
}

func (w *environmentWay) explain(how string, packages []string) []string {
	steps := []string{
		fmt.Sprintf("%s %s: about %d packages, %s to download, %s on the disk", how, strings.Join(packages, " "), w.Count, bench.FormatBytes(w.DownloadBytes), bench.FormatBytes(w.DiskBytes)),
		"try it out: import it and compute something",
	}
	if w.Notes != nil {
		steps = append(steps, w.Notes(w.OS())...)
	}
	return steps
}

func pythonOf(folder string) string { return filepath.Join(folder, "bin", "python") }

// make makes the environment by two commands and tries it.
func (w *environmentWay) make(ctx context.Context, way string, packages []string, progress func(engine.Progress), commands func(folder string) []Command) (engine.Installed, error) {
	if err := w.needDisk(w.RoomBytes); err != nil {
		return engine.Installed{}, err
	}
	unlock, err := w.lock()
	if err != nil {
		return engine.Installed{}, err
	}
	defer unlock()
	w.clear()
	return w.makeInPlace(ctx, w.program, w.Folder, func(folder, scratch string) (engine.Installed, error) {
		steps := []string{"making a Python environment", "getting " + strings.Join(packages, " ")}
		for i, c := range commands(folder) {
			progress(engine.Progress{Step: steps[i]})
			c.Env = w.pythonEnv(way, scratch)
			c.Line = func(line string) { progress(engine.Progress{Step: steps[i], Line: line}) }
			if _, err := w.run(ctx, c); err != nil {
				return engine.Installed{}, w.explainPip(err)
			}
		}
		progress(engine.Progress{Step: "trying it out"})
		one := engine.Installed{Way: way, Source: strings.Join(packages, " "), Prefix: []string{pythonOf(placeholder)}}
		version, err := w.try(ctx, folder, scratch)
		one.Version = version
		return one, err
	})
}

// try gives the engine's version when everything can be imported.
func (w *environmentWay) try(ctx context.Context, folder, scratch string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, w.Trial.Time, fmt.Errorf("importing %s took more than %v", w.program.Title, w.Trial.Time))
	defer cancel()
	out, err := w.run(ctx, Command{Argv: []string{pythonOf(folder), "-I", "-c", w.Trial.Program}, Env: append(w.pythonEnv("", scratch), w.Trial.Env...), Asked: true})
	if err != nil {
		return "", fmt.Errorf("what was installed cannot be imported, so it was thrown away: %w; the versions that were tried are taken without --upgrade", err)
	}
	out = strings.TrimSpace(out)
	version := w.Trial.Version(out[strings.LastIndexByte(out, '\n')+1:])
	if version == "" {
		return "", errors.New("what was installed does not tell its version, so it was thrown away")
	}
	return bench.CleanLine(version, 40), nil
}

// PythonLook is a quick look at an environment by a few words of Python.
func PythonLook(one engine.Installed, code string) Command {
	return Command{Argv: append(append([]string{}, one.Prefix...), "-I", "-c", code), Dir: one.Folder, Env: cleanPython}
}
