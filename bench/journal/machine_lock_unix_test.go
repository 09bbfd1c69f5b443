//go:build unix

package journal

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestTheMachinesLockIsNoOtherFile: everybody can write to the lock's folder.
// Somebody could give a file of ours a second name there, and the note would
// overwrite that file.
func TestTheMachinesLockIsNoOtherFile(t *testing.T) {
	for name, c := range map[string]struct {
		make func(mine, lock string) error
		want string
	}{
		"hard link": {os.Link, "hard link"},
		"link":      {os.Symlink, "a link to another file"},
		"pipe":      {func(_, lock string) error { return unix.Mkfifo(lock, 0o666) }, "not a plain file"},
		"folder":    {func(_, lock string) error { return os.Mkdir(lock, 0o777) }, "not a plain file"},
	} {
		t.Run(name, func(t *testing.T) {
			mine, lock := filepath.Join(t.TempDir(), "mine"), filepath.Join(t.TempDir(), "machine.lock")
			if err := os.WriteFile(mine, []byte("precious"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := c.make(mine, lock); err != nil {
				t.Fatal(err)
			}
			ok, _, err := NewMachineLock(lock).Try(Me("a"))
			if ok || err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "remove it") {
				t.Errorf("%t, %v", ok, err)
			}
			if text, _ := os.ReadFile(mine); string(text) != "precious" {
				t.Errorf("the file holds %q", text)
			}
		})
	}
}

// TestALockThatIsClosedHasOneRemedy: the message used to name two remedies, and
// the second was to move the user's own folders.
func TestALockThatIsClosedHasOneRemedy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := NewMachineLock(path).closed(&fs.PathError{Op: "open", Path: path, Err: unix.EACCES})
	if !strings.Contains(err.Error(), "`chmod 666 "+path+"`") || strings.Contains(err.Error(), "DRAGSTRIP_") || errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
	// The lock's owner makes it writable when taking it.
	lock := NewMachineLock(path)
	if ok, _, err := lock.Try(Me("a")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	lock.Release()
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != lockMode {
		t.Errorf("%v, %v", st.Mode(), err)
	}
}

// TestNobodyWaitsForASessionThatHasEnded: not for a session that released the
// lock, and not for one that was killed, even if the next holder has not yet
// written its note.
func TestNobodyWaitsForASessionThatHasEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	lock := NewMachineLock(path)
	if ok, _, err := lock.Try(Me("let go")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	lock.Release()
	if h := lock.Holder(); h != (Holder{}) {
		t.Errorf("%+v", h)
	}
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	writeHolder(path, Holder{Session: "killed", Process: dead.Process.Pid})
	if h := lock.Holder(); h != (Holder{}) {
		t.Errorf("%+v", h)
	}
}

// With a strict umask, other users used not to see that somebody waited before
// them, and went first.
func TestEveryUserSeesAPlaceInTheLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	defer unix.Umask(unix.Umask(0o077))
	holder, waits := NewMachineLock(path), NewMachineLock(path)
	for _, lock := range []*MachineLock{holder, waits} {
		if _, _, err := lock.Try(Me("x")); err != nil {
			t.Fatal(err)
		}
		defer lock.Release()
	}
	st, err := os.Stat(waits.line.mine.Path())
	if err != nil || st.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
	pipe := filepath.Join(path+lineSuffix, "00000000000000000001-1")
	if err := unix.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	if held(pipe) {
		t.Error("a pipe counts as a process that waits")
	}
}
