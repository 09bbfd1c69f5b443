package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/runner"
	"dragstrip/runner/mlx"
)

// TestOneModelOnBothEngines measures a pair in one session, in turns. The
// results are side by side, and the report says what differs.
func TestOneModelOnBothEngines(t *testing.T) {
	w := newWorld(t).withEngine()
	python := w.withMLX()
	out := w.must("run", w.tiny(), w.tinyMLX("tiny-mlx"), "-p", "64", "-n", "16", "-d", "0,64", "-fa", "on", "--rounds", "2",
		"--engine", os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"), "--engine", python, "--no-hash")
	f := w.folder("last")
	s := w.session(f)
	checkSequence(t, w.events(f))
	if len(s.Jobs) != 2 || s.Outcome != bench.OutcomeDone || s.Plan.Rounds != 2 {
		t.Fatalf("%d jobs, %s, %d rounds\n%s", len(s.Jobs), s.Outcome, s.Plan.Rounds, out)
	}
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			if len(test.SamplesNS()) != 6 || len(test.Results) != 2 {
				t.Errorf("%s %s: %d samples in %d results", j.ID, test.Test, len(test.SamplesNS()), len(test.Results))
			}
		}
	}
	if a := s.Jobs[0].Model; a.Format != models.FormatGGUF || a.Origin == "" || a.Origin != s.Jobs[1].Model.Origin {
		t.Errorf("the models are no pair, or not in the order they were named: %+v, %+v", a, s.Jobs[1].Model)
	}
	report := w.must("report", f.Name())
	for _, part := range []string{
		"are one model on two engines", "bits per weight", "type of the KV cache", "flash attention", "From the number of bytes alone",
		"mlx_driver.py --model", "left out, because mlx has no such setting: -fa on", "for trying things out",
	} {
		if !strings.Contains(report, part) {
			t.Errorf("the report does not say %q:\n%s", part, report)
		}
	}
	if strings.Contains(w.must("report", f.Name(), "--format", "llama-bench-jsonl"), "mlx") {
		t.Error("results of MLX stand among those of llama-bench")
	}
}

// TestMLXLive: the journal gets what the driver says while it measures, at
// once.
func TestMLXLive(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	w.must("run", w.tinyMLX("tiny-mlx"), "-p", "256", "-n", "64", "-pg", "32,32", "-d", "64", "-b", "64", "-r", "2", "--engine", python, "--no-hash")
	phases, samples, ticks := map[bench.Phase]int{}, 0, 0
	for _, e := range w.events(w.folder("last")) {
		switch f := e.Fact.(type) {
		case bench.PhaseEntered:
			phases[f.Phase]++
			if strings.HasPrefix(f.Detail, "generation, first token after") {
				phases["first token"]++
			}
		case bench.SampleTaken:
			samples++
		case bench.Progressed:
			if f.TokensPerSecond > 0 {
				ticks++
			}
		}
	}
	for _, p := range []bench.Phase{bench.PhaseLoading, bench.PhaseWarmup, bench.PhaseFilling, bench.PhaseMeasuring, "first token"} {
		if phases[p] == 0 {
			t.Errorf("no phase %q: %v", p, phases)
		}
	}
	if samples != 6 || ticks == 0 {
		t.Errorf("%d repetitions, %d signs of life with a speed", samples, ticks)
	}
}

// TestTheToolBesideTheDriver measures MLX in both ways in one session.
func TestTheToolBesideTheDriver(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	out := w.must("run", w.tinyMLX("tiny-mlx"), "-p", "64", "-n", "16", "-d", "0,64", "-r", "2", "--rounds", "1", "--engine", python, "--engine", python+" -m mlx_lm.benchmark", "--no-hash", "--no-sentinel")
	s := w.session(w.folder("last"))
	if tool := s.Jobs[1]; tool.Build.Engine != mlx.Tool || len(tool.Tests) != 3 || !strings.Contains(out, "has no such setting: pp64@d64") {
		t.Errorf("%+v\n%s", tool.Job, out)
	}
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			if len(test.SamplesNS()) != 2 {
				t.Errorf("%s %s: %v, %+v", j.Build.Engine, test.Test, test.SamplesNS(), test.Failure)
			}
		}
	}
	// Both agree as far as that is possible on a busy machine. A wrong count or
	// unit would show. BenchmarkDriverAgainstTool says how well they agree.
	for _, test := range s.Jobs[1].Tests {
		a, b := bench.Summarize(s.Jobs[0].Test(test.Test).SamplesTPS()).Max, bench.Summarize(test.SamplesTPS()).Max
		if a > 4*b || b > 4*a {
			t.Errorf("%s: %v t/s by the driver, %v by mlx_lm.benchmark", test.Test, a, b)
		}
	}
	// The session can be measured again with the same builds, once they are
	// named. They are not started only because the session names them.
	w.must("rerun", "last", "--engine", python, "--engine", python+" -m mlx_lm.benchmark")
}

// TestMLXKilled kills the driver, the bench process and the viewer with -9, one
// after another. No process stays, and the plan is completed.
func TestMLXKilled(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	model := w.tinyMLX("tiny-mlx")
	viewer := w.command("run", model, "-p", "64", "-n", "32,64,96,128,160", "-r", "6", "--engine", python, "--no-hash")
	viewer.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := viewer.Start(); err != nil {
		t.Fatal(err)
	}
	repetitions := func() int {
		f, err := w.store().Find("last")
		if err != nil {
			return 0
		}
		n := 0
		for _, e := range w.events(f) {
			if _, ok := e.Fact.(bench.SampleTaken); ok {
				n++
			}
		}
		return n
	}
	eventually(t, "a first repetition", time.Minute, func() bool { return repetitions() > 0 })
	f := w.folder("last")

	viewer.Process.Kill()
	viewer.Wait()
	seen := repetitions()
	eventually(t, "repetitions after the viewer was killed", time.Minute, func() bool { return repetitions() > seen })

	driver := driverOf(t, model)
	syscall.Kill(driver, syscall.SIGKILL)
	eventually(t, "another start of the engine, or the end", time.Minute, func() bool {
		pids := engines(model)
		return len(pids) > 0 && pids[0] != driver || w.session(f).State == bench.StateFinished
	})

	// The kill can lose something only if there is a first result. Also, the
	// resumed session looks for the same build only then.
	eventually(t, "a first result, or the end", time.Minute, func() bool {
		return w.session(f).Jobs[0].HasResults() || w.session(f).State == bench.StateFinished
	})
	if pid := benchPID(nil, w.events(f)); f.Live() {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	eventually(t, "everything gone after kill -9 of the bench process", 5*time.Second, func() bool { return len(engines(model)) == 0 && !f.Live() })
	w.must("run", "--resume", f.Name(), "--retry-failed", "--engine", python)
	checkSequence(t, w.events(f))
	checkComplete(t, w.session(f))
}

func driverOf(t *testing.T, model string) int {
	t.Helper()
	pid := 0
	eventually(t, "the driver at work", time.Minute, func() bool {
		if pids := engines(model); len(pids) > 0 {
			pid = pids[0]
		}
		return pid > 0
	})
	return pid
}

// TestMLXFailureTable gives every kind of unusable model and environment to the
// real mlx_lm.
func TestMLXFailureTable(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	whole := w.tinyMLX("whole")
	broken := func(name string, change func(folder string)) string {
		folder := filepath.Join(w.home, name)
		if err := os.CopyFS(folder, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		change(folder)
		return folder
	}
	config := func(change func(map[string]any)) func(string) {
		return func(folder string) {
			path := filepath.Join(folder, "config.json")
			raw, err := os.ReadFile(path)
			var c map[string]any
			if err == nil {
				err = json.Unmarshal(raw, &c)
			}
			if err == nil {
				change(c)
				raw, err = json.Marshal(c)
			}
			if err == nil {
				err = os.WriteFile(path, raw, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	weights := func(folder string) string { return filepath.Join(folder, "model.safetensors") }
	none := func(string) {}
	with := func() []string { return []string{python} }
	brokenCompiler := filepath.Join(w.home, "bin")
	if err := os.MkdirAll(brokenCompiler, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(brokenCompiler, "g++"), []byte("#!/bin/sh\n[ \"$1\" = --version ] && exit 0\necho broken >&2; exit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name   string
		change func(string)
		prefix []string
		env    []string
		test   bench.Test
		code   bench.FailureCode
		says   string
	}{
		{"truncated", func(f string) { os.Truncate(weights(f), 5_000_000) }, with(), nil, bench.Test{Prompt: 8}, bench.FailFileIncomplete, "is missing"},
		{"empty weights", func(f string) { os.Truncate(weights(f), 0) }, with(), nil, bench.Test{Prompt: 8}, bench.FailFileIncomplete, "empty"},
		{"a pointer", func(f string) {
			os.WriteFile(weights(f), []byte("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), 0o600)
		}, with(), nil, bench.Test{Prompt: 8}, bench.FailNotModel, "lfs"},
		{"no weights", func(f string) { os.Remove(weights(f)) }, with(), nil, bench.Test{Prompt: 8}, bench.FailFileMissing, "no weights"},
		{"no config", func(f string) { os.Remove(filepath.Join(f, "config.json")) }, with(), nil, bench.Test{Prompt: 8}, bench.FailFileIncomplete, "config.json"},
		{"broken config", func(f string) { os.WriteFile(filepath.Join(f, "config.json"), []byte(`{"model_type": "lla`), 0o600) }, with(), nil, bench.Test{Prompt: 8}, bench.FailFileDamaged, "config.json"},
		{"unknown type", config(func(c map[string]any) { c["model_type"] = "zorgx" }), with(), nil, bench.Test{Prompt: 8}, bench.FailEngineTooOld, "zorgx"},
		{"shape mismatch", config(func(c map[string]any) { c["intermediate_size"] = 512 }), with(), nil, bench.Test{Prompt: 8}, bench.FailFileDamaged, "do not fit together"},
		{"more layers than weights", config(func(c map[string]any) { c["num_hidden_layers"] = 9 }), with(), nil, bench.Test{Prompt: 8}, bench.FailShardMissing, "missing"},
		{"no quantization", config(func(c map[string]any) { delete(c, "quantization"); delete(c, "quantization_config") }), with(), nil, bench.Test{Prompt: 8}, bench.FailFileDamaged, "tensors"},
		{"code of its own", config(func(c map[string]any) { c["model_file"] = "evil.py" }), with(), nil, bench.Test{Prompt: 8}, bench.FailNotModel, "contains python code"},
		{"gone", func(f string) { os.RemoveAll(f) }, with(), nil, bench.Test{Prompt: 8}, bench.FailFileMissing, "not there"},
		{"no tokenizer, the driver", func(f string) { os.Remove(filepath.Join(f, "tokenizer.json")) }, with(), nil, bench.Test{Prompt: 8}, "", ""},
		{"no tokenizer, the tool", func(f string) { os.Remove(filepath.Join(f, "tokenizer.json")) }, append(with(), "-m", "mlx_lm.benchmark"), nil, bench.Test{Prompt: 8}, bench.FailFileIncomplete, "tokenizer"},
		{"tokenizer's code, the tool", func(f string) {
			os.WriteFile(filepath.Join(f, "tokenizer_config.json"), []byte(`{"auto_map": {"AutoTokenizer": ["evil.T", null]}}`), 0o600)
		}, append(with(), "-m", "mlx_lm.benchmark"), nil, bench.Test{Prompt: 8}, bench.FailNotModel, "auto_map"},
		{"together, the tool", none, append(with(), "-m", "mlx_lm.benchmark"), nil, bench.Test{Prompt: 8, Generation: 8}, bench.FailUnsupportedFlag, "together"},
		{"no Python", none, []string{filepath.Join(w.home, "gone", "bin", "python")}, nil, bench.Test{Prompt: 8}, bench.FailEngineMissing, "not found"},
		{"no mlx-lm", none, []string{emptyEnvironment(t, w)}, nil, bench.Test{Prompt: 8}, bench.FailEngineNotRunning, "no longer holds mlx-lm"},
		{"broken compiler", none, with(), []string{"PATH=" + brokenCompiler, "TMPDIR=" + w.t.TempDir()}, bench.Test{Prompt: 8}, bench.FailEngineNotRunning, "g++"},
		{"no temporary folder", none, with(), []string{"TMPDIR=" + filepath.Join(w.home, "no such")}, bench.Test{Prompt: 8}, bench.FailEngineNotRunning, "temporary folder"},
	}
	plan := &bench.Plan{}
	for i, c := range cases {
		engine := mlx.Name
		if strings.HasSuffix(strings.Join(c.prefix, " "), "mlx_lm.benchmark") {
			engine = mlx.Tool
		}
		plan.Jobs = append(plan.Jobs, bench.Job{
			ID: "f" + string(rune('a'+i)), Model: bench.Model{Name: c.name, Path: broken(c.name, c.change), Format: models.FormatMLX},
			Build: bench.EngineBuild{ID: c.name, Engine: engine, Prefix: c.prefix, Env: c.env}, Tests: []bench.Test{c.test}, Repetitions: 1,
		})
	}
	f, err := w.store().Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	// No search finds these builds, and no flag can name an environment. So the
	// bench process is told that it may start them.
	order, err := benchOrder{Grants: runner.GrantsFor(plan.Jobs)}.text()
	if err != nil {
		t.Fatal(err)
	}
	measuring := w.command(benchVerb, f.Path)
	measuring.Stdin = bytes.NewReader(order)
	if said, err := measuring.CombinedOutput(); err != nil {
		t.Logf("the bench process: %v\n%s", err, said)
	}
	code, out, errs := w.dragstrip("attach", f.Name())
	if code != exitFailed {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	s := w.session(f)
	for i, c := range cases {
		failure := s.Jobs[i].Tests[0].Failure
		switch {
		case c.code == "" && failure != nil:
			t.Errorf("%s: failed: %+v", c.name, failure)
		case c.code != "" && failure == nil:
			t.Errorf("%s: no failure (%s)", c.name, s.Jobs[i].Outcome)
		case c.code != "":
			checkFailure(t, c.name, failure, c.code, c.says, out)
		}
	}
}

// emptyEnvironment makes what dragstrip takes for a virtual environment without
// packages.
func emptyEnvironment(t *testing.T, w *world) (python string) {
	t.Helper()
	folder := filepath.Join(w.home, "empty environment")
	python = filepath.Join(folder, "bin", "python")
	for path, text := range map[string]string{python: "#!/bin/sh\n", filepath.Join(folder, "pyvenv.cfg"): "home = /usr/bin\nversion = 3.12.1\n"} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return python
}

// If the kernel kills an engine because of its memory, the failure says so.
// Earlier results stay, and dragstrip itself survives.
func TestMLXKilledForItsMemory(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	tasks := memoryGroup(t, 700<<20)
	c := exec.Command("/bin/sh", "-c", "echo $$ > "+tasks+` && exec "$@"`, "sh", os.Args[0],
		"run", w.withContext(w.tinyMLX("tiny-mlx"), 1<<17), "-p", "16,20000", "-n", "0", "-b", "20000", "-r", "1", "--no-hash", "--no-warmup", "--engine", python)
	c.Env = w.env
	out, err := c.CombinedOutput()
	if err == nil {
		t.Skipf("skipped: the limit is not kept here\n%s", out)
	}
	s := w.session(w.folder("last"))
	if n := len(s.Jobs[0].Tests[0].SamplesNS()); n != 1 {
		t.Errorf("%d samples of the test before", n)
	}
	failure := s.Jobs[0].Tests[1].Failure
	if failure == nil || failure.Code != bench.FailKilled || !strings.Contains(failure.Reason, "ran out of memory") || failure.Remedy == "" {
		t.Fatalf("%+v\n%s", failure, out)
	}
	t.Log(failure.Reason, "→", failure.Remedy)
}

// TestMLXOfAYearAgo: dragstrip looks what an older mlx-lm has, and both ways of
// measuring work with it.
func TestMLXOfAYearAgo(t *testing.T) {
	w := newWorld(t)
	python := os.Getenv("DRAGSTRIP_TEST_OLD_MLX_PYTHON")
	if python == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("DRAGSTRIP_TEST_OLD_MLX_PYTHON is not set: .ci/run makes such an environment")
		}
		t.Skip("skipped: needs an mlx-lm of 2025; set DRAGSTRIP_TEST_OLD_MLX_PYTHON to its Python (pip install 'mlx-lm[cpu]==0.28.3' 'mlx[cpu]==0.29.3')")
	}
	w.must("run", w.tinyMLX("tiny-mlx"), "-p", "32", "-n", "8", "-d", "0,32", "-r", "2", "--rounds", "1", "--engine", python, "--engine", python+" -m mlx_lm.benchmark", "--no-hash", "--no-sentinel")
	s := w.session(w.folder("last"))
	for _, j := range s.Jobs {
		if v := j.Engines[0].Build.Version; !strings.HasPrefix(v, "0.28.") {
			t.Errorf("mlx-lm %s", v)
		}
		for _, test := range j.Tests {
			if len(test.SamplesNS()) != 2 {
				t.Errorf("%s %s: %v, %+v", j.Build.Engine, test.Test, test.SamplesNS(), test.Failure)
			}
		}
	}
}

// TestTheDriverEndsByItself: the driver ends when its standard input closes,
// and on TERM and INT, both at once and in the middle of a step of the prompt
// that takes seconds.
func TestTheDriverEndsByItself(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	model, driver := w.tinyMLX("tiny-mlx"), filepath.Join(w.home, "driver.py")
	if err := os.WriteFile(driver, []byte(mlx.Driver), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, end := range map[string]func(c *exec.Cmd, stdin io.Closer){
		"stdin": func(_ *exec.Cmd, stdin io.Closer) { stdin.Close() },
		"TERM":  func(c *exec.Cmd, _ io.Closer) { c.Process.Signal(syscall.SIGTERM) },
		"INT":   func(c *exec.Cmd, _ io.Closer) { c.Process.Signal(syscall.SIGINT) },
	} {
		c := exec.Command(python, driver, "--model", model, "--tests", "pp4000", "-r", "3", "--no-warmup", "--prefill-step-size", "4000")
		stdin, err := c.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := c.StdoutPipe()
		if err != nil || c.Start() != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for lines.Scan() && !strings.Contains(lines.Text(), `"rep"`) {
		}
		began := time.Now()
		end(c, stdin)
		for lines.Scan() { // until the driver ends
			if strings.Contains(lines.Text(), `"sample"`) {
				t.Errorf("%s: it waited for the repetition", name)
			}
		}
		err = c.Wait()
		if took := time.Since(began); took > 2*time.Second || err == nil {
			t.Errorf("%s: it ended after %v, %v", name, took, err)
		}
		stdin.Close()
	}
}
