package guard

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dragstrip/runner/engine"
)

func TestEngineThatEndsOnItsOwn(t *testing.T) {
	for _, code := range []int{0, 1, 3, 139} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			t.Parallel()
			w := begin(t, Command{Argv: as("exit", strconv.Itoa(code))})
			if got, want := w.end(), (engine.Exit{Code: code}); got != want {
				t.Errorf("exit = %+v, want %+v", got, want)
			}
			if w.errs != [2]error{} {
				t.Errorf("reading: %v", w.errs)
			}
			if w.PID() == 0 {
				t.Error("the engine's number was never told")
			}
		})
	}
}

func TestProgramThatCannotBeStarted(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		cmd  Command
		want string
		unix bool
	}{
		"no such file":        {Command{Argv: []string{filepath.Join(folder, "none")}}, "no such file", true},
		"not on PATH":         {Command{Argv: []string{"dragstrip-no-such-program"}}, "not found", false},
		"not executable":      {Command{Argv: []string{write("text", "hello", 0o600)}}, "permission denied", true},
		"folder":              {Command{Argv: []string{folder}}, "", false},
		"exec format":         {Command{Argv: []string{write("bad", "\x7fELF is not enough", 0o700)}}, "exec format error", true},
		"interpreter missing": {Command{Argv: []string{write("script", "#!/no/such/interpreter\n", 0o700)}}, "interpreter", true},
		"folder to start in missing": {
			Command{Argv: as("exit", "0"), Dir: filepath.Join(folder, "nowhere")}, "nowhere", false,
		},
		"zero byte in an argument":  {Command{Argv: as("exit", "0\x00")}, "invalid argument", true},
		"zero byte in the settings": {Command{Argv: as("exit", "0"), Env: []string{"A=b\x00c"}}, "NUL", true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.unix && os.PathSeparator == '\\' {
				t.Skip("the system words it differently")
			}
			t.Parallel()
			exit := begin(t, c.cmd).end()
			if exit.StartError == "" || !strings.Contains(exit.StartError, c.want) {
				t.Errorf("StartError = %q, want it to contain %q", exit.StartError, c.want)
			}
			if exit.Code != -1 || exit.Stopped || exit.Signal != "" {
				t.Errorf("exit = %+v", exit)
			}
		})
	}
}

func TestEmptyCommandAndMissingGuard(t *testing.T) {
	if _, err := Start(Command{}); err == nil {
		t.Error("an empty command was started")
	}
	if _, err := Start(Command{Self: []string{filepath.Join(t.TempDir(), "none")}, Argv: as("exit", "0")}); err == nil {
		t.Error("a guard that is not there was started")
	}
}

func TestGuardThatIsAnotherProgram(t *testing.T) {
	t.Parallel()
	exit := begin(t, Command{Self: as("exit", "7"), Argv: as("exit", "0")}).end()
	if !strings.Contains(exit.StartError, "exit status 7") {
		t.Errorf("exit = %+v", exit)
	}
}

func TestHiddenVerbCalledByHand(t *testing.T) {
	for _, args := range [][]string{nil, {"x"}, {"1"}, {"-1"}, {"3", "4"}, {"63"}} {
		self, _ := os.Executable()
		out, err := exec.Command(self, append([]string{Verb}, args...)...).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 || !bytes.HasPrefix(out, []byte("guard: ")) {
			t.Errorf("guard %q: %v, %q", args, err, out)
		}
	}
}

func TestEnvironmentOfTheEngine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if resolved, err := filepath.EvalSymlinks(folder); err == nil {
		folder = resolved
	}
	w := begin(t, Command{
		Argv: as("variables", "PATH", "DRAGSTRIP_TEST_A", "DRAGSTRIP_TEST_B", "DRAGSTRIP_TEST_C", "HOME", readyVariable),
		Env:  []string{"PATH", "DRAGSTRIP_TEST_A=1", "DRAGSTRIP_TEST_A=a=b", "DRAGSTRIP_TEST_B=", "DRAGSTRIP_TEST_C=x", "DRAGSTRIP_TEST_C", readyVariable + "=3"},
		Dir:  folder,
	})
	w.end()
	home, set := os.LookupEnv("HOME")
	want := fmt.Sprintf("PATH false \"\"\nDRAGSTRIP_TEST_A true \"a=b\"\nDRAGSTRIP_TEST_B true \"\"\nDRAGSTRIP_TEST_C false \"\"\nHOME %t %q\n%s false \"\"",
		set, home, readyVariable)
	if w.text() != want {
		t.Errorf("the engine saw\n%s\nwant\n%s", w.text(), want)
	}
	w = begin(t, Command{Argv: as("folder"), Dir: folder})
	w.end()
	if want := folder + " <nil>"; w.text() != want {
		t.Errorf("the engine was in %q, want %q", w.text(), want)
	}
}

func TestEnvironmentChanges(t *testing.T) {
	base := []string{"A=1", "B=2", "A=3", "=C:=C:\\x", "EMPTY="}
	for name, c := range map[string]struct{ changes, want []string }{
		"none":           {nil, base},
		"remove twins":   {[]string{"A"}, []string{"B=2", "=C:=C:\\x", "EMPTY="}},
		"set":            {[]string{"A=9", "D=4"}, []string{"B=2", "=C:=C:\\x", "EMPTY=", "A=9", "D=4"}},
		"later wins":     {[]string{"B=8", "B"}, []string{"A=1", "A=3", "=C:=C:\\x", "EMPTY="}},
		"drive's folder": {[]string{"=C:"}, []string{"A=1", "B=2", "A=3", "EMPTY="}},
		"empty change":   {[]string{""}, base},
	} {
		t.Run(name, func(t *testing.T) {
			got := environment(base, c.changes, "")
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
				t.Errorf("environment = %q, want %q", got, c.want)
			}
		})
	}
}

func TestArgumentsOfAnyBytes(t *testing.T) {
	t.Parallel()
	odd := []string{"", " ", "a b", "\"", "\\", "new\nline", "Größe 模型", "*", "$HOME"}
	if os.PathSeparator == '/' {
		odd = append(odd, "\xff\xfe not utf-8")
	}
	w := begin(t, Command{Argv: as("arguments", odd...)})
	w.end()
	if want := fmt.Sprintf("%q", odd); w.text() != want {
		t.Errorf("arguments arrived as %s, want %s", w.text(), want)
	}
}

func TestOrderLongerThanAPipeHolds(t *testing.T) {
	if os.PathSeparator == '\\' {
		t.Skip("Windows allows 32767 characters")
	}
	t.Parallel()
	var long []string
	for range 40 {
		long = append(long, strings.Repeat("z", 20_000))
	}
	w := begin(t, Command{Argv: as("arguments", long...)})
	if exit := w.end(); exit != (engine.Exit{}) {
		t.Fatalf("exit = %+v", exit)
	}
	if len(w.text()) < 800_000 {
		t.Errorf("only %d bytes arrived", len(w.text()))
	}
}

func TestStandardInputIsEmpty(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("stdin")})
	w.end()
	if w.text() != "0 EOF" {
		t.Errorf("reading standard input: %s", w.text())
	}
}

func TestBothPipesFlooded(t *testing.T) {
	t.Parallel()
	const size = 8 << 20
	w := begin(t, Command{Argv: as("flood", strconv.Itoa(size))})
	if exit := w.end(); exit != (engine.Exit{}) {
		t.Fatalf("exit = %+v", exit)
	}
	if len(w.out) != size/100 || len(w.err) != size/100 {
		t.Errorf("%d and %d lines, want %d each", len(w.out), len(w.err), size/100)
	}
}

func TestLongLineAndNoise(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("long line", "1048576")})
	w.end()
	if len(w.out) != 1 || len(w.out[0]) != 1<<20 {
		t.Errorf("%d lines, the first of %d bytes", len(w.out), len(w.text()))
	}
	w = begin(t, Command{Argv: as("noise")})
	if exit := w.end(); exit != (engine.Exit{}) || w.errs != [2]error{} {
		t.Errorf("exit = %+v, reading: %v", exit, w.errs)
	}
}

func TestStopBeforeAndAfter(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("hang")})
	w.Stop()
	w.Stop()
	if exit := w.end(); !exit.Stopped || exit.StartError != "" {
		t.Errorf("stopped at once: exit = %+v", exit)
	}
	w = begin(t, Command{Argv: as("exit", "5")})
	exit := w.end()
	w.Stop()
	if again := w.end(); again != exit || again.Stopped {
		t.Errorf("stopped after its end: exit = %+v, before %+v", again, exit)
	}
}

func TestReaderOfMessagesPassesOverNoise(t *testing.T) {
	var got []message
	noise := "not json\n{}\n" + `{"started":{"pid":7,"began":8}}` + "\n" + strings.Repeat("q", maxMessage+1) + "\n"
	readMessages(strings.NewReader(noise), func(m message) { got = append(got, m) })
	if len(got) != 2 || got[1].Started == nil || got[1].Started.PID != 7 {
		t.Errorf("messages = %+v", got)
	}
}

func TestOrderThatIsNone(t *testing.T) {
	for _, text := range []string{"", "{\"argv\":[\"eA==\"]}", "x\n", "{}\n"} {
		if o, err := readOrder(bufio.NewReader(strings.NewReader(text))); err == nil {
			t.Errorf("%q was read as %v", text, o)
		}
	}
}

func TestStreamHeldOpenByAnEscapedProcess(t *testing.T) {
	t.Parallel()
	var pipe pipes
	reader, writer := pipe.open()
	defer func() { _ = writer.Close() }() // the escaped process still holds it open
	s := newStream(reader)
	read := make(chan error, 1)
	go func() { read <- Drain(s, 0, nil, nil) }()
	began := time.Now()
	s.finish(began)
	if err := <-read; !errors.Is(err, ErrHeldOpen) {
		t.Errorf("reading ended with %v", err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}
