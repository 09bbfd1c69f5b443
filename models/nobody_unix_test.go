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

// asNobody repeats a test as a user without rights, if the present user is root
// and so may read everything. It tells whether it did so.
func asNobody(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	// Others need not be able to reach the test binary or its folder.
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
