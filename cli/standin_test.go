//go:build unix

package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench/benchtest/raced"
	"dragstrip/models"
)

func sumOf(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// notedIn reads how many pieces the note of an unfinished stand-in says are
// written. The number comes after the note's first page.
func notedIn(folder string) uint64 {
	f, err := os.Open(filepath.Join(folder, models.UnfinishedNote))
	if err != nil {
		return 0
	}
	defer f.Close()
	var b [8]byte
	if _, err := f.ReadAt(b[:], 4096); err != nil {
		return 0
	}
	return binary.LittleEndian.Uint64(b[:])
}

// killedQuant is the quantization of the stand-in that is killed while it is
// written. With the race detector, writing takes ten times as long, so half as
// many bytes are enough.
func killedQuant() string {
	if raced.On {
		return "Q4_0"
	}
	return "Q8_0"
}

// slowly starts dragstrip standin with one worker, and waits until the note has
// more pieces than that. It tells whether dragstrip is still writing then.
func (w *world) slowly(path string, more uint64, words *bytes.Buffer) (*exec.Cmd, bool) {
	w.t.Helper()
	c := w.command("standin", "llama-3.2-1b", killedQuant(), "--seed", "5", "-o", path)
	c.Env = append(c.Env, "GOMAXPROCS=1")
	c.Stderr = words
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	eventually(w.t, "more pieces are noted, or it is finished", time.Minute, func() bool {
		_, err := os.Stat(path)
		return err == nil || notedIn(path+".part") > more
	})
	_, err := os.Stat(path)
	return c, err != nil
}

// TestStandInSurvivesKill kills dragstrip at several points and once by each
// signal. In the end the stand-in must have the same bytes as one that was
// written without a break.
func TestStandInSurvivesKill(t *testing.T) {
	w := newWorld(t)
	whole, path := filepath.Join(w.home, "whole.gguf"), filepath.Join(w.home, "x.gguf")
	code, _, said := w.dragstrip("standin", "llama-3.2-1b", killedQuant(), "--seed", "5", "-o", whole)
	if code != exitDone || !strings.HasPrefix(said, "writing "+whole+", ") { // nothing used to be said for the first ten seconds
		t.Fatalf("exit code %d\n%s", code, said)
	}
	want := sumOf(t, whole)
	if err := os.Remove(whole); err != nil {
		t.Fatal(err)
	}
	interrupted := 0
	for _, s := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGKILL, syscall.SIGHUP, syscall.SIGKILL, os.Interrupt.(syscall.Signal)} {
		var words bytes.Buffer
		before := notedIn(path + ".part")
		c, writing := w.slowly(path, before, &words)
		if writing {
			c.Process.Signal(s)
		}
		c.Wait()
		if _, err := os.Stat(path); err == nil {
			break // writing was finished before the kill
		}
		interrupted++
		if after := notedIn(path + ".part"); after <= before {
			t.Fatalf("%v: %d pieces noted, before %d", s, after, before)
		}
		if s != syscall.SIGKILL && (c.ProcessState.ExitCode() != exitInterrupted || !strings.Contains(words.String(), "the same command continues from there")) {
			t.Errorf("%v: exit code %d\n%s", s, c.ProcessState.ExitCode(), words.String())
		}
		if out, _ := w.command("models", w.home).Output(); len(out) != 0 {
			t.Errorf("an unfinished one is offered: %s", out)
		}
	}
	if interrupted == 0 {
		t.Fatal("it was never interrupted")
	}
	t.Logf("interrupted %d times", interrupted)
	if _, err := os.Stat(path); err != nil {
		code, _, errs := w.dragstrip("standin", "llama-3.2-1b", killedQuant(), "--seed", "5", "-o", path)
		if code != 0 || !strings.Contains(errs, "continuing an unfinished one") {
			t.Fatalf("%d: %s", code, errs)
		}
	}
	if got := sumOf(t, path); got != want {
		t.Errorf("other bytes: %s, want %s", got, want)
	}
}

func TestPartOfAnotherStandInIsSaid(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(w.home, "x.gguf")
	var words bytes.Buffer
	c, writing := w.slowly(path, 0, &words)
	c.Process.Kill()
	c.Wait()
	if !writing {
		t.Skip("it was written before it could be killed")
	}
	code, _, errs := w.dragstrip("standin", "llama-3.2-1b", killedQuant(), "--seed", "6", "-o", path)
	if code != exitFailed || !strings.Contains(errs, "another unfinished stand-in, Llama 3.2 1B "+killedQuant()+" with seed 5") {
		t.Errorf("%d: %s", code, errs)
	}
}
