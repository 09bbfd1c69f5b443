//go:build linux || darwin

package guard

import (
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestBenchProcessAndGuardKilledInOneInstant: a process that the engine had put
// into a session of its own used to survive forever. The next dragstrip ends
// it.
func TestBenchProcessAndGuardKilledInOneInstant(t *testing.T) {
	t.Parallel()
	bench, pids := benchProcess(t, "family", 3)
	living, _ := benchProcess(t, "family", 3)
	both := []int{bench.Process.Pid, pids[0]}
	for _, s := range []unix.Signal{unix.SIGSTOP, unix.SIGKILL} { // both are stopped first, so that neither sees the other die
		for _, pid := range both {
			if err := unix.Kill(pid, s); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = bench.Wait()
	began := time.Now()
	EndLeftBehind()
	allGone(t, began, pids...)
	if gone(living.Process.Pid) {
		t.Error("one that is at work was ended, too")
	}
}

func TestAMarkSaysWhoseItIs(t *testing.T) {
	mine, ok := ownerIn("0123." + us())
	if !ok || mine.pid != os.Getpid() || mine.gone() {
		t.Errorf("%+v, %t", mine, ok)
	}
	for mark, gone := range map[string]bool{
		fmt.Sprintf("0123.%d.%d.%s", mine.pid, mine.began+1, mine.space):  true,
		fmt.Sprintf("0123.%d.%d.%s0", mine.pid, mine.began+1, mine.space): false, // the process numbers of a container
		fmt.Sprintf("0123.%d.%d.", mine.pid, mine.began+1):                false,
		fmt.Sprintf("0123.%d.%d.%s", 1<<30, mine.began, mine.space):       true,
	} {
		if o, ok := ownerIn(mark); !ok || o.gone() != gone {
			t.Errorf("%s: %+v, gone %t", mark, o, o.gone())
		}
	}
	for _, mark := range []string{"", "0123", "0123.x.1.2", "0123.1.y.2"} {
		if _, ok := ownerIn(mark); ok {
			t.Errorf("%q names somebody", mark)
		}
	}
}
