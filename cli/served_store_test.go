package cli

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// withOllama starts a real server of Ollama with a store of its own, which holds
// the tiny stand-in under two names. It returns the program and the server's
// address.
func (w *world) withOllama() (program, address string) {
	w.t.Helper()
	program = os.Getenv("DRAGSTRIP_TEST_OLLAMA")
	if program == "" {
		w.t.Skip("skipped: needs a real Ollama; set DRAGSTRIP_TEST_OLLAMA to its program (go install github.com/ollama/ollama@v0.6.8)")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	address = l.Addr().String()
	l.Close()
	w.env = append(slices.DeleteFunc(w.env, func(kv string) bool { return strings.HasPrefix(kv, "OLLAMA_") }), "OLLAMA_HOST="+address, "OLLAMA_MODELS="+filepath.Join(w.home, "store"))
	ctx, stop := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, program, "serve")
	server.Env = w.env
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	server.WaitDelay = 5 * time.Second
	if err := server.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { stop(); _ = server.Wait() })
	for range 200 {
		if answer, err := http.Get("http://" + address + "/api/version"); err == nil {
			answer.Body.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	file := filepath.Join(w.home, "Modelfile")
	if err := os.WriteFile(file, []byte("FROM "+w.tiny()+"\n"), 0o644); err != nil {
		w.t.Fatal(err)
	}
	for _, args := range [][]string{{"create", "words", "-f", file}, {"cp", "words", "words:tiny"}} {
		c := exec.Command(program, args...)
		c.Env = w.env
		if out, err := c.CombinedOutput(); err != nil {
			w.t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	return program, address
}

// TestARealOllamaIsMeasured: the server that runs is found, measured and left as
// it was; then one of our own is started with the same store, and ends.
func TestARealOllamaIsMeasured(t *testing.T) {
	w := newWorld(t)
	program, address := w.withOllama()
	if out := w.must("engines", "ollama"); !strings.Contains(out, "at "+address) {
		t.Errorf("the running server is not listed:\n%s", out)
	}
	for _, named := range []string{"ollama", program} {
		args := []string{"run", "words", "--engine", named, "-p", "32", "-n", "16", "-d", "0,32", "-t", "1", "-r", "1", "--rounds", "1"}
		if code, out, errs := w.dragstrip(args...); code != exitDone {
			t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
		}
		checkComplete(t, w.newest())
		j := w.newest().Jobs[0]
		x := j.Test(bench.Test{Prompt: 32}).Exchanges()
		if j.Model.Served != "words:latest" || j.Model.Path != "" || len(j.Loads) != 1 || j.Loads[0] <= 0 || len(x) != 1 || x[0].PromptTokens < 30 || x[0].ServerTPS <= 0 {
			t.Errorf("%s: model %+v, loads %v, %+v", named, j.Model, j.Loads, x)
		}
		threads, told := j.ToldOf("n_threads")
		if told != (named == program) || told && threads != "1" {
			t.Errorf("%s: told %v", named, j.Told)
		}
		if loaded := w.loadedAt(address); strings.Contains(loaded, "words") {
			t.Errorf("%s: still loaded: %s", named, loaded)
		}
	}
	// What the user has loaded stays loaded.
	if answer, err := http.Post("http://"+address+"/api/generate", "application/json", strings.NewReader(`{"model":"words:tiny","keep_alive":"5m"}`)); err == nil {
		answer.Body.Close()
	}
	code, out, errs := w.dragstrip("run", "words", "--engine", "ollama", "-p", "32", "-n", "0", "-t", "1", "-r", "1", "--rounds", "1")
	if code == exitDone || !strings.Contains(out+errs, "may unload it to make room") || !strings.Contains(w.loadedAt(address), "words:tiny") {
		t.Errorf("exit code %d, loaded %s\n%s\n%s", code, w.loadedAt(address), out, errs)
	}
}

// loadedAt is what a server says about what it has loaded.
func (w *world) loadedAt(address string) string {
	answer, err := http.Get("http://" + address + "/api/ps")
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 10_000))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// TestAServersFileIsOneModel: llama-bench and Ollama measure one file, under one
// name, in one plan.
func TestAServersFileIsOneModel(t *testing.T) {
	w := newWorld(t).withEngine()
	w.withOllama()
	benchmark := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	code, out, errs := w.dragstrip("run", "words", "--engine", benchmark, "--engine", "ollama", "-p", "16", "-n", "8", "-t", "1", "-r", "1", "--rounds", "1")
	s := w.newest()
	if code != exitDone || len(s.Jobs) != 2 {
		t.Fatalf("exit code %d, %d jobs\n%s\n%s", code, len(s.Jobs), out, errs)
	}
	file, served := s.Jobs[0].Model, s.Jobs[1].Model
	if !strings.Contains(file.Path, "sha256-") || served.Served == "" || file.Label() != served.Label() {
		t.Errorf("%+v\n%+v", file, served)
	}
}

// TestAFileIsMatchedWithItsCopyOnAServer: Ollama has copied the file, and both
// engines measure the model of the file that was named.
func TestAFileIsMatchedWithItsCopyOnAServer(t *testing.T) {
	w := newWorld(t).withEngine()
	w.withOllama()
	file, benchmark := filepath.Join(w.home, "tiny.gguf"), os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	code, out, errs := w.dragstrip("run", file, "--engine", benchmark, "--engine", "ollama", "-p", "16", "-n", "8", "-t", "1", "-r", "1", "--rounds", "1")
	s := w.newest()
	if code != exitDone || len(s.Jobs) != 2 {
		t.Fatalf("exit code %d, %d jobs\n%s\n%s", code, len(s.Jobs), out, errs)
	}
	checkComplete(t, s)
	read, served := s.Jobs[0].Model, s.Jobs[1].Model
	if read.Served != "" {
		read, served = served, read
	}
	if read.Path != file || !strings.HasPrefix(served.Served, "words:") || read.Label() != served.Label() {
		t.Errorf("%+v\n%+v", read, served)
	}
}
