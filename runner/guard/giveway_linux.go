package guard

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// batch is the name in the journal for the scheduling policy SCHED_BATCH.
const batch = "batch"

// GiveWay changes the scheduling of all threads of this process, present and
// future. When these threads wake up, they no longer take a processor from a
// thread of another process. The work of dragstrip beside an engine can wait
// for a few milliseconds. GiveWay returns how it did this, for the journal, or
// "" if the system cannot. The threads keep their share of processor time, so
// measurements within this process do not change. The guard gives the engine
// the normal scheduling back.
func GiveWay() (how string) {
	// A thread may start meanwhile, and it inherits the policy of the thread
	// that starts it. So look again until no thread has to be changed.
	for range 3 {
		changed, err := threadsGiveWay()
		if err != nil {
			return ""
		}
		if changed == 0 {
			break
		}
		gaveWay.Store(true)
	}
	if !gaveWay.Load() {
		return "" // this process was started with another policy
	}
	return batch
}

// threadsGiveWay changes the policy of all threads, and returns how many
// threads it has changed.
func threadsGiveWay() (changed int, err error) {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return 0, err
	}
	for _, thread := range threads {
		if number, err := strconv.Atoi(thread.Name()); err == nil && changePolicy(number, unix.SCHED_NORMAL, unix.SCHED_BATCH) {
			changed++
		}
	}
	return changed, nil
}

// asBefore runs start while the calling thread has the normal policy again, so
// that the started program inherits it.
func asBefore(start func() error) error {
	if !changePolicy(0, unix.SCHED_BATCH, unix.SCHED_NORMAL) {
		return start()
	}
	defer changePolicy(0, unix.SCHED_NORMAL, unix.SCHED_BATCH)
	return start()
}

// changePolicy changes the policy of a thread and keeps its niceness. Thread 0
// is the calling thread.
func changePolicy(thread int, from, to uint32) bool {
	attr, err := unix.SchedGetAttr(thread, 0)
	if err != nil || attr.Policy != from {
		return false
	}
	attr.Policy = to
	return unix.SchedSetAttr(thread, attr, 0) == nil
}
