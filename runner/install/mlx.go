package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// MLX comes as Python packages, into an environment of dragstrip's own: what other
// environments hold is not touched, and what they do does not touch it.

// mlxPins are the versions that were tried together and work: what mlx-lm
// itself leaves open has broken it before. mlx-lm 0.32 and transformers 5.21
// need Python 3.11. Both were installed and measured with in November 2026, on
// Debian 12, by uv and by pip.
var mlxPins = []struct {
	minor                  int // of Python 3, at least
	mlxLM, mlx, transforms string
}{
	{11, "0.32.2", "0.32.4", "5.23.0"},
	{10, "0.31.3", "0.32.4", "5.20.2"},
}

// Sizes on Linux, of 40 packages, measured: 62 MB of wheels, 242 MB by pip, 218
// by uv, and what Python compiles when they are used first.
const (
	mlxDownload = 62 << 20
	mlxDisk     = 260 << 20
	// mlxNeeds leaves room for wheels that are being unpacked.
	mlxNeeds = 600 << 20
	// pythonDownload is what uv brings where there is no Python.
	pythonDownload, pythonDisk = 32 << 20, 110 << 20
)

// mlxFolder is the build's name: the same after an upgrade, so that settings
// that name it go on to.
const mlxFolder = "mlx"

// mlxTime is how long the first import may take: it compiles a thousand files.
const mlxTime = 5 * time.Minute

// mlxSpecs are the packages to ask for; newest takes what there is.
func (in *Installer) mlxSpecs(minor int, newest bool) []string {
	extra, backend := "[cpu]", "mlx-cpu"
	if in.goos() == "darwin" {
		extra, backend = "", "mlx-metal"
	}
	if newest {
		return []string{"mlx-lm" + extra}
	}
	pin := mlxPins[0]
	for _, p := range mlxPins {
		if pin = p; minor >= p.minor {
			break
		}
	}
	return []string{"mlx-lm" + extra + "==" + pin.mlxLM, "mlx==" + pin.mlx, backend + "==" + pin.mlx, "transformers==" + pin.transforms}
}

// MLXOffers lists the ways to MLX that are open on this machine, the best
// first, and why others are not. It changes nothing but leftovers of a killed
// installation, and asks nobody on the network. newest takes the newest
// versions there are instead of those that were tried.
func (in *Installer) MLXOffers(ctx context.Context, newest bool) ([]engine.Offer, []engine.Refusal) {
	in.clearLeftovers()
	if r := in.mlxRefusal(ctx); r != nil {
		return nil, []engine.Refusal{*r}
	}
	own := map[string]engine.Installed{}
	if !newest {
		own = in.startable(ctx, MLX)
	}
	pythons := in.pythons(ctx)
	var offers []engine.Offer
	var refusals []engine.Refusal
	room := in.needDisk(mlxNeeds)
	if room != nil {
		why, remedy, _ := strings.Cut(room.Error(), "; ")
		refusals = append(refusals, *engine.Refuse(MLX, why, remedy))
	}
	for _, way := range []func(pythonsFound, bool) (*engine.Offer, *engine.Refusal){in.viaUV, in.viaVenv} {
		offer, refusal := way(pythons, newest)
		if refusal != nil {
			refusals = append(refusals, *refusal)
		}
		if offer == nil {
			continue
		}
		offer.Engine = MLX
		if one, ok := own[offer.Way]; ok {
			already(offer, one)
		} else if room != nil {
			continue
		}
		offers = append(offers, *offer)
	}
	return offers, refusals
}

// OwnMLX is the environment that dragstrip made, if there is one that starts.
func (in *Installer) OwnMLX(ctx context.Context) (engine.Installed, bool) {
	for _, one := range in.startable(ctx, MLX) {
		return one, true
	}
	return engine.Installed{}, false
}

func (in *Installer) viaUV(found pythonsFound, newest bool) (*engine.Offer, *engine.Refusal) {
	uv, ok := in.uv()
	if !ok {
		return nil, engine.Refuse(WayUV, "uv is not installed", "https://docs.astral.sh/uv says how; it is quicker than pip and brings a Python where there is none")
	}
	offer := &engine.Offer{Way: WayUV, Title: "MLX, in a Python environment of dragstrip's own, by uv", DownloadBytes: mlxDownload, DiskBytes: mlxDisk}
	which, minor := "3.12", 12
	if p, ok := found.any(); ok {
		which, minor = p.Path, p.minor()
		offer.Explain = append(offer.Explain, "make a Python environment with "+p.String()+" in "+bench.Clean(in.mlxPath()))
	} else {
		offer.DownloadBytes, offer.DiskBytes = offer.DownloadBytes+pythonDownload, offer.DiskBytes+pythonDisk
		offer.Explain = append(offer.Explain, fmt.Sprintf("let uv download Python 3.12 (about %s), since %s", bench.FormatBytes(pythonDownload), found.lacking()),
			"make a Python environment with it in "+bench.Clean(in.mlxPath()))
	}
	specs := in.mlxSpecs(minor, newest)
	offer.Explain = append(offer.Explain, in.mlxExplain("uv pip install", specs)...)
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		return in.makeMLX(ctx, WayUV, specs, progress, func(folder string) []Command {
			return []Command{
				{Argv: []string{uv, "venv", "--no-project", "--python", which, folder}},
				{Argv: append([]string{uv, "pip", "install", "--python", pythonOf(folder), "--only-binary", ":all:"}, specs...)},
			}
		})
	}
	return offer, nil
}

func (in *Installer) viaVenv(found pythonsFound, newest bool) (*engine.Offer, *engine.Refusal) {
	python, ok := found.withVenv()
	if !ok {
		return nil, in.noVenv(found)
	}
	specs := in.mlxSpecs(python.minor(), newest)
	offer := &engine.Offer{Way: WayVenv, Title: "MLX, in a Python environment of dragstrip's own, by venv and pip", DownloadBytes: mlxDownload, DiskBytes: mlxDisk,
		Explain: append([]string{"make a Python environment with " + python.String() + " in " + bench.Clean(in.mlxPath())}, in.mlxExplain("pip install", specs)...)}
	offer.Run = func(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		return in.makeMLX(ctx, WayVenv, specs, progress, func(folder string) []Command {
			return []Command{
				{Argv: []string{python.Path, "-I", "-m", "venv", folder}},
				{Argv: append([]string{pythonOf(folder), "-m", "pip", "install", "--no-compile", "--no-input", "--progress-bar", "off", "--only-binary", ":all:"}, specs...)},
			}
		})
	}
	return offer, nil
}

func (in *Installer) mlxPath() string { return filepath.Join(in.folder(), mlxFolder) }

func pythonOf(folder string) string { return filepath.Join(folder, "bin", "python") }

func (in *Installer) mlxExplain(how string, specs []string) []string {
	steps := []string{
		fmt.Sprintf("%s %s: about 40 packages, %s to download, %s on the disk", how, strings.Join(specs, " "), bench.FormatBytes(mlxDownload), bench.FormatBytes(mlxDisk)),
		"try it out: import it and compute something",
	}
	if in.goos() == "linux" {
		steps = append(steps, "this is MLX's build for the CPU: everything works, and quantised models are many times slower than with llama.cpp")
	}
	return steps
}

// makeMLX makes the environment by two commands and tries it.
func (in *Installer) makeMLX(ctx context.Context, way string, specs []string, progress func(engine.Progress), commands func(folder string) []Command) (engine.Installed, error) {
	if err := in.needDisk(mlxNeeds); err != nil {
		return engine.Installed{}, err
	}
	unlock, err := in.lock()
	if err != nil {
		return engine.Installed{}, err
	}
	defer unlock()
	in.clear()
	return in.makeInPlace(ctx, mlxFolder, func(folder, scratch string) (engine.Installed, error) {
		steps := []string{"making a Python environment", "getting " + strings.Join(specs, " ")}
		for i, c := range commands(folder) {
			progress(engine.Progress{Step: steps[i]})
			c.Env = in.pythonEnv(way, scratch)
			c.Line = func(line string) { progress(engine.Progress{Step: steps[i], Line: line}) }
			if _, err := in.run(ctx, c); err != nil {
				return engine.Installed{}, in.explainPip(err)
			}
		}
		progress(engine.Progress{Step: "trying it out"})
		one := engine.Installed{Engine: MLX, Way: way, Source: strings.Join(specs, " "), Prefix: []string{pythonOf(placeholder)}}
		version, err := in.tryMLX(ctx, folder, scratch)
		one.Version = version
		return one, err
	})
}

// mlxTrial imports what is used, computes on the default device and prints
// the versions as the last line.
const mlxTrial = `import json, importlib.metadata as m
import mlx.core as mx
assert float(mx.sum(mx.ones((8, 8)) @ mx.ones((8, 8)))) == 512
from mlx_lm.utils import load_model
from mlx_lm.generate import generate_step
from mlx_lm.models.cache import make_prompt_cache
print()
print(json.dumps({"mlx_lm": m.version("mlx-lm"), "mlx": m.version("mlx")}))
`

// tryMLX gives the version of mlx-lm when everything can be imported.
func (in *Installer) tryMLX(ctx context.Context, folder, scratch string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, mlxTime, fmt.Errorf("importing mlx_lm took more than %v", mlxTime))
	defer cancel()
	out, err := in.run(ctx, Command{Argv: []string{pythonOf(folder), "-I", "-c", mlxTrial}, Env: append(in.pythonEnv("", scratch), "HF_HUB_OFFLINE=1", "TRANSFORMERS_VERBOSITY=error")})
	if err != nil {
		return "", fmt.Errorf("what was installed cannot be imported, so it was thrown away: %w; the versions that were tried are taken without --upgrade", err)
	}
	out = strings.TrimSpace(out)
	var said struct {
		LM  string `json:"mlx_lm"`
		MLX string `json:"mlx"`
	}
	if err := json.Unmarshal([]byte(out[strings.LastIndexByte(out, '\n')+1:]), &said); err != nil || said.LM == "" || said.MLX == "" {
		return "", errors.New("what was installed does not tell its version, so it was thrown away")
	}
	return bench.CleanLine(said.LM, 40), nil
}

// mlxLook is a quick look whether an environment still works: 0.1 s.
func mlxLook(one engine.Installed) Command {
	const look = "import importlib.metadata as m, mlx.core; m.version('mlx-lm')"
	return Command{Argv: append(append([]string{}, one.Prefix...), "-I", "-c", look), Dir: one.Folder, Env: cleanPython}
}

// cleanPython takes from the environment what would lead Python, pip or uv
// elsewhere. Where packages come from is the user's to say and stays.
var cleanPython = []string{
	"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONUSERBASE", "__PYVENV_LAUNCHER__", "VIRTUAL_ENV", "CONDA_PREFIX", "UV_PYTHON", "UV_SYSTEM_PYTHON",
	"UV_PROJECT_ENVIRONMENT", "UV_TARGET", "UV_PREFIX", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_USER=0",
}

func (in *Installer) pythonEnv(way, scratch string) []string {
	env := append([]string{}, cleanPython...)
	// Wheels are unpacked where there is known to be room, and go with the rest.
	env = append(env, "TMPDIR="+scratch, "PIP_DISABLE_PIP_VERSION_CHECK=1", "PYTHONUNBUFFERED=1", "NO_COLOR=1")
	if way == WayUV {
		env = append(env, in.uvAsPip()...)
	}
	return env
}

// explainPip adds what mends the failures that pip and uv have in common.
func (in *Installer) explainPip(err error) error {
	text := strings.ToLower(err.Error())
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	switch {
	case has("no space left"):
		return err // the caller says it
	case has("uv venv"): // nothing but a Python has to be fetched for that
		return fmt.Errorf("%w; get a Python otherwise: %s", err, in.morePython())
	case has("temporary failure in name resolution", "failed to lookup address", "name or service not known", "network is unreachable", "connection refused", "failed to establish a new connection", "error sending request", "timed out", "nodename nor servname"):
		return fmt.Errorf("%w; check the network; a mirror or a proxy is set as pip takes it (PIP_INDEX_URL, HTTPS_PROXY, pip.conf)", err)
	case has("certificate verify failed", "invalid peer certificate", "unknownissuer"):
		return fmt.Errorf("%w; name your network's certificates: PIP_CERT or SSL_CERT_FILE", err)
	case has("no matching distribution", "no solution found", "could not find a version"):
		return fmt.Errorf("%w; where packages come from has no such version for this machine: another index (PIP_INDEX_URL) or --upgrade may have one", err)
	}
	return err
}

// RemoveMLX removes dragstrip's own environments. Those of others are not its to
// remove. It gives the names of what it removed.
func (in *Installer) RemoveMLX() ([]string, error) {
	all, err := in.List()
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, one := range all {
		if one.Engine != MLX {
			continue
		}
		if err := in.Remove(one.ID); err != nil {
			return gone, err
		}
		gone = append(gone, one.ID)
	}
	return gone, nil
}

// uv finds uv, also where its own installer puts it.
func (in *Installer) uv() (string, bool) {
	if path, ok := in.look("uv"); ok {
		return path, true
	}
	if in.Home == "" {
		return "", false
	}
	for _, place := range []string{".local/bin/uv", ".cargo/bin/uv"} {
		path := filepath.Join(in.Home, place)
		if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && st.Mode()&0o111 != 0 {
			return path, true
		}
	}
	return "", false
}
