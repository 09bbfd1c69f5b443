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

// If the guard and the process that started it are killed at the same moment, a
// process survives that the engine put into a new session. So the mark also
// names the process that started the guard, its owner. The next dragstrip ends
// every process whose mark names an owner that has ended.

// owner is a process that starts guards. A mark names it by its number, its
// start time, and its PID namespace, because containers have their own numbers.
type owner struct {
	pid   int
	began int64
	space string
}

func (o owner) String() string { return fmt.Sprintf("%d.%d.%s", o.pid, o.began, o.space) }

// us returns the owner text for this process.
func us() string {
	p, err := lookAt(os.Getpid())
	if err != nil {
		return ""
	}
	return owner{p.pid, p.began, numberSpace()}.String()
}

// ownerIn reads the owner from the value of a mark.
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

// gone tells whether an owner has ended. It returns false for an owner in
// another PID namespace, because nothing is known about it.
func (o owner) gone() bool {
	if o.space == "" || o.space != numberSpace() {
		return false
	}
	p, err := lookAt(o.pid)
	return err != nil || p.began != o.began || p.zombie
}

// EndLeftBehind ends the processes that killed guards left behind, if the
// owners of the guards have ended. It returns when none is left, or after
// killFor.
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

// ancestors returns a process and its parents up to the first process.
// EndLeftBehind must not end the processes that started this one.
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
// environment. The environment of another user's process cannot be read; the
// result is then false.
func hasMark(pid int, mark string) bool {
	return bytes.Contains(environmentOf(pid), []byte("\x00"+mark+"\x00"))
}

// markOf returns the value of the mark in the environment of a process, or "".
func markOf(pid int) string {
	_, rest, found := bytes.Cut(environmentOf(pid), []byte("\x00"+MarkVariable+"="))
	if !found {
		return ""
	}
	mark, _, _ := bytes.Cut(rest, []byte{0})
	return string(mark)
}
