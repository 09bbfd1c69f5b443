package hwinfo

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"dragstrip/bench/benchtest/emulated"
)

// TestAHelperThatHangsGoesWithUs: nvidia-smi never ends if its driver hangs. If
// dragstrip was killed at that time, nvidia-smi used to survive.
func TestAHelperThatHangsGoesWithUs(t *testing.T) {
	asker := exec.Command(os.Args[0])
	asker.Env = append(os.Environ(), "DRAGSTRIP_TEST_HELPER=1")
	said, err := asker.StdoutPipe()
	if err == nil {
		err = asker.Start()
	}
	if err != nil {
		emulated.Skip(t, err)
		t.Fatal(err)
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	helper, _ := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || helper == 0 {
		t.Fatalf("%q, %v", line, err)
	}
	_ = asker.Process.Kill()
	_ = asker.Wait()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(helper) + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the helper lives on")
		}
	}
}
