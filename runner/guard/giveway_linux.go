package guard

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// batch is how Linux gives way, as the journal names it: by the policy
// SCHED_BATCH.
const batch = "batch"

// GiveWay makes this whole process, its threads to come too, one whose threads
// never take a processor from another's when they wake up: what they have to do
// beside an engine can wait for a few milliseconds. It says how, for the journal,
// and nothing where the system has no such thing. It takes no share away, so
// what is measured within this process is measured as before. The guard puts the
// engine back to normal.
func GiveWay() (how string) {
	// A thread that is started meanwhile has the policy of the one that starts it.
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
		return "" // somebody chose another policy for it
	}
	return batch
}

// threadsGiveWay says how many threads did not give way and do now.
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

// asBefore runs start with the calling thread's policy as it was before GiveWay,
// so that what it starts has that too.
func asBefore(start func() error) error {
	if !changePolicy(0, unix.SCHED_BATCH, unix.SCHED_NORMAL) {
		return start()
	}
	defer changePolicy(0, unix.SCHED_NORMAL, unix.SCHED_BATCH)
	return start()
}

// changePolicy gives a thread, 0 for the calling one, another policy than it has
// and leaves its niceness.
func changePolicy(thread int, from, to uint32) bool {
	attr, err := unix.SchedGetAttr(thread, 0)
	if err != nil || attr.Policy != from {
		return false
	}
	attr.Policy = to
	return unix.SchedSetAttr(thread, attr, 0) == nil
}
