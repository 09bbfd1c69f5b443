package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Environment describes an engine that consists of Python packages. They are
// installed into a separate Python environment, which is independent of all
// others. uv can make it, or Python's venv and pip.
type Environment struct {
	// Folder is the name of the folder of the first build. Later builds get a
	// number (mlx-2).
	Folder string
	// Packages lists the packages to install for a minor version of Python 3.
	// The wish decides between the newest versions, one version, and the tested
	// versions.
	Packages func(goos string, minor int, wish engine.SetupWish) []string
	// Count is about how many packages are installed, with those that Packages
	// need.
	Count int
	// DownloadBytes and DiskBytes are estimates. RoomBytes must be free; they
	// include room for unpacking.
	DownloadBytes, DiskBytes, RoomBytes int64
	// Device says on which device the build will compute. It may also name a
	// better build that dragstrip does not install.
	Device  func(goos string, gpu GPU) []string
	Pythons Pythons
	Trial   Trial
}

// Trial is a Python program that tries out the installed packages: it imports
// them and computes something.
type Trial struct {
	Program string
	// Env is added to the environment.
	Env []string
	// Time is how long the trial may take. The first import compiles many
	// files.
	Time time.Duration
	// Version reads the version of the engine from the last line that the trial
	// prints; "" means that the line has no version.
	Version func(line string) string
}

// environmentWay installs an Environment on this machine.
type environmentWay struct {
	*Store
	Environment
	program Program
	wish    engine.SetupWish
	found   pythonsFound
	// said holds the settings about packages, for uv and for pip.
	said map[string]packageSettings
}

func (e Environment) offers(ctx context.Context, a *asked) {
	w := &environmentWay{Store: a.Store, Environment: e, program: a.program, wish: a.wish, found: a.pythons(ctx, a.program.Title, e.Pythons)}
	w.said = map[string]packageSettings{WayUV: a.packageSettings(WayUV), WayVenv: a.packageSettings(WayVenv)}
	room := a.needDisk(e.RoomBytes)
	if room != nil {
		why, remedy, _ := strings.Cut(room.Error(), "; ")
		a.refuse(a.program.Engine, why, remedy)
	}
	for _, way := range []func(*asked) (engine.Offer, bool){w.byUV, w.byVenv} {
		offer, open := way(a)
		if open && e.Device != nil {
			offer.Device = e.Device(a.OS(), a.machine())
		}
		if open && (room == nil || a.enough(offer.Way) != nil) {
			a.offer(offer)
		}
	}
}

// The Python that uv downloads if there is none.
const (
	uvPython, uvPythonMinor             = "3.12", 12
	uvPythonDownload, uvPythonDiskBytes = 32 << 20, 110 << 20
)

func (w *environmentWay) byUV(a *asked) (engine.Offer, bool) {
	uv, ok := w.uv()
	if !ok {
		a.refuse(WayUV, "uv is not installed", "see https://docs.astral.sh/uv; uv is faster than pip and can download a Python if there is none")
		return engine.Offer{}, false
	}
	which, minor := uvPython, uvPythonMinor
	offer := w.offer(WayUV, "uv")
	if p, ok := w.found.any(); ok {
		which, minor = p.Path, p.Minor()
		offer.Explain = append(offer.Explain, w.madeWith(p.String()))
	} else {
		offer.DownloadBytes, offer.DiskBytes = offer.DownloadBytes+uvPythonDownload, offer.DiskBytes+uvPythonDiskBytes
		offer.Explain = append(offer.Explain, fmt.Sprintf("let uv download Python %s (about %s), because %s", uvPython, bench.FormatBytes(uvPythonDownload), w.found.lacking()), w.madeWith("it"))
	}
	packages := w.Packages(w.OS(), minor, w.wish)
	offer.Explain = append(offer.Explain, w.explain(WayUV, "uv pip install", packages)...)
	offer.Look = w.lookForNewer(WayUV, minor, packages, func(python string) []string {
		return []string{uv, "pip", "install", "--dry-run", "--reinstall", "--python", python, "--only-binary", ":all:"}
	})
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		return w.install(ctx, WayUV, packages, progress, func(folder string) []Command {
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
	packages := w.Packages(w.OS(), python.Minor(), w.wish)
	offer := w.offer(WayVenv, "venv and pip")
	offer.Explain = append([]string{w.madeWith(python.String())}, w.explain(WayVenv, "pip install", packages)...)
	offer.Look = w.lookForNewer(WayVenv, python.Minor(), packages, func(python string) []string {
		return []string{python, "-I", "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-input", "--progress-bar", "off", "--only-binary", ":all:"}
	})
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		return w.install(ctx, WayVenv, packages, progress, func(folder string) []Command {
			return []Command{
				{Argv: []string{python.Path, "-I", "-S", "-m", "venv", folder}},
				{Argv: append([]string{pythonOf(folder), "-I", "-m", "pip", "install", "--no-compile", "--no-input", "--progress-bar", "off", "--only-binary", ":all:"}, packages...)},
			}
		})
	}
	return offer, true
}

func (w *environmentWay) offer(way, by string) engine.Offer {
	return engine.Offer{Way: way, Title: w.program.Title + ", in a separate Python environment, by " + by, DownloadBytes: w.DownloadBytes, DiskBytes: w.DiskBytes}
}

func (w *environmentWay) madeWith(python string) string {
	return "make a Python environment with " + python + " in " + bench.Clean(w.folder())
}

func (w *environmentWay) explain(way, how string, packages []string) []string {
	return []string{
		fmt.Sprintf("%s %s: about %d packages, %s to download, %s on disk", how, strings.Join(packages, " "), w.Count, bench.FormatBytes(w.DownloadBytes), bench.FormatBytes(w.DiskBytes)),
		w.said[way].places(),
		"try it out: import it and compute something",
	}
}

func pythonOf(folder string) string { return filepath.Join(folder, "bin", "python") }

// install makes the environment with two commands, and tries it out.
func (w *environmentWay) install(ctx context.Context, way string, packages []string, progress func(engine.Progress), commands func(folder string) []Command) (engine.Installed, error) {
	if err := w.needDisk(w.RoomBytes); err != nil {
		return engine.Installed{}, err
	}
	unlock, err := w.lock()
	if err != nil {
		return engine.Installed{}, err
	}
	defer unlock()
	w.clear()
	return w.makeInPlace(ctx, w.program, w.freeName(ctx, w.program, w.Folder), func(folder, scratch string) (engine.Installed, error) {
		steps := []string{"making a Python environment", "installing " + strings.Join(packages, " ")}
		for i, c := range commands(folder) {
			progress(engine.Progress{Step: steps[i]})
			c.Env = w.installerEnv(way, scratch, w.said[way])
			c.Line = func(line string) { progress(engine.Progress{Step: steps[i], Line: line}) }
			if _, err := w.run(ctx, c); err != nil {
				return engine.Installed{}, w.explainPip(err)
			}
		}
		progress(engine.Progress{Step: "trying it out"})
		one := engine.Installed{Way: way, Source: strings.Join(packages, " "), Prefix: []string{pythonOf(placeholder)}}
		version, err := w.try(ctx, folder, scratch)
		one.Version = version
		if same, ok := w.same(ctx, folder); err == nil && ok {
			return same, nil
		}
		return one, err
	})
}

// lookForNewer makes the function that looks for newer packages. It lets the
// installer of an environment that is here say what it would install, without
// installing it. command is the installer's command for the Python of an
// environment; the packages follow. If no environment was made with the same
// version of Python, or the installer does not understand the question, the
// answer is known only after the installation.
func (w *environmentWay) lookForNewer(way string, minor int, packages []string, command func(python string) []string) func(context.Context, func(engine.Progress)) (*engine.Installed, error) {
	return func(ctx context.Context, progress func(engine.Progress)) (*engine.Installed, error) {
		one, ok := w.ofPython(way, minor)
		if !ok {
			return nil, nil
		}
		scratch, err := os.MkdirTemp("", "dragstrip-look-*")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(scratch)
		step := "asking for the newest versions of " + strings.Join(packages, " ")
		progress(engine.Progress{Step: step})
		var named []string
		_, err = w.run(ctx, Command{
			Argv: append(command(pythonOf(one.Folder)), packages...), Env: w.installerEnv(way, scratch, w.said[way]),
			Line: func(line string) {
				named = append(named, wouldInstall(line)...)
				progress(engine.Progress{Step: step, Line: line})
			},
		})
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		has := packagesIn(one.Folder)
		if err != nil || len(named) == 0 || slices.ContainsFunc(named, func(p string) bool { return !slices.Contains(has, p) }) {
			return nil, nil
		}
		return orNil(one, w.starts(ctx, w.program, one) == nil)
	}
}

// ofPython returns the newest environment that was made in the given way with a
// minor version of Python 3.
func (w *environmentWay) ofPython(way string, minor int) (engine.Installed, bool) {
	all, _ := w.List()
	at := slices.IndexFunc(all, func(one engine.Installed) bool {
		return one.Engine == w.program.Engine && one.Way == way && exists(filepath.Join(one.Folder, "lib", "python3."+strconv.Itoa(minor)))
	})
	if at < 0 {
		return engine.Installed{}, false
	}
	return all[at], true
}

// same finds an installed build that has exactly the packages of a new
// environment. If there is one, the new environment is not needed.
func (w *environmentWay) same(ctx context.Context, folder string) (engine.Installed, bool) {
	all, _ := w.List()
	for _, one := range all {
		if one.Engine == w.program.Engine && one.Folder != folder && samePackages(one.Folder, folder) && w.starts(ctx, w.program, one) == nil {
			return one, true
		}
	}
	return engine.Installed{}, false
}

// samePackages tells whether two environments hold the same packages in the
// same versions. It compares the names of the folders that describe packages.
func samePackages(a, b string) bool {
	have := described(a)
	return len(have) > 0 && slices.Equal(have, described(b))
}

// try runs the trial and returns the engine's version.
func (w *environmentWay) try(ctx context.Context, folder, scratch string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, w.Trial.Time, fmt.Errorf("importing %s took more than %v", w.program.Title, w.Trial.Time))
	defer cancel()
	out, err := w.run(ctx, Command{Argv: []string{pythonOf(folder), "-I", "-c", w.Trial.Program}, Env: append(pythonEnv(scratch), w.Trial.Env...), Asked: true})
	if err != nil {
		return "", fmt.Errorf("the installed packages cannot be imported, so they were removed: %w; without --upgrade, dragstrip installs the tested versions", err)
	}
	version := w.Trial.Version(lastLine(out))
	if version == "" {
		return "", errors.New("the installed packages did not report their version, so they were removed; try again without --upgrade")
	}
	return bench.CleanLine(version, 40), nil
}

// withoutSite is code that adds the packages of an environment to sys.path. It
// is needed if Python was started with -S, which leaves out the module
// sitecustomize.
const withoutSite = "import os, site, sys; site.addsitedir(os.path.join(sys.argv[1], 'lib', 'python%d.%d' % sys.version_info[:2], 'site-packages')); "

// PythonLook makes a command that runs a little Python code in an environment.
// It is for quick checks.
func PythonLook(one engine.Installed, code string) Command {
	folder := filepath.Dir(filepath.Dir(one.Prefix[0]))
	return Command{Argv: append(append([]string{}, one.Prefix...), "-I", "-S", "-c", withoutSite+code, folder), Env: cleanPython}
}
