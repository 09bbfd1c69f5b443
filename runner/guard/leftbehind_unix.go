//go:build linux || darwin

package guard

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Where the guard and whoever had started it are killed in one instant, what an
// engine had put into a session of its own lives on, and nobody is left to end
// it. So the mark says who started the guard, and whoever of us comes next ends
// what carries the mark of one that is gone.

// owner is the process that starts guards, as a mark names it: its number, when
// it began, and in which space of numbers: containers have their own.
type owner struct {
	pid   int
	began int64
	space string
}

func (o owner) String() string { return fmt.Sprintf("%d.%d.%s", o.pid, o.began, o.space) }

// us is this process as an owner.
func us() string {
	p, err := lookAt(os.Getpid())
	if err != nil {
		return ""
	}
	return owner{p.pid, p.began, numberSpace()}.String()
}

// ownerIn reads the owner out of the value of a mark.
func ownerIn(mark string) (o owner, ok bool) {
	parts := strings.Split(mark, ".")
	if len(parts) != 4 {
		return o, false
	}
	var err error
	if o.pid, err = strconv.Atoi(parts[1]); err != nil {
		return o, false
	}
	o.began, err = strconv.ParseInt(parts[2], 10, 64)
	o.space = parts[3]
	return o, err == nil
}

// gone tells whether an owner has ended. Of one in another space of numbers
// nothing is known.
func (o owner) gone() bool {
	if o.space == "" || o.space != numberSpace() {
		return false
	}
	p, err := lookAt(o.pid)
	return err != nil || p.began != o.began || p.zombie
}

// EndLeftBehind ends what was left by guards whose starters are gone. It comes
// back when nothing is left, or after killFor.
func EndLeftBehind() {
	for deadline := time.Now().Add(killFor); ; time.Sleep(pollEvery) {
		found := leftBehind()
		for _, p := range found {
			_ = signalProcess(p, unix.SIGKILL)
		}
		if len(found) == 0 || time.Now().After(deadline) {
			return
		}
	}
}

func leftBehind() []process {
	all, err := listProcesses()
	if err != nil {
		return nil
	}
	above := ancestors(all, os.Getpid())
	var found []process
	for _, p := range all {
		if p.zombie || above[p.pid] {
			continue
		}
		if o, ok := ownerIn(markOf(p.pid)); ok && o.gone() {
			found = append(found, p)
		}
	}
	return found
}

// ancestors are a process and those above it: whoever starts us is not ours to
// end.
func ancestors(all []process, pid int) map[int]bool {
	parent := make(map[int]int, len(all))
	for _, p := range all {
		parent[p.pid] = p.ppid
	}
	above := map[int]bool{}
	for ; pid > 0 && !above[pid]; pid = parent[pid] {
		above[pid] = true
	}
	return above
}

// hasMark tells whether a process was started with the entry mark in its
// environment. Other users' environments cannot be read: not marked.
func hasMark(pid int, mark string) bool {
	return bytes.Contains(environmentOf(pid), []byte("\x00"+mark+"\x00"))
}

// markOf is the value of the mark in a process's environment, or "".
func markOf(pid int) string {
	_, rest, found := bytes.Cut(environmentOf(pid), []byte("\x00"+MarkVariable+"="))
	if !found {
		return ""
	}
	mark, _, _ := bytes.Cut(rest, []byte{0})
	return string(mark)
}
