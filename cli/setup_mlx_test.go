package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// pythonScript plays a Python with venv and pip. pip fails if
// DRAGSTRIP_FAKE_PIP_FAILS is set.
const pythonScript = `#!/bin/sh
here=$(dirname "$0")
site=$here/../lib/python3.12/site-packages
for last; do :; done
case "$*" in
*find_spec*) echo '{"path":"'"$0"'","version":[3,12,1],"name":"cpython","machine":"x86_64","bits":64,"ensurepip":true}' ;;
*"-m venv "*)
	mkdir -p "$last/bin" "$last/lib/python3.12/site-packages"
	cp "$0" "$last/bin/python"
	printf 'home = /usr/bin\nversion = 3.12.1\n' > "$last/pyvenv.cfg" ;;
*"pip install"*)
	echo Collecting mlx-lm
	[ -z "$DRAGSTRIP_FAKE_PIP_FAILS" ] || { echo 'OSError: [Errno 28] No space left on device' >&2; exit 1; }
	case "$*" in *==*) lm=0.32.2 ;; *) lm=0.33.0 ;; esac
	for p in mlx_lm-$lm mlx-0.32.4 mlx_cpu-0.32.4; do
		mkdir -p "$site/$p.dist-info"
		echo "Version: ${p#*-}" > "$site/$p.dist-info/METADATA"
	done
	mkdir -p "$site/mlx_lm/models"
	echo 'def generate_step(' > "$site/mlx_lm/generate.py"
	echo 'def load_model(' > "$site/mlx_lm/utils.py"
	echo 'def make_prompt_cache(' > "$site/mlx_lm/models/cache.py" ;;
*generate_step*)
	for d in "$site"/mlx_lm-*.dist-info; do lm=${d##*/mlx_lm-}; done
	echo '{"mlx_lm": "'"${lm%.dist-info}"'", "mlx": "0.32.4"}' ;;
esac
`

// withFakePython is a home on a machine where Python is this script.
func withFakePython(t *testing.T) *world {
	if runtime.GOOS != "linux" {
		t.Skip("plays a Linux machine with a shell script")
	}
	w := newWorld(t)
	bin := filepath.Join(w.home, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "python3"), []byte(pythonScript), 0o755); err != nil {
		t.Fatal(err)
	}
	var env []string
	for _, kv := range w.env {
		name, _, _ := strings.Cut(kv, "=")
		switch name {
		case "PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PIPX_HOME", "UV_TOOL_DIR", "PYENV_ROOT":
		default:
			env = append(env, kv)
		}
	}
	w.env = append(env, "PATH="+bin+":/usr/bin:/bin")
	return w
}

func TestSetupOfMLX(t *testing.T) {
	w := withFakePython(t)
	engines := filepath.Join(w.home, "dragstrip", "data", "engines")
	nothing := func(when string) {
		t.Helper()
		if left, _ := os.ReadDir(engines); len(left) > 1 { // the lock file
			t.Errorf("%s there is %v", when, left)
		}
	}
	for _, args := range [][]string{{"setup", "mlx", "x"}, {"setup", "vllm"}, {"setup", "--remove"}, {"setup", "mlx", "--remove", "--upgrade"}, {"setup", "llama.cpp", "--remove", "--with", "cpu"}, {"setup", "mlx", "--tag", "0.31.3", "--upgrade"}, {"setup", "--tag", "--index-url x"}, {"setup", "mlx", "--way", "conda"}, {"engines", "vllm"}} {
		if code, _, errs := w.dragstrip(args...); code != exitUsage {
			t.Errorf("dragstrip %v: exit code %d, %s", args, code, errs)
		}
	}
	code, _, errs := w.dragstrip("setup", "mlx", "--way", "venv")
	if code == 0 || !strings.Contains(errs, "--yes answers yes") || !strings.Contains(errs, "mlx-lm[cpu]==") || !strings.Contains(errs, "MiB to download") {
		t.Errorf("where nobody can be asked: %d, %s", code, errs)
	}
	nothing("before anybody said yes")
	w.env = append(w.env, "DRAGSTRIP_FAKE_PIP_FAILS=1")
	if code, _, errs = w.dragstrip("setup", "mlx", "--yes", "--way", "venv"); code != exitFailed || !strings.Contains(errs, "free some disk space") {
		t.Errorf("a full disk: %d, %s", code, errs)
	}
	nothing("after a failure")
	w.env = w.env[:len(w.env)-1]

	var done setupDone
	read := func(args ...string) setupDone {
		t.Helper()
		done = setupDone{}
		if err := json.Unmarshal([]byte(w.must(args...)), &done); err != nil {
			t.Fatal(err)
		}
		return done
	}
	python := filepath.Join(engines, "mlx", "bin", "python")
	if read("setup", "mlx", "--yes", "--json", "--way", "venv"); done.Done != "installed" || done.Build == nil || done.Build.Prefix[0] != python || done.Build.Library != "0.32.4" {
		t.Fatalf("installed: %+v", done)
	}
	first := done.Build.ID
	if read("setup", "mlx", "--json"); done.Done != "nothing" || done.Build == nil {
		t.Errorf("the second call: %+v", done)
	}
	if out := w.must("setup", "mlx"); !strings.Contains(out, "Nothing to do") {
		t.Errorf("the second call says %s", out)
	}
	if out := w.must("engines", "mlx"); !strings.Contains(out, "mlx 0.32.4 mlx-lm 0.32.2 CPU · dragstrip, venv") {
		t.Errorf("listed: %s", out)
	}
	if out := w.must("engines", "mlx", "--prefix"); strings.TrimSpace(out) != python {
		t.Errorf("its command: %s", out)
	}
	if out := w.must("engines", "llama.cpp", "--json"); strings.Contains(out, "mlx") {
		t.Errorf("llama.cpp's: %s", out)
	}
	code, out, errs := w.dragstrip("setup", "mlx", "--yes", "--json", "--upgrade", "--way", "venv")
	done = setupDone{}
	if err := json.Unmarshal([]byte(out), &done); code != 0 || err != nil || done.Done != "upgraded" || done.Was != "0.32.2" || done.Build.Prefix[0] != filepath.Join(engines, "mlx-2", "bin", "python") {
		t.Fatalf("upgraded: %d, %v, %+v", code, err, done)
	}
	second := done.Build.ID
	if !strings.Contains(errs, "dragstrip now measures with") || !strings.Contains(errs, "("+second+"). Before, it was ") || !strings.Contains(errs, "("+first+").\n") {
		t.Errorf("the change of the default: %s", errs)
	}
	if read("setup", "mlx", "--yes", "--json", "--upgrade", "--way", "venv"); done.Done != "nothing" {
		t.Errorf("upgraded again: %+v", done)
	}
	out = w.must("engines", "mlx")
	for _, version := range []string{"0.32.2", "0.33.0"} {
		if !strings.Contains(out, "mlx-lm "+version+" CPU · dragstrip, venv") {
			t.Errorf("%s is not listed: %s", version, out)
		}
	}
	if out := w.must("engines", "mlx", "--prefix"); !strings.Contains(out, "mlx-2") {
		t.Errorf("the one in use after the upgrade: %s", out)
	}
	if code, _, errs := w.dragstrip("engines", "remove", "mlx-2"); code != exitFailed || !strings.Contains(errs, "  - "+second+" (venv), installed ") || !strings.Contains(errs, "used by no session") || !strings.Contains(errs, "--yes answers yes") {
		t.Errorf("removed one unasked: %d, %s", code, errs)
	}
	w.must("engines", "remove", "mlx-2", "--yes")
	if out := w.must("engines", "mlx", "--prefix"); strings.TrimSpace(out) != python {
		t.Errorf("the one in use after going back: %s", out)
	}
	if code, _, errs := w.dragstrip("setup", "mlx", "--remove"); code != exitFailed || !strings.Contains(errs, "  - "+first+" (venv") || !strings.Contains(errs, "--yes answers yes") {
		t.Errorf("removed unasked: %d, %s", code, errs)
	}
	if out := w.must("setup", "mlx", "--remove", "--yes"); !strings.Contains(out, "removed mlx") {
		t.Errorf("removed: %s", out)
	}
	nothing("after the removal")
	if read("setup", "mlx", "--remove", "--json"); done.Done != "nothing" {
		t.Errorf("removed again: %+v", done)
	}
}
