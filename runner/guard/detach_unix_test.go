//go:build linux || darwin

package guard

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func init() {
	parts["detached"] = func(args []string) int {
		IgnoreHangup()
		session, _ := unix.Getsid(0)
		mask := unix.Umask(0o077)
		folder, _ := os.Getwd()
		_, waited := os.LookupEnv(readyVariable)
		told, _ := io.ReadAll(os.Stdin)
		fmt.Printf("own session %t, umask %03o, folder %s, waited for %t, told %d bytes, A=%s\n",
			session == os.Getpid(), mask, folder, waited, len(told), os.Getenv("DRAGSTRIP_TEST_A"))
		if len(args) > 0 {
			_ = parts[args[0]](nil)
		}
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, unix.SIGTERM)
		Ready(nil)
		<-asked
		if _, set := os.LookupEnv(readyVariable); set {
			return 9
		}
		return 5
	}
	parts["viewer"] = func(args []string) int {
		d, err := StartDetached(as("detached"), nil, args[0], nil, nil)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println(d.PID())
		return forever()
	}
}

func TestDetachedProcess(t *testing.T) {
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := openLog(t)
	args := []string{}
	if _, known := parts["files"]; known {
		args = append(args, "files")
	}
	d, err := StartDetached(as("detached", args...), []string{"DRAGSTRIP_TEST_A=b"}, folder, bytes.Repeat([]byte("."), 200_000), log)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []syscall.Signal{unix.SIGHUP, unix.SIGPIPE, unix.SIGHUP} {
		if err := unix.Kill(d.PID(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Kill(d.PID(), unix.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-d.Done():
	case <-time.After(10 * time.Second):
		_ = unix.Kill(d.PID(), unix.SIGKILL)
		t.Fatal("it does not end")
	}
	if err := d.Err(); err == nil || err.Error() != "exit status 5" {
		t.Errorf("it ended with %v", err)
	}
	text, _ := os.ReadFile(log.Name())
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if want := "own session true, umask 077, folder " + folder + ", waited for true, told 200000 bytes, A=b"; lines[0] != want {
		t.Errorf("it said %q, want %q", lines[0], want)
	}
	// The process inherited only one file, the pipe on which it says that it is
	// ready.
	if rest := lines[1:]; len(args) > 0 && (len(rest) != 1 || !strings.HasPrefix(rest[0], "3 pipe:")) {
		t.Errorf("it inherited %q", rest)
	}
}

func TestDetachedProcessOutlivesItsViewer(t *testing.T) {
	viewer := exec.Command(as("viewer")[0], append(as("viewer")[1:], t.TempDir())...)
	viewer.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := viewer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := viewer.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("the viewer said %q", line)
	}
	_ = unix.Kill(-viewer.Process.Pid, unix.SIGHUP)
	_ = unix.Kill(-viewer.Process.Pid, unix.SIGKILL)
	_ = viewer.Wait()
	if gone(pid) {
		t.Fatal("it went with its viewer")
	}
	_ = unix.Kill(pid, unix.SIGTERM)
	eventually(t, 10*time.Second, "it ends when asked", func() bool { return gone(pid) })
}
