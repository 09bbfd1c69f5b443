package install

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestAMirrorThatHangsCanBeInterrupted lets the real apt-get talk to a mirror
// that accepts a request and never answers. apt's methods are separate
// processes, and none of them may survive.
func TestAMirrorThatHangsCanBeInterrupted(t *testing.T) {
	for _, program := range []string{"apt-get", "dpkg-deb"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("this machine has no " + program)
		}
	}
	t.Setenv("no_proxy", "127.0.0.1")
	mirror, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mirror.Close()
	asked := make(chan struct{})
	go func() {
		if one, err := mirror.Accept(); err == nil {
			one.Read(make([]byte, 1)) // apt has sent its question
			close(asked)
			defer one.Close()
			mirror.Accept() // keeps the connection open until the test is over
		}
	}()
	in := &Store{Data: filepath.Join(t.TempDir(), "data"), System: System{Root: t.TempDir(), GPU: func() GPU { return GPU{} }}}
	t.Setenv("DRAGSTRIP_TEST_MARK", in.Data) // every child inherits it
	put(t, debianOS, in.Root, "etc/os-release")
	put(t, "deb [trusted=yes] http://"+mirror.Addr().String()+"/debian bookworm main\n", in.Root, "etc/apt/sources.list")
	offer := debianOffer(t, in)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := offer.Do(ctx, nil)
		ended <- err
	}()
	select {
	case <-asked:
	case err := <-ended:
		t.Skipf("apt does not ask a mirror on this machine: %v", err)
	}
	cancel()
	began := time.Now()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	took := time.Since(began)
	t.Logf("it took %v to stop", took)
	if took > 10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	nothingLeft(t, in)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		left := processesOf(in.Data)
		if len(left) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %q", left)
		}
	}
}

// processesOf gives the command lines of processes that name a folder, or whose
// environment does.
func processesOf(folder string) []string {
	var out []string
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, p := range all {
		line, _ := os.ReadFile(filepath.Join(p, "cmdline"))
		words, _ := os.ReadFile(filepath.Join(p, "environ"))
		if bytes.Contains(line, []byte(folder)) || bytes.Contains(words, []byte("="+folder)) {
			out = append(out, string(bytes.ReplaceAll(line, []byte{0}, []byte(" "))))
		}
	}
	return out
}
