package guard

import (
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// tree is the engine and everything that it started: all processes in the job
// object except the guard itself.
type tree struct {
	pid   int
	began int64
	// ended is closed when the engine has ended and the guard has read its exit
	// code. code is written before that. Windows has no signals.
	ended  chan struct{}
	code   int
	signal string
	// stdin is kept so that it stays open until the guard ends.
	stdin io.Closer
}

// becomeGuard catches the console events that would end this process.
func becomeGuard() {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM)
}

// takeFile makes a file from an inherited handle and keeps the engine from
// inheriting it.
func takeFile(number uintptr) (*os.File, error) {
	if err := windows.SetHandleInformation(windows.Handle(number), windows.HANDLE_FLAG_INHERIT, 0); err != nil {
		return nil, err
	}
	return os.NewFile(number, "status"), nil
}

// launch starts the engine on the guard's console, as the head of a group to
// which CTRL_BREAK can be sent. The engine is in the guard's job from the
// beginning.
func launch(o order) (*tree, error) {
	cmd, held, err := engineCommand(o)
	if err != nil {
		return nil, err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	t := &tree{pid: cmd.Process.Pid, ended: make(chan struct{}), stdin: held}
	go func() {
		_ = cmd.Wait()
		t.code = -1
		if cmd.ProcessState != nil {
			t.code = cmd.ProcessState.ExitCode()
		}
		close(t.ended)
	}()
	return t, nil
}

// letGoOfOutput closes the guard's ends of the engine's pipes, so that the
// pipes end when the engine closes them.
func letGoOfOutput() {
	_ = os.Stdout.Close()
	_ = os.Stderr.Close()
}

func (t *tree) ask() {
	_ = windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(t.pid))
}

func (t *tree) kill() {
	for _, pid := range members() {
		if handle, ok := openMember(pid); ok {
			_ = windows.TerminateProcess(handle, 1)
			_ = windows.CloseHandle(handle)
		}
	}
}

// empty tells whether nothing of the engine is left.
func (t *tree) empty() bool {
	select {
	case <-t.ended:
		return t.others() == 0
	default:
		return false
	}
}

// others counts the living processes besides the engine.
func (t *tree) others() int {
	n := 0
	for _, pid := range members() {
		if int(pid) == t.pid {
			continue
		}
		if handle, ok := openMember(pid); ok {
			_ = windows.CloseHandle(handle)
			n++
		}
	}
	return n
}

// maxMembers is how many processes of a job are listed at most.
const maxMembers = 4096

// members lists the processes in the guard's job, without the guard.
func members() []uint32 {
	var list struct {
		assigned, listed uint32
		pids             [maxMembers]uintptr
	}
	err := windows.QueryInformationJobObject(0, windows.JobObjectBasicProcessIdList,
		uintptr(unsafe.Pointer(&list)), uint32(unsafe.Sizeof(list)), nil)
	if err != nil && err != windows.ERROR_MORE_DATA {
		return nil
	}
	var pids []uint32
	for _, pid := range list.pids[:min(list.listed, maxMembers)] {
		if int(pid) != os.Getpid() {
			pids = append(pids, uint32(pid))
		}
	}
	return pids
}

// openMember opens a process of the job. An open handle keeps the process
// number from being reused. So if the number is still listed afterwards, the
// handle belongs to the right process. The result is false for a process that
// has ended, and for the host process of the console.
func openMember(pid uint32) (windows.Handle, bool) {
	handle, err := windows.OpenProcess(windows.PROCESS_TERMINATE|windows.PROCESS_QUERY_LIMITED_INFORMATION|windows.SYNCHRONIZE, false, pid)
	if err != nil {
		return 0, false
	}
	listed := false
	for _, member := range members() {
		listed = listed || member == pid
	}
	waited, _ := windows.WaitForSingleObject(handle, 0)
	if !listed || waited == windows.WAIT_OBJECT_0 || isConsoleHost(handle) {
		_ = windows.CloseHandle(handle)
		return 0, false
	}
	return handle, true
}

func isConsoleHost(process windows.Handle) bool {
	var path [windows.MAX_LONG_PATH]uint16
	size := uint32(len(path))
	if windows.QueryFullProcessImageName(process, 0, &path[0], &size) != nil {
		return false
	}
	name := strings.ToLower(filepath.Base(windows.UTF16ToString(path[:size])))
	return name == "conhost.exe" || name == "openconsole.exe"
}
