//go:build linux

package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// sshHost is a real sshd on loopback with its own keys.
type sshHost struct {
	world  *world
	config string // the client's key
	env    string // words before the remote command
}

// newSSHHost starts sshd, or skips the test if there is none. In CI nothing is
// skipped.
func newSSHHost(w *world) *sshHost {
	w.t.Helper()
	sshd := "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil {
		if os.Getenv("CI") != "" {
			w.t.Fatal("no sshd: .ci/run installs one")
		}
		w.t.Skip("skipped: needs an sshd (package openssh-server)")
	}
	dir := w.t.TempDir()
	for _, key := range []string{"host", "user"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key)).CombinedOutput(); err != nil {
			w.t.Fatalf("ssh-keygen: %v %s", err, out)
		}
	}
	public, err := os.ReadFile(filepath.Join(dir, "user.pub"))
	if err != nil {
		w.t.Fatal(err)
	}
	port := freePort(w.t)
	files := map[string]string{
		"authorized": string(public),
		"sshd_config": fmt.Sprintf("Port %d\nListenAddress 127.0.0.1\nHostKey %s/host\nAuthorizedKeysFile %s/authorized\nStrictModes no\nUsePAM no\nPidFile %s/pid\nPermitRootLogin yes\n",
			port, dir, dir, dir),
		"config": fmt.Sprintf("Host box\n HostName 127.0.0.1\n Port %d\n IdentityFile %s/user\n IdentitiesOnly yes\n UserKnownHostsFile %s/known\n StrictHostKeyChecking no\n LogLevel ERROR\n",
			port, dir, dir),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	_ = os.MkdirAll("/run/sshd", 0o755) // sshd needs this folder for its unprivileged part
	server := exec.Command(sshd, "-D", "-e", "-f", filepath.Join(dir, "sshd_config"))
	var log strings.Builder
	server.Stderr = &log
	if err := server.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	h := &sshHost{world: w, config: filepath.Join(dir, "config")}
	for _, kv := range w.env {
		if strings.HasPrefix(kv, "DRAGSTRIP_") || strings.HasPrefix(kv, "HOME=") || strings.HasPrefix(kv, "PATH=") {
			h.env += quoted(kv) + " "
		}
	}
	eventually(w.t, "an answer of sshd", time.Minute, func() bool {
		return exec.Command("ssh", "-F", h.config, "box", "true").Run() == nil
	})
	return h
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// dragstrip runs on the host, on a terminal of this test.
func (h *sshHost) dragstrip(width, height int, args ...string) *display {
	remote := "env " + h.env + "LC_ALL=C.UTF-8 " + os.Args[0] + " " + strings.Join(args, " ")
	c := exec.Command("ssh", "-F", h.config, "-tt", "box", remote)
	c.Env = append(os.Environ(), "TERM=xterm-256color")
	return h.world.showing(c, width, height, true)
}

// TestSSHDroppedMidTestIsFoundAgain tests how people use dragstrip: over ssh,
// on a link that breaks.
func TestSSHDroppedMidTestIsFoundAgain(t *testing.T) {
	w := newWorld(t).withEngine()
	h := newSSHHost(w)
	name := strings.TrimSpace(w.must("run", "--detach", w.tiny(), "-p", "0", "-n", "512", "-r", "1000"))
	d := h.dragstrip(100, 30, "attach")
	d.until("t/s")
	d.kill(syscall.SIGKILL)
	d.wait()
	eventually(t, "the viewer's end", time.Minute, func() bool { return viewers(w.home) == 0 })
	if !w.folder(name).Live() {
		t.Fatal("the benchmark went with the link")
	}
	again := h.dragstrip(80, 24)
	again.until("A benchmark is running")
	again.press("\r")
	again.until("t/s")
	again.press("x")
	again.until("Stop the benchmark?")
	again.press("y")
	eventually(t, "the end of the session", time.Minute, func() bool { return !w.folder(name).Live() })
	again.press("\x03")
	again.wait()
}

// viewers counts this world's processes that show a session.
func viewers(home string) int {
	n := 0
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range all {
		line, _ := os.ReadFile(path)
		environ, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "environ"))
		if strings.Contains(string(line), "\x00attach\x00") && strings.Contains(string(environ), home) && !strings.HasPrefix(string(line), "ssh\x00") {
			n++
		}
	}
	return n
}
