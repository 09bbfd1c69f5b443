package cli

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/madeup"
)

// recorded names the programs of this machine that dragstrip may start. In the
// test each of them writes down where it was started, and how.
var recorded = []string{
	"python3", "python", "uv", "pip", "apt-get", "apt-cache", "dpkg-deb", "nvidia-smi", "brew", "getconf", "llama-bench", "llama", "mlx_lm.benchmark",
	"rocm-smi", "amd-smi", "lspci", "system_profiler", "ssh", "git", madeup.Program,
}

// recorder is a program that writes down its folder, how many files are in it,
// and its command. Then it does what the words after it say.
const recorder = `#!/bin/sh
line=$(echo "$(pwd)|$(ls -A | wc -l)|$(basename "$0") $*" | tr '\n' ' ')
echo "$line" >> '%s'
`

// currentFolder is a folder full of traps, and the record of what was started.
type currentFolder struct {
	*world
	path, record, sprung string
}

// newCurrentFolder makes a folder as a hostile repository could be: modules and
// settings of Python, pip and uv, backends of llama.cpp, and programs. "." is on
// PATH before everything else.
func newCurrentFolder(t *testing.T) currentFolder {
	w := newWorld(t).withMadeUpEngine()
	x := currentFolder{w, filepath.Join(w.home, "repository"), filepath.Join(w.home, "record"), filepath.Join(w.home, "sprung")}
	bin := filepath.Join(w.home, "recorders")
	for _, name := range recorded {
		does := "exit 1\n"
		switch name {
		case "python3":
			does = strings.TrimPrefix(pythonScript, "#!/bin/sh\n")
		case "uv": // plays "uv venv" and "uv pip" with that Python
			does = `for last; do :; done; case "$1" in venv) exec ` + filepath.Join(bin, "python3") + ` -m venv "$last" ;; pip) exec "$5" pip install ;; esac` + "\n"
		case "getconf":
			does = "echo glibc 2.36\n"
		case "apt-cache":
			does = "echo '        500 http://m.example/debian bookworm/main amd64 Packages'\n"
		case madeup.Program:
			does = strings.TrimPrefix(madeup.Script, "#!/bin/sh\n")
		}
		w.put(filepath.Join(bin, name), fmt.Sprintf(recorder, x.record)+does, 0o755)
		x.trap(name, "#!/bin/sh\ntouch '"+x.sprung+"'\n", 0o755)
	}
	for _, module := range []string{"pip", "json", "argparse", "venv", "ensurepip", "platform", "sitecustomize", "usercustomize", "mlx", "mlx_lm", "transformers"} {
		x.trap(module+".py", "open('"+x.sprung+"', 'w').close()\n", 0o644)
	}
	const evil = "http://127.0.0.1:9/evil"
	for name, text := range map[string]string{
		"pyproject.toml":  "[tool.uv]\nindex-url = '" + evil + "'\n",
		"uv.toml":         "index-url = '" + evil + "'\n",
		"pip.conf":        "[global]\nindex-url = " + evil + "\ntarget = " + x.path + "\n",
		"setup.cfg":       "[install]\nprefix = " + x.path + "\n",
		".env":            "UV_DEFAULT_INDEX=" + evil + "\nPIP_INDEX_URL=" + evil + "\n",
		".python-version": "trap\n",
		"apt.conf":        "Dir::Bin::dpkg \"" + x.path + "/dpkg\";\n",

		"libggml-cpu-trap.so": "", "libggml-cuda.so": "",
	} {
		x.trap(name, text, 0o644)
	}
	w.env = slices.DeleteFunc(w.env, func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		return slices.Contains([]string{"PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PYENV_ROOT"}, name) || strings.HasPrefix(name, "PIP_") || strings.HasPrefix(name, "UV_")
	})
	w.env = append(w.env, "PATH=.::"+bin+":/usr/bin:/bin")
	return x
}

func (x currentFolder) trap(name, text string, mode os.FileMode) {
	x.put(filepath.Join(x.path, name), text, mode)
}

// start calls dragstrip in the folder. It gives the command of each program
// that was started, one a line.
func (x currentFolder) start(args ...string) (started []string, said string) {
	x.t.Helper()
	c := x.command(args...)
	c.Dir = x.path
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Run(); c.ProcessState == nil {
		x.t.Fatal(err)
	}
	text, _ := os.ReadFile(x.record)
	_ = os.Remove(x.record)
	want := filepath.Join(x.home, "dragstrip", "cache", "empty") + "|0|"
	for line := range strings.Lines(string(text)) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), want)
		// apt-get download writes into the folder in which it is started.
		if !ok && !strings.Contains(line, "/.part-") {
			x.t.Errorf("dragstrip %v: started elsewhere than in the empty folder: %s", args, line)
		}
		started = append(started, command)
	}
	if os.Remove(x.sprung) == nil {
		x.t.Errorf("dragstrip %v: something of the current folder was run\n%s", args, out.String())
	}
	if strings.Contains(out.String(), "127.0.0.1:9/evil") {
		x.t.Errorf("dragstrip %v: a setting of the current folder counts\n%s", args, out.String())
	}
	return started, out.String()
}

// fromEveryVerb are calls of every verb, in an order in which each finds what it
// needs, and programs that each must start.
var fromEveryVerb = []struct{ call, starts string }{
	{"machine --json", "nvidia-smi"},
	{"doctor", "nvidia-smi"},
	{"models", ""},
	{"engines", madeup.Program},
	{"engines madeup", madeup.Program},
	{"setup --yes --way debian-folder", "apt-cache"},
	{"setup mlx --yes --way venv", "python3 -I -S -m venv, python -I -m pip install, python -I -c"},
	{"setup mlx", "python -I -S -c"},
	{"setup mlx --yes --upgrade --way uv", "uv venv --no-project, uv pip install"},
	{"engines remove mlx --yes", ""},
	{"run words:7b --engine madeup -p 16 -n 4 -r 2 --rounds 1", madeup.Program + " --version, " + madeup.Program + " --model"},
	{"run words:7b --engine llama-bench -p 16 -n 4 -r 2 --rounds 1 --no-probe", "llama-bench --help"},
	{"run words:7b --engine setup.cfg -p 16 -n 4 -r 2 --rounds 1 --no-probe", ""},
	{"tune words:7b --engine madeup -p 16 -n 4 --max-time 1m", madeup.Program + " --model"},
	{"screens", ""},
	{"attach last", ""},
	{"control stop", ""},
	{"control add words:7b", ""},
	{"rerun last --anyway", madeup.Program},
	{"report last", ""},
	{"compare last last", ""},
	{"history", ""},
	{"history --of words", ""},
	{"predict llama-3.1-8b", ""},
	{"import pyproject.toml", ""},
	{"standin", ""},
	{"completion bash", ""},
	{"man", ""},
	{"help run", ""},
	{"version", ""},
}

// TestNothingOfTheCurrentFolderRunsOrDecides calls every verb in a folder full
// of traps. `setup mlx` used to run a pip.py there and to take packages from
// where a uv.toml there said; engines used to be asked in that folder, from
// which they load backends.
func TestNothingOfTheCurrentFolderRunsOrDecides(t *testing.T) {
	x := newCurrentFolder(t)
	trap := exec.Command("./llama-bench")
	trap.Dir = x.path
	if err := trap.Run(); err != nil || os.Remove(x.sprung) != nil {
		t.Fatal("the traps do not work")
	}
	missing := map[string]bool{}
	for _, v := range verbs() {
		if !v.hidden() {
			missing[v.name] = true
		}
	}
	for _, c := range fromEveryVerb {
		args := strings.Fields(c.call)
		delete(missing, args[0])
		delete(missing, strings.Join(args[:min(len(args), 2)], " "))
		started, said := x.start(args...)
		for program := range strings.SplitSeq(c.starts, ", ") {
			if program != "" && !slices.ContainsFunc(started, func(s string) bool { return strings.HasPrefix(s, program) }) {
				t.Errorf("dragstrip %s: %q was not started, only %q\n%s", c.call, program, started, said)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		t.Errorf("the verb %s is not tried in a folder of traps: add a call of it", name)
	}
}
