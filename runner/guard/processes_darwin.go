package guard

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// This file was only cross-compiled and vetted. Its authors had no Mac to try
// it on.

const waitOptions = 0

// macOS has no subreaper. Processes that left the group and lost their parents
// are found by their mark.
func adoptOrphans() bool { return false }

// macOS has no parent-death signal. If the guard is killed, the bench process
// ends the engine.
func dieWithGuard(*syscall.SysProcAttr) {}

// On macOS a program cannot choose what the system ends when memory runs out.
func preferAsVictim(int) {}

// stateZombie is SZOMB of <sys/proc.h>.
const stateZombie = 5

// empty tells whether nothing of the engine is left.
func (t *tree) empty() bool {
	select {
	case <-t.ended:
		return len(t.members()) == 0
	default:
		return false
	}
}

// members lists the living processes of the tree: the guard's descendants, the
// engine's group, and every process with the mark.
func (t *tree) members() []process {
	all, err := listProcesses()
	if err != nil {
		return nil
	}
	found := descendants(all, os.Getpid())
	seen := make(map[int]bool, len(found))
	for _, p := range found {
		seen[p.pid] = true
	}
	for _, p := range all {
		if seen[p.pid] || p.zombie || p.pid == os.Getpid() {
			continue
		}
		if hasMark(p.pid, t.mark) || p.pgid == t.pid && p.began >= t.began {
			found = append(found, p)
		}
	}
	return found
}

// listProcesses asks the kernel for the processes of this user.
func listProcesses() ([]process, error) {
	found, err := unix.SysctlKinfoProcSlice("kern.proc.uid", os.Getuid())
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	all := make([]process, 0, len(found))
	for i := range found {
		all = append(all, fromKernel(&found[i]))
	}
	return all, nil
}

func lookAt(pid int) (process, error) {
	p, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return process{}, fmt.Errorf("look at process %d: %w", pid, err)
	}
	if int(p.Proc.P_pid) != pid {
		return process{}, unix.ESRCH
	}
	return fromKernel(p), nil
}

func fromKernel(p *unix.KinfoProc) process {
	began := p.Proc.P_starttime
	return process{
		pid:    int(p.Proc.P_pid),
		ppid:   int(p.Eproc.Ppid),
		pgid:   int(p.Eproc.Pgid),
		began:  began.Sec*1e6 + int64(began.Usec),
		zombie: p.Proc.P_stat == stateZombie,
	}
}

// signalProcess sends a signal to p if its number still belongs to it. macOS
// has no process handles, so the number could be reused between the check and
// the signal.
func signalProcess(p process, s syscall.Signal) error {
	now, err := lookAt(p.pid)
	if err != nil {
		return err
	}
	if now.began != p.began {
		return unix.ESRCH
	}
	return unix.Kill(p.pid, s)
}

// environmentOf returns the arguments and the environment of a process, each
// entry between zero bytes. The kernel gives both together. For programs that
// the system protects, the kernel leaves out the environment.
func environmentOf(pid int) []byte {
	raw, err := unix.SysctlRaw("kern.procargs2", pid)
	if err != nil {
		return nil
	}
	return raw
}

// numberSpace names the PID namespace. macOS has only one.
func numberSpace() string { return "0" }
