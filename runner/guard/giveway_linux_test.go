package guard

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

func init() {
	parts["policy"] = func([]string) int {
		attr, err := unix.SchedGetAttr(0, 0)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println("policy", attr.Policy)
		return 0
	}
}

// TestWeGiveWayAndTheEngineDoesNot: dragstrip's threads do not take a processor
// from the engine when they wake up, and the engine keeps its normal
// scheduling.
func TestWeGiveWayAndTheEngineDoesNot(t *testing.T) {
	policies := func() (all []uint32) {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			t.Fatal(err)
		}
		for _, thread := range threads {
			number, _ := strconv.Atoi(thread.Name())
			if attr, err := unix.SchedGetAttr(number, 0); err == nil && !slices.Contains(all, attr.Policy) {
				all = append(all, attr.Policy)
			}
		}
		return all
	}
	if before := policies(); !slices.Equal(before, []uint32{unix.SCHED_NORMAL}) {
		t.Skipf("skipped: the tests run with policies %v, which dragstrip leaves as they are", before)
	}
	if how := GiveWay(); how != batch {
		t.Fatalf("gave way by %q", how)
	}
	defer func() {
		gaveWay.Store(false)
		threads, _ := os.ReadDir("/proc/self/task")
		for _, thread := range threads {
			number, _ := strconv.Atoi(thread.Name())
			changePolicy(number, unix.SCHED_BATCH, unix.SCHED_NORMAL)
		}
	}()
	if now := policies(); !slices.Equal(now, []uint32{unix.SCHED_BATCH}) {
		t.Errorf("our threads have policies %v", now)
	}
	w := begin(t, Command{Argv: as("policy")})
	w.end()
	if want := fmt.Sprintf("policy %d", unix.SCHED_NORMAL); w.text() != want {
		t.Errorf("the engine says %q, want %q", w.text(), want)
	}
}
