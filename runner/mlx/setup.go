package mlx

import (
	"context"
	"encoding/json"
	"time"

	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// setup says how MLX is installed.
func setup() *engine.Setup {
	return &engine.Setup{
		How:      "into a separate Python environment",
		Ways:     []string{install.WayUV, install.WayVenv},
		Versions: "a version of mlx-lm (0.31.3)",
		OwnFirst: true,
		// On other machines MLX computes on the CPU, and llama.cpp is faster
		// there.
		Usual: func(goos, goarch string) bool { return goos == "darwin" && goarch == "arm64" },
		Offers: func(ctx context.Context, f engine.Folders, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
			return offers(ctx, install.Here(f), w)
		},
		Own: func(ctx context.Context, f engine.Folders) []engine.Installed {
			return install.Here(f).Startable(ctx, program)
		},
	}
}

func offers(ctx context.Context, in *install.Store, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
	if r := platformRefusal(ctx, in); r != nil {
		return nil, []engine.Refusal{*r}
	}
	return in.Offers(ctx, program, w, environment)
}

// program is MLX in the engines folder. The check that it still starts takes
// 0.1 s.
var program = install.Program{
	Engine: Name, Title: "MLX",
	Look: func(one engine.Installed) install.Command {
		return install.PythonLook(one, "import importlib.metadata as m, mlx.core; m.version('mlx-lm')")
	},
}

// environment is MLX as Python packages. The sizes were measured on Linux with
// 40 packages: 62 MB of wheels; 242 MB on disk with pip, and 218 MB with uv;
// Python needs some more for code that it compiles on first use.
var environment = install.Environment{
	Folder:        "mlx",
	Packages:      packages,
	Count:         40,
	DownloadBytes: 62 << 20, DiskBytes: 260 << 20, RoomBytes: 600 << 20,
	Device: device,
	Pythons: install.Pythons{Oldest: 10, Newest: 14, Best: pins[0].minor, Not: func(goos string, p install.Python) string {
		if goos == "darwin" && p.Machine != "arm64" {
			return "is built for Intel Macs"
		}
		return ""
	}},
	Trial: install.Trial{
		Program: trial,
		Env:     []string{"HF_HUB_OFFLINE=1", "TRANSFORMERS_VERBOSITY=error"},
		Time:    5 * time.Minute, // a thousand files are compiled
		Version: trialVersion,
	},
}

// device says what MLX will compute on.
func device(goos string, gpu install.GPU) []string {
	if goos == "darwin" {
		return []string{install.ComputesWithMetal}
	}
	says := []string{"It will compute on the CPU: this is MLX's CPU build. Everything works, but quantized models are many times slower than with llama.cpp."}
	switch {
	case gpu.Nvidia:
		says = append(says, "MLX has a build for NVIDIA GPUs, which dragstrip does not install. To get it, make a Python environment, install mlx-lm[cuda13] (or mlx-lm[cuda12]) there, and name its python with --engine")
	case gpu.Card:
		says = append(says, "MLX has no build for this machine's GPU. llama.cpp can use it if it has a Vulkan driver: dragstrip setup llama.cpp --with vulkan")
	}
	return says
}

// pins are versions that were tested together and work. mlx-lm also allows
// newer versions of the other packages, but some of those did not work with it.
// mlx-lm 0.32 and transformers 5.21 need Python 3.11. Both rows were installed
// and used for measurements in November 2026, on Debian 12, with uv and with
// pip.
var pins = []struct {
	minor                  int // the oldest minor version of Python 3
	mlxLM, mlx, transforms string
}{
	{11, "0.32.2", "0.32.4", "5.23.0"},
	{10, "0.31.3", "0.32.4", "5.20.2"},
}

// packages lists the packages to install: a requested version of mlx-lm, the
// newest version, or the versions that were tested together.
func packages(goos string, minor int, wish engine.SetupWish) []string {
	extra, backend := "[cpu]", "mlx-cpu"
	if goos == "darwin" {
		extra, backend = "", "mlx-metal"
	}
	switch {
	case wish.Version != "":
		return []string{"mlx-lm" + extra + "==" + wish.Version}
	case wish.Newest:
		return []string{"mlx-lm" + extra}
	}
	pin := pins[0]
	for _, p := range pins {
		if pin = p; minor >= p.minor {
			break
		}
	}
	return []string{"mlx-lm" + extra + "==" + pin.mlxLM, "mlx==" + pin.mlx, backend + "==" + pin.mlx, "transformers==" + pin.transforms}
}

// trial imports what dragstrip uses, computes on the default device, and prints
// the versions in the last line.
const trial = `import json, importlib.metadata as m
import mlx.core as mx
assert float(mx.sum(mx.ones((8, 8)) @ mx.ones((8, 8)))) == 512
from mlx_lm.utils import load_model
from mlx_lm.generate import generate_step
from mlx_lm.models.cache import make_prompt_cache
print()
print(json.dumps({"mlx_lm": m.version("mlx-lm"), "mlx": m.version("mlx")}))
`

// trialVersion reads the version of mlx-lm from the last line of the trial. It
// returns "" if the line lacks the version of MLX.
func trialVersion(line string) string {
	var said struct {
		LM  string `json:"mlx_lm"`
		MLX string `json:"mlx"`
	}
	if err := json.Unmarshal([]byte(line), &said); err != nil || said.MLX == "" {
		return ""
	}
	return said.LM
}
