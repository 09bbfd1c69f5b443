package guard

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

const (
	// grace is the time between TERM and KILL.
	grace = 2 * time.Second
	// killFor is how long KILL is repeated. A process in an uninterruptible
	// system call (in a driver that hangs) survives KILL, and the guard must
	// not wait for it forever.
	killFor = 1500 * time.Millisecond
	// settleFor is how long processes that the engine started may run after the
	// engine has ended. After that they count as left behind.
	settleFor = 200 * time.Millisecond
	// pollEvery is how often the guard looks at a tree that is ending. While an
	// engine runs, the guard does not poll.
	pollEvery = 20 * time.Millisecond
)

// Main is the guard; the hidden verb calls it. The argument after the verb
// names the status pipe. The result is the exit code of the process.
//
// Main uses the whole process: it locks the calling goroutine to its thread,
// changes signal handling and reads standard input.
func Main(args []string) int {
	if len(args) != 1 {
		fmt.Fprintln(os.Stderr, "guard: this verb is used by dragstrip itself, between the bench process and an engine")
		return 2
	}
	number, err := strconv.ParseUint(args[0], 10, 64)
	if err != nil || number <= 2 {
		fmt.Fprintln(os.Stderr, "guard: not a status pipe:", strconv.Quote(args[0]))
		return 2
	}
	// The engine's parent-death signal is tied to this thread.
	runtime.LockOSThread()
	runtime.GOMAXPROCS(1)
	status, err := takeFile(uintptr(number))
	if err != nil {
		fmt.Fprintln(os.Stderr, "guard: open the status pipe:", err)
		return 2
	}
	report := &reporter{w: status}
	becomeGuard()

	lifeline := bufio.NewReaderSize(os.Stdin, 64<<10)
	order, err := readOrder(lifeline)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		report.say(message{Ended: &ended{Code: -1, Stopped: true}})
		return 0
	}
	if err != nil {
		report.say(message{StartError: err.Error()})
		return 1
	}
	cut := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, lifeline)
		close(cut)
	}()
	debug.FreeOSMemory() // done before the start, because it would disturb a running engine
	t, err := launch(order)
	if err != nil {
		report.say(message{StartError: startErrorText(string(order.Argv[0]), string(order.Dir), err)})
		return 1
	}
	letGoOfOutput()
	report.say(message{Started: &started{PID: t.pid, Began: t.began}})
	report.say(message{Ended: watch(t, cut)})
	return 0
}

// watch waits until the engine ends or the lifeline closes. Then it ends what
// is left of the engine, and returns how the engine ended.
func watch(t *tree, cut <-chan struct{}) *ended {
	var result ended
	select {
	case <-t.ended:
		waitUntil(settleFor, cut, t.empty)
	case <-cut:
		// If both happened at once, the engine ended on its own.
		select {
		case <-t.ended:
		default:
			result.Stopped = true
		}
	}
	if !t.empty() {
		left := endTree(t)
		result.LeftBehind = left
	}
	select {
	case <-t.ended:
		result.Code, result.Signal = t.code, t.signal
	default:
		result.Code = -1 // it cannot be killed
	}
	return &result
}

// endTree asks all processes to end, and kills those that do not end. It
// returns how many processes besides the engine were left: those that outlived
// an engine that ended by itself, or those that had to be killed.
func endTree(t *tree) int {
	left := 0
	select {
	case <-t.ended:
		left = t.others()
	default:
	}
	t.ask()
	if waitUntil(grace, nil, t.empty) {
		return left
	}
	left = max(left, t.others())
	for deadline := time.Now().Add(killFor); time.Now().Before(deadline); {
		// Repeat this, because a process may be forked after the processes were
		// listed.
		t.kill()
		if waitUntil(50*time.Millisecond, nil, t.empty) {
			break
		}
	}
	return left
}

// waitUntil polls until done is true, the time is over or cut is closed.
func waitUntil(limit time.Duration, cut <-chan struct{}, done func() bool) bool {
	deadline := time.Now().Add(limit)
	for !done() {
		if time.Now().After(deadline) {
			return false
		}
		select {
		case <-cut:
			return done()
		case <-time.After(pollEvery):
		}
	}
	return true
}

// engineCommand makes the engine's command for os/exec. The standard input of
// the engine is the null device. If the order asks for it, the standard input
// is a pipe; the guard keeps the other end, held. The engine's stdout and
// stderr are those of the guard.
func engineCommand(o order) (cmd *exec.Cmd, held io.Closer, err error) {
	argv := toStrings(o.Argv)
	cmd = exec.Command(argv[0], argv[1:]...)
	if cmd.Err != nil {
		return nil, nil, cmd.Err
	}
	cmd.Env = toStrings(o.Env)
	cmd.Dir = string(o.Dir)
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if o.Hold {
		held, err = cmd.StdinPipe()
	}
	return cmd, held, err
}

// startErrorText says why a program could not be started. The system's message
// is misleading if the file exists but its loader or interpreter does not.
func startErrorText(name, dir string, err error) string {
	var lookup *exec.Error
	if errors.As(err, &lookup) {
		return fmt.Sprintf("start %s: %v", name, lookup.Err)
	}
	cause := err
	var path *fs.PathError
	if errors.As(err, &path) {
		cause = path.Err
	}
	if dir != "" {
		if folder, statErr := os.Stat(dir); statErr != nil || !folder.IsDir() {
			return fmt.Sprintf("start %s: its working folder %s cannot be used: %v", name, dir, cause)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		if file, statErr := os.Stat(name); statErr == nil && file.Mode().IsRegular() {
			return fmt.Sprintf("start %s: the file exists, but the loader or interpreter it needs does not: %v", name, cause)
		}
	}
	return fmt.Sprintf("start %s: %v", name, cause)
}
