//go:build unix

package models

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dragstrip/bench/benchtest/emulated"
)

// asNobody has a test done by a user without rights where this one is root,
// who may read everything. It tells whether that was so.
func asNobody(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	// Neither the test binary nor its folder may be open to others.
	room, err := os.MkdirTemp("/tmp", "dragstrip-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(room) })
	if err := os.Chmod(room, 0o777); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(room, "test")
	in, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(binary, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	again := exec.Command(binary, "-test.v", "-test.run=^"+t.Name()+"$")
	again.Dir, again.Env = room, []string{"TMPDIR=" + room, "HOME=" + room}
	again.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	said, err := again.CombinedOutput()
	emulated.Skip(t, err)
	if err != nil || !strings.Contains(string(said), "--- PASS: "+t.Name()) {
		t.Fatalf("as another user: %v\n%s", err, said)
	}
	return true
}
