package guard

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"dragstrip/runner/engine"
)

// guardPatience is how long the guard may take after a Stop. A guard that takes
// longer counts as stuck. The time is grace between TERM and KILL, killFor
// after that, and some more for a busy machine. It is less than five seconds,
// because everything must have ended by then.
const guardPatience = grace + killFor + 500*time.Millisecond

// Process is a started engine with its guard.
type Process struct {
	guard    *exec.Cmd
	tether   *tether
	lifeline *os.File
	out, err *stream
	mark     string

	pid   atomic.Int64
	began atomic.Int64

	stopOnce sync.Once
	stopped  chan struct{}
	done     chan struct{}
	exit     engine.Exit // written before done is closed
}

// Start starts a guard, and the guard starts the engine. Start does not wait
// for the engine. If the engine cannot be started, the Exit that Wait returns
// says so. An error from Start means that the guard itself could not be
// started.
func Start(cmd Command) (*Process, error) {
	if len(cmd.Argv) == 0 {
		return nil, errors.New("start an engine: the command is empty")
	}
	if os.Getenv(startedAsGuard) != "" {
		return nil, errors.New("start a guard: this program was started as a guard but did not act as one; its main function must call guard.Main")
	}
	p := &Process{stopped: make(chan struct{}), done: make(chan struct{})}
	line, err := p.order(cmd)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Argv[0], err)
	}
	status, err := p.startGuard(cmd)
	if err != nil {
		return nil, fmt.Errorf("start the guard of %s: %w", cmd.Argv[0], err)
	}
	// An order can be longer than a pipe can hold, and a guard that does not
	// read must not block the caller. So a goroutine writes the order. Stop
	// closes the pipe, which ends the write.
	go func() { _, _ = p.lifeline.Write(line) }()
	go p.follow(status)
	return p, nil
}

// order makes the order for the guard. It is one line.
func (p *Process) order(cmd Command) ([]byte, error) {
	var random [12]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	p.mark = MarkVariable + "=" + hex.EncodeToString(random[:]) + "." + us()
	env := environment(os.Environ(), append(cmd.Env[:len(cmd.Env):len(cmd.Env)], p.mark, readyVariable), cmd.Dir)
	line, err := json.Marshal(order{
		Argv: toBytes(cmd.Argv), Env: toBytes(env), Dir: []byte(cmd.Dir), Mark: []byte(p.mark), Hold: cmd.HoldStdin,
		AsBefore: gaveWay.Load(),
	})
	if err != nil {
		return nil, err
	}
	if len(line) > maxOrder {
		return nil, fmt.Errorf("command line and environment are too long: %d bytes, at most %d are possible", len(line), maxOrder)
	}
	return append(line, '\n'), nil
}

// startGuard starts the guard and returns the reading end of its status pipe.
func (p *Process) startGuard(cmd Command) (*os.File, error) {
	path, argv, err := cmd.self()
	if err != nil {
		return nil, err
	}
	keepFilesToOurselves()
	var pipes pipes
	lifeReader, lifeWriter := pipes.open()
	outReader, outWriter := pipes.open()
	errReader, errWriter := pipes.open()
	statusReader, statusWriter := pipes.open()
	if pipes.err != nil {
		pipes.close()
		return nil, pipes.err
	}
	p.lifeline, p.out, p.err = lifeWriter, newStream(outReader), newStream(errReader)

	p.guard = exec.Command(path, argv[1:]...)
	p.guard.Args[0] = argv[0]
	p.guard.Stdin, p.guard.Stdout, p.guard.Stderr = lifeReader, outWriter, errWriter
	p.guard.Env = append(os.Environ(), startedAsGuard+"=1")
	p.guard.SysProcAttr = guardAttributes()
	p.guard.Args = append(p.guard.Args, passFile(p.guard, statusWriter))
	if p.tether, err = newTether(p); err == nil {
		err = p.guard.Start()
	}
	if err != nil {
		pipes.close()
		p.out.close()
		p.err.close()
		p.tether.close()
		return nil, err
	}
	// This process must close its copies, or the pipes would never end.
	for _, file := range []*os.File{lifeReader, outWriter, errWriter, statusWriter} {
		_ = file.Close()
	}
	if err := p.tether.attach(); err != nil {
		_ = p.guard.Process.Kill()
		_ = p.guard.Wait()
		for _, file := range []io.Closer{lifeWriter, p.out.pipe, p.err.pipe, statusReader} {
			_ = file.Close()
		}
		p.tether.close()
		return nil, err
	}
	return statusReader, nil
}

// Stdout is the engine's standard output. The caller must read it to its end,
// or the engine blocks when the pipe is full.
func (p *Process) Stdout() io.Reader { return p.out }

// Stderr is the engine's standard error, to be read like Stdout.
func (p *Process) Stderr() io.Reader { return p.err }

// PID returns the process number of the engine, or 0 if it is not known yet.
// (Never send a signal to 0: it would go to the caller's own group.)
func (p *Process) PID() int { return int(p.pid.Load()) }

// Stop ends the engine and everything that it started: TERM first, KILL after
// two seconds. It returns at once. It may be called several times, and before
// the engine has started.
func (p *Process) Stop() {
	p.stopOnce.Do(func() {
		close(p.stopped)
		_ = p.lifeline.Close()
	})
}

// Wait blocks until the engine, everything that it started and the guard have
// ended, and both streams were read to their end. Several goroutines may call
// it. If an escaped process holds a stream open, Wait does not block: the
// stream ends with ErrHeldOpen.
func (p *Process) Wait() engine.Exit {
	<-p.done
	return p.exit
}

// follow reads the guard's messages until the guard has ended, and sets the
// exit.
func (p *Process) follow(status *os.File) {
	guardGone := make(chan struct{})
	go p.endStuckGuard(guardGone)

	var last message
	readMessages(status, func(m message) {
		if m.Started != nil {
			p.began.Store(m.Started.Began)
			p.pid.Store(int64(m.Started.PID))
			return
		}
		last = m
	})
	_ = status.Close()
	guardErr := p.guard.Wait()
	close(guardGone)
	if last.Ended == nil && last.StartError == "" {
		// The guard died before it ended the engine, so this process must end
		// the engine.
		p.tether.endAll()
	}
	p.tether.close()
	since := time.Now()
	p.out.finish(since)
	p.err.finish(since)
	p.exit = p.exitFrom(last, guardErr)
	p.Stop() // closes the lifeline
	close(p.done)
}

// endStuckGuard kills a guard that does not end after a Stop, for instance
// because somebody sent it SIGSTOP.
func (p *Process) endStuckGuard(gone <-chan struct{}) {
	select {
	case <-gone:
		return
	case <-p.stopped:
	}
	timer := time.NewTimer(guardPatience)
	defer timer.Stop()
	select {
	case <-gone:
	case <-timer.C:
		_ = p.guard.Process.Kill()
	}
}

func (p *Process) exitFrom(last message, guardErr error) engine.Exit {
	switch {
	case last.Ended != nil:
		e := last.Ended
		return engine.Exit{Code: e.Code, Signal: e.Signal, Stopped: e.Stopped, LeftBehind: e.LeftBehind}
	case last.StartError != "":
		return engine.Exit{Code: -1, StartError: last.StartError}
	}
	how := "exit status 0"
	if guardErr != nil {
		how = guardErr.Error()
	}
	exit := engine.Exit{Code: -1}
	if p.PID() != 0 {
		exit.Signal = "SIGKILL"
	}
	select {
	case <-p.stopped:
		exit.Stopped = true
		return exit
	default:
	}
	if p.PID() != 0 {
		exit.StartError = fmt.Sprintf("something outside dragstrip ended the guard process (%s), and the engine with it", how)
	} else {
		exit.StartError = fmt.Sprintf("the guard process ended before it could start the engine (%s)", how)
	}
	return exit
}

// pipes opens pipes and remembers them, so that all can be closed after a
// failure.
type pipes struct {
	files []*os.File
	err   error
}

func (p *pipes) open() (r, w *os.File) {
	if p.err != nil {
		return nil, nil
	}
	if r, w, p.err = os.Pipe(); p.err == nil {
		p.files = append(p.files, r, w)
	}
	return r, w
}

func (p *pipes) close() {
	for _, file := range p.files {
		_ = file.Close()
	}
}

func toBytes(texts []string) [][]byte {
	out := make([][]byte, len(texts))
	for i, text := range texts {
		out[i] = []byte(text)
	}
	return out
}

func toStrings(texts [][]byte) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = string(text)
	}
	return out
}
