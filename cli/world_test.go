package cli

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/runner/guard"
	"dragstrip/runner/madeup"
)

// If this variable is set, the test binary is dragstrip itself.
const asDragstrip = "DRAGSTRIP_TEST_AS_DRAGSTRIP"

// withMadeUp is a variable that adds the made-up engine to the table.
const withMadeUp = "DRAGSTRIP_TEST_MADE_UP"

// fakeSensors is a variable that names a folder. When sensors are read, its
// files replace those of the system.
const fakeSensors = "DRAGSTRIP_TEST_SENSORS"

type overlay struct{ above, below fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.above.Open(name); err == nil {
		return f, nil
	}
	return o.below.Open(name)
}

func TestMain(m *testing.M) {
	if guard.Asked(os.Args) {
		os.Exit(guard.Main(os.Args[2:]))
	}
	if os.Getenv(asDragstrip) == "1" {
		if dir := os.Getenv(fakeSensors); dir != "" {
			sensors.FS = overlay{os.DirFS(dir), os.DirFS("/")}
		}
		kinds := runner.Known()
		if os.Getenv(withMadeUp) == "1" {
			kinds = append(kinds, madeup.Kind(), madeup.DrivenKind())
		}
		os.Exit(mainWith(os.Args[1:], kinds))
	}
	if os.Getenv(asDragstrip) == naively {
		showNaively(os.Args[1])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// naively makes the test binary a screen that is written without care: it reads
// the whole journal and draws the whole screen sixty times a second.
const naively = "naively"

func showNaively(folder string) {
	f := journal.Folder{Path: folder}
	for range time.Tick(time.Second / 60) {
		r, err := f.Read()
		if err != nil {
			return
		}
		var text strings.Builder
		report.Plain(&text, r.Session, report.Options{Width: 100})
		fmt.Print("\x1b[2J\x1b[H", strings.ReplaceAll(text.String(), "\n", "\r\n"), strings.Repeat(strings.Repeat(".", 98)+"\r\n", 20))
		if r.Session.State == bench.StateFinished {
			return
		}
	}
}

// world is an empty home with a machine lock of its own.
type world struct {
	t    testing.TB
	home string
	env  []string
	slow bool // its terminals are at the end of a bad link
}

func newWorld(t testing.TB) *world {
	t.Helper()
	home := t.TempDir()
	w := &world{t: t, home: home}
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "DRAGSTRIP_") && !strings.HasPrefix(kv, "XDG_") {
			w.env = append(w.env, kv)
		}
	}
	w.env = append(w.env, asDragstrip+"=1", "HOME="+home, "DRAGSTRIP_HOME="+filepath.Join(home, "dragstrip"),
		"DRAGSTRIP_MACHINE_LOCK="+filepath.Join(home, "machine.lock"), "TERM=dumb", "DRAGSTRIP_NO_PROBE=1",
		"OLLAMA_HOST=127.0.0.1:1") // no server of the machine is found
	t.Cleanup(w.endAll)
	return w
}

// withEngine adds the real llama-bench, or skips the test. In CI nothing is
// skipped.
func (w *world) withEngine() *world {
	w.t.Helper()
	prefix := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	if prefix == "" {
		if os.Getenv("CI") != "" {
			w.t.Fatal("DRAGSTRIP_TEST_LLAMA_BENCH is not set: .ci/run gets an engine through dragstrip setup")
		}
		w.t.Skip("skipped: needs a real llama-bench; set DRAGSTRIP_TEST_LLAMA_BENCH to its command, as `dragstrip engines --prefix` prints it")
	}
	w.env = append(w.env, "DRAGSTRIP_ENGINE="+prefix)
	return w
}

// tiny writes the smallest stand-in and gives its path.
func (w *world) tiny() string { return w.standIn("tiny") }

// standIn writes a model of a shape.
func (w *world) standIn(shape string) string {
	w.t.Helper()
	path := filepath.Join(w.home, shape+".gguf")
	if err := standin.Write(context.Background(), standin.StandIn{Shape: shape, Quant: "Q4_0", Path: path}, nil); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// withContext gives a stand-in another context length, and returns its path.
func (w *world) withContext(path string, length uint32) string {
	w.t.Helper()
	file, change := path, func(text []byte) []byte {
		at := bytes.Index(text, []byte(".context_length"))
		// After the key come four bytes for its type, and the value.
		binary.LittleEndian.PutUint32(text[at+len(".context_length")+4:], length)
		return text
	}
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		file, change = filepath.Join(path, "config.json"), func(text []byte) []byte {
			field := regexp.MustCompile(`("max_position_embeddings": *)[0-9]+`)
			return field.ReplaceAll(text, fmt.Appendf(nil, "${1}%d", length))
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, change(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func (w *world) command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = w.env
	return c
}

// dragstrip calls dragstrip, waits for its end, and gives its exit code and
// output.
func (w *world) dragstrip(args ...string) (code int, out, errs string) {
	w.t.Helper()
	c := w.command(args...)
	var o, e bytes.Buffer
	c.Stdout, c.Stderr = &o, &e
	err := c.Run()
	if c.ProcessState == nil {
		w.t.Fatalf("dragstrip %v: %v", args, err)
	}
	return c.ProcessState.ExitCode(), o.String(), e.String()
}

// must calls dragstrip, which must end with exit code 0.
func (w *world) must(args ...string) (out string) {
	w.t.Helper()
	code, out, errs := w.dragstrip(args...)
	if code != 0 {
		w.t.Fatalf("dragstrip %v: exit code %d\n%s\n%s", args, code, out, errs)
	}
	return out
}

func (w *world) store() journal.Store {
	return journal.Store{Root: filepath.Join(w.home, "dragstrip", "state", "sessions")}
}

func (w *world) folder(name string) journal.Folder {
	w.t.Helper()
	f, err := w.store().Find(strings.TrimSpace(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func (w *world) session(f journal.Folder) *bench.Session {
	w.t.Helper()
	r, err := f.Read()
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Session
}

func eventually(t testing.TB, what string, within time.Duration, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", within, what)
		}
	}
}

// endAll stops sessions that a test left running, so that a failed test does
// not disturb the next one.
func (w *world) endAll() {
	all, _ := w.store().List()
	for _, f := range all {
		if f.Live() {
			f.Ask(bench.Control{Verb: bench.ControlStop})
		}
	}
	deadline := time.Now().Add(15 * time.Second)
	for _, f := range all {
		for f.Live() && time.Now().Before(deadline) {
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// benchPID gives the newest process that wrote to a session.
func benchPID(s *bench.Session, events []bench.Event) int {
	pid := 0
	for _, e := range events {
		switch f := e.Fact.(type) {
		case bench.SessionStarted:
			pid = f.Process
		case bench.SessionResumed:
			pid = f.Process
		}
	}
	return pid
}

// events reads what a journal holds now.
func (w *world) events(f journal.Folder) []bench.Event {
	text, err := os.ReadFile(f.File("events.jsonl"))
	if err != nil {
		return nil
	}
	events, _ := benchtest.Events(text)
	return events
}

// checkSequence checks that event numbers have no gaps and that times never go
// back.
func checkSequence(t *testing.T, events []bench.Event) {
	t.Helper()
	for i, e := range events {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has number %d", i+1, e.Seq)
		}
	}
}

// checkComplete checks that every test of the plan has one result with all
// repetitions.
func checkComplete(t *testing.T, s *bench.Session) {
	t.Helper()
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			if len(test.Results) != 1 || len(test.SamplesNS()) != j.Repetitions {
				t.Errorf("%s %s: %d results with %d samples, want one with %d (%+v)",
					j.ID, test.Test, len(test.Results), len(test.SamplesNS()), j.Repetitions, test.Failure)
			}
		}
	}
	if s.State != bench.StateFinished || s.Outcome != bench.OutcomeDone {
		t.Errorf("session is %s, %s", s.State, s.Outcome)
	}
}

func counted(text, part string, want int) error {
	if n := strings.Count(text, part); n != want {
		return fmt.Errorf("%q occurs %d times, want %d", part, n, want)
	}
	return nil
}

// withMLX gives the Python of a real environment with mlx-lm, or skips the
// test. In CI nothing is skipped.
func (w *world) withMLX() (python string) {
	w.t.Helper()
	if python = os.Getenv("DRAGSTRIP_TEST_MLX_PYTHON"); python == "" {
		if os.Getenv("CI") != "" && runtime.GOOS == "linux" {
			w.t.Fatal("DRAGSTRIP_TEST_MLX_PYTHON is not set: .ci/run gets MLX through dragstrip setup mlx")
		}
		w.t.Skip("skipped: needs a real mlx-lm; set DRAGSTRIP_TEST_MLX_PYTHON to its Python, as `dragstrip engines mlx --prefix` prints it")
	}
	return python
}

// tinyMLX writes the smallest stand-in for MLX, in the form that is fastest
// with the CPU build of MLX.
func (w *world) tinyMLX(name string) string {
	w.t.Helper()
	path := filepath.Join(w.home, name)
	in := standin.StandIn{Shape: "tiny", Quant: "4bit", Format: models.FormatMLX, WideScales: true, Path: path}
	if err := standin.Write(context.Background(), in, nil); err != nil {
		w.t.Fatal(err)
	}
	return path
}
