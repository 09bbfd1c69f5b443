//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dragstrip/cli/former"
)

func TestFormerFoldersAreOfferedOnce(t *testing.T) {
	for answer, listed := range map[string]string{"\r": formerSession, "n\r": "No sessions yet"} {
		w := newFormerWorld(t)
		s := w.onTerminal("history")
		eventually(t, "the question", time.Minute, s.has("[Y/n]"))
		if !s.has("(1 session)")() {
			t.Error("it does not say what is in the folders")
		}
		s.send(answer)
		eventually(t, "history lists "+listed, time.Minute, s.has(listed))
		if code := s.wait(); code != exitDone {
			t.Errorf("%q: exit code %d", answer, code)
		}
		again := w.onTerminal("history")
		eventually(t, "history lists "+listed, time.Minute, again.has(listed))
		if again.wait(); again.has("[Y/n]")() {
			t.Errorf("after %q it is asked again", answer)
		}
	}
	// Somebody who interrupts has given no answer.
	w := newFormerWorld(t)
	s := w.onTerminal("history")
	eventually(t, "the question", time.Minute, s.has("[Y/n]"))
	s.send("\x03")
	if code := s.wait(); code != exitInterrupted {
		t.Errorf("ctrl+c: exit code %d", code)
	}
	s = w.onTerminal("history")
	eventually(t, "the question again", time.Minute, s.has("[Y/n]"))
	s.send("\r")
	s.wait()
}

func TestFormerFoldersAreOfferedBeforeTheScreens(t *testing.T) {
	w := newFormerWorld(t)
	s := w.onTerminal()
	eventually(t, "the question", time.Minute, s.has("[Y/n]"))
	if s.has("\x1b[?1049h")() {
		t.Error("the screens are open")
	}
	s.send("\r")
	eventually(t, "the screens", time.Minute, s.has("\x1b[?1049h"))
	s.send("\x03")
	s.wait()
}

// TestASessionThatWasTakenOverFindsItsModelAndEngine: the session's plan names
// them by their former places. Here the model was taken over, and the engine is
// gone.
func TestASessionThatWasTakenOverFindsItsModelAndEngine(t *testing.T) {
	w := newFormerWorld(t)
	was := systemPlaces(func(string) string { return "" }, w.home, former.Name)
	is := systemPlaces(func(string) string { return "" }, w.home, "dragstrip")
	engine := w.write("no engine", was.data, "engines", "llama.cpp-0.7.0-debian-amd64", "root/usr/bin/llama-bench")
	// The engine is found by the note of its installation, and not by what the
	// plan names.
	const libraries = "{folder}/root/usr/lib/x86_64-linux-gnu"
	w.write(fmt.Sprintf(`{"engine": "llama.cpp", "way": "debian-folder", "platform": "%s/%s", "prefix": ["%[3]s/ld-linux-x86-64.so.2", "--library-path", "%[3]s:%[3]s/llama", "{folder}/root/usr/bin/llama-bench"]}`,
		runtime.GOOS, runtime.GOARCH, libraries), was.data, "engines", "llama.cpp-0.7.0-debian-amd64", "dyno-engine.json")
	for _, file := range []string{"events.jsonl", "plan.json"} {
		path := filepath.Join(was.state, "sessions", formerSession, file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		there := strings.ReplaceAll(string(text), "/home/ada/models/", filepath.Join(was.data, "models")+"/")
		if cut := strings.Index(there, "TestFinished"); file == "events.jsonl" {
			there = there[:cut+strings.Index(there[cut:], "\n")+1]
		}
		w.write(strings.ReplaceAll(there, "/home/ada", w.home), path)
	}
	w.must("setup", "--take-over")
	if now := strings.Replace(engine, was.data, is.data, 1); !exists(now) {
		t.Fatalf("%s is not there", now)
	}
	_, _, errs := w.dragstrip("run", "--resume", formerSession)
	if !strings.Contains(errs, "the engine build of job j1 cannot be used") || !strings.Contains(errs, is.data) || strings.Contains(errs, was.data) {
		t.Error(errs)
	}
}
