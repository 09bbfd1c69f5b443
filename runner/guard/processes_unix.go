//go:build linux || darwin

package guard

import (
	"time"

	"golang.org/x/sys/unix"
)

// process describes one process of this machine at the time of a listing.
type process struct {
	pid, ppid, pgid int
	// began is the start time. It differs for a later process with the same
	// number.
	began int64
	// zombie is set if the process has ended but its parent has not waited for
	// it yet.
	zombie bool
}

// descendants picks from a listing the processes that root started, directly or
// indirectly, without root itself and without zombies.
func descendants(all []process, root int) []process {
	children := make(map[int][]process, len(all))
	for _, p := range all {
		children[p.ppid] = append(children[p.ppid], p)
	}
	var found []process
	seen := map[int]bool{root: true}
	for queue := []int{root}; len(queue) > 0; queue = queue[1:] {
		for _, p := range children[queue[0]] {
			if seen[p.pid] {
				continue
			}
			seen[p.pid] = true
			queue = append(queue, p.pid)
			if !p.zombie {
				found = append(found, p)
			}
		}
	}
	return found
}

// endMarked kills every process whose environment has the mark. It also kills
// the group of leader if leader is still the process that began at began. It
// returns after it has found no process several times, or after killFor. One
// look is not enough: the listing may lack a process that was just forked, and
// a process that is just executing another program shows no environment.
func endMarked(mark string, leader int, began int64) {
	const enough = 3
	none := 0
	for deadline := time.Now().Add(killFor); ; time.Sleep(pollEvery) {
		if leader > 0 {
			if p, err := lookAt(leader); err == nil && p.began == began && !p.zombie {
				_ = unix.Kill(-leader, unix.SIGKILL)
			}
		}
		none++
		for _, p := range marked(mark) {
			_ = signalProcess(p, unix.SIGKILL)
			none = 0
		}
		if none == enough || time.Now().After(deadline) {
			return
		}
	}
}

// marked lists the living processes whose environment has the mark.
func marked(mark string) []process {
	if mark == "" {
		return nil
	}
	all, err := listProcesses()
	if err != nil {
		return nil
	}
	var found []process
	for _, p := range all {
		if !p.zombie && hasMark(p.pid, mark) {
			found = append(found, p)
		}
	}
	return found
}
