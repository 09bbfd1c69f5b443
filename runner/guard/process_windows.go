package guard

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The _windows.go files were only cross-compiled and vetted. Their authors had
// no Windows machine to try them on.

// guardAttributes gives the guard a separate console without a window. So the
// guard can send the engine a CTRL_BREAK that no other process gets.
func guardAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NO_WINDOW | windows.CREATE_NEW_PROCESS_GROUP}
}

// passFile lets cmd inherit file and returns the number by which the process
// can open it. cmd.SysProcAttr must be set before.
func passFile(cmd *exec.Cmd, file *os.File) string {
	handle := file.Fd()
	_ = windows.SetHandleInformation(windows.Handle(handle), windows.HANDLE_FLAG_INHERIT, windows.HANDLE_FLAG_INHERIT)
	cmd.SysProcAttr.AdditionalInheritedHandles = append(cmd.SysProcAttr.AdditionalInheritedHandles, syscall.Handle(handle))
	return strconv.FormatUint(uint64(handle), 10)
}

// keepFilesToOurselves has nothing to do, because on Windows a process inherits
// only the handles that os/exec lists.
func keepFilesToOurselves() {}

// tether is a job object. Only the bench process has a handle to it. When this
// handle closes, the kernel ends all processes in the job object.
type tether struct {
	process *Process
	job     windows.Handle
}

func newTether(p *Process) (*tether, error) {
	t := &tether{process: p}
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return t, fmt.Errorf("create a job object: %w", err)
	}
	t.job = job
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
		},
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		return t, fmt.Errorf("set the job object to end with us: %w", err)
	}
	return t, nil
}

// attach puts the guard into the job. At that time the guard has not read its
// order yet, so it has started nothing.
func (t *tether) attach() error {
	guard, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(t.process.guard.Process.Pid))
	if err != nil {
		return fmt.Errorf("open the guard: %w", err)
	}
	defer func() { _ = windows.CloseHandle(guard) }()
	if err := windows.AssignProcessToJobObject(t.job, guard); err != nil {
		return fmt.Errorf("put the guard into a job object: %w", err)
	}
	return nil
}

func (t *tether) endAll() { _ = windows.TerminateJobObject(t.job, 1) }

func (t *tether) close() {
	if t.job != 0 {
		_ = windows.CloseHandle(t.job)
		t.job = 0
	}
}
