//go:build unix

package cli

import (
	"testing"
	"time"
)

func TestFormerFoldersAreOfferedOnce(t *testing.T) {
	for answer, listed := range map[string]string{"\r": formerSession, "n\r": "No sessions yet"} {
		w := newFormerWorld(t)
		s := w.onTerminal("history")
		eventually(t, "the question", 10*time.Second, s.has("[Y/n]"))
		if !s.has("(1 session)")() {
			t.Error("it does not say what is in the folders")
		}
		s.send(answer)
		eventually(t, "history lists "+listed, 10*time.Second, s.has(listed))
		if code := s.wait(); code != exitDone {
			t.Errorf("%q: exit code %d", answer, code)
		}
		again := w.onTerminal("history")
		eventually(t, "history lists "+listed, 10*time.Second, again.has(listed))
		if again.wait(); again.has("[Y/n]")() {
			t.Errorf("after %q it is asked again", answer)
		}
	}
	// Who interrupts gave no answer.
	w := newFormerWorld(t)
	s := w.onTerminal("history")
	eventually(t, "the question", 10*time.Second, s.has("[Y/n]"))
	s.send("\x03")
	if code := s.wait(); code != exitInterrupted {
		t.Errorf("ctrl+c: exit code %d", code)
	}
	s = w.onTerminal("history")
	eventually(t, "the question again", 10*time.Second, s.has("[Y/n]"))
	s.send("\r")
	s.wait()
}

func TestFormerFoldersAreOfferedBeforeTheScreens(t *testing.T) {
	w := newFormerWorld(t)
	s := w.onTerminal()
	eventually(t, "the question", 10*time.Second, s.has("[Y/n]"))
	if s.has("\x1b[?1049h")() {
		t.Error("the screens are open")
	}
	s.send("\r")
	eventually(t, "the screens", 20*time.Second, s.has("\x1b[?1049h"))
	s.send("\x03")
	s.wait()
}
