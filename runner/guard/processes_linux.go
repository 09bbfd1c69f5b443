package guard

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// waitOptions makes wait see children of every kind, even children that send no
// signal when they end.
const waitOptions = unix.WALL

// adoptOrphans makes the guard the parent of every descendant whose parent
// ends. It returns false if that is not possible; a sandbox may not allow it.
// It also gives the guard the name dragstrip-guard in process listings.
func adoptOrphans() bool {
	_ = os.WriteFile("/proc/self/comm", []byte("dragstrip-guard"), 0)
	return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == nil
}

// dieWithGuard makes the kernel kill the engine when the starting thread ends.
func dieWithGuard(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = unix.SIGKILL }

// preferAsVictim makes the kernel kill the engine rather than dragstrip when
// memory runs out. Errors are ignored.
func preferAsVictim(pid int) {
	path := fmt.Sprintf("/proc/%d/oom_score_adj", pid)
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	score, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return
	}
	_ = os.WriteFile(path, []byte(strconv.Itoa(min(score+500, 1000))), 0)
}

// empty tells whether nothing of the engine is left. A subreaper without
// children has no descendants. Without a subreaper, empty looks for the mark,
// too.
func (t *tree) empty() bool {
	return t.childless.Load() && (t.adopts || len(marked(t.mark)) == 0)
}

// members lists the living processes of the tree.
func (t *tree) members() []process {
	all, err := listProcesses()
	if err != nil {
		return nil
	}
	found := descendants(all, os.Getpid())
	if t.adopts {
		return found
	}
	for _, p := range marked(t.mark) {
		if !slices.ContainsFunc(found, func(f process) bool { return f.pid == p.pid }) {
			found = append(found, p)
		}
	}
	return found
}

// listProcesses lists all processes in /proc.
func listProcesses() ([]process, error) {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil, err
	}
	names, err := proc.Readdirnames(-1)
	_ = proc.Close()
	if err != nil {
		return nil, err
	}
	all := make([]process, 0, len(names))
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if p, err := lookAt(pid); err == nil {
			all = append(all, p)
		}
	}
	return all, nil
}

// lookAt reads one process from /proc.
func lookAt(pid int) (process, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return process{}, err
	}
	return parseStat(pid, text)
}

// parseStat reads the text of /proc/PID/stat. The name of the program stands in
// parentheses and may hold any characters, even parentheses and line ends. So
// the fields are counted from the last closing parenthesis.
func parseStat(pid int, text []byte) (process, error) {
	p := process{pid: pid}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) < 20 {
		return p, fmt.Errorf("read /proc/%d/stat: only %d fields", pid, len(fields))
	}
	p.zombie = fields[0][0] == 'Z' || fields[0][0] == 'X'
	var err error
	if p.ppid, err = strconv.Atoi(string(fields[1])); err != nil {
		return p, err
	}
	if p.pgid, err = strconv.Atoi(string(fields[2])); err != nil {
		return p, err
	}
	p.began, err = strconv.ParseInt(string(fields[19]), 10, 64)
	return p, err
}

// signalProcess sends a signal to p, and never to a later process with the same
// number. It first opens a pidfd, which stays with the process that has the
// number now, and then compares the start times.
func signalProcess(p process, s syscall.Signal) error {
	fd, fdErr := unix.PidfdOpen(p.pid, 0)
	if fdErr == nil {
		defer func() { _ = unix.Close(fd) }()
	}
	now, err := lookAt(p.pid)
	if err != nil {
		return err
	}
	if now.began != p.began {
		return unix.ESRCH
	}
	if fdErr == nil {
		if err := unix.PidfdSendSignal(fd, s, nil, 0); err != unix.ENOSYS {
			return err
		}
	}
	return unix.Kill(p.pid, s) // a kernel before 5.3
}

// maxEnvironment is how many bytes of an environment are read at most.
const maxEnvironment = 4 << 20

// environmentOf returns the environment with which a process was started, each
// entry between zero bytes. It returns nil if this process may not read it.
func environmentOf(pid int) []byte {
	file, err := os.Open(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	env, err := io.ReadAll(io.LimitReader(file, maxEnvironment))
	if err != nil {
		return nil
	}
	return append([]byte{0}, env...)
}

// numberSpace names the PID namespace, because containers have their own
// process numbers.
func numberSpace() string {
	link, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return strings.Trim(link, "pid:[]")
}
