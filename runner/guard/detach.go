package guard

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"dragstrip/bench"
)

// readyVariable names the pipe on which a detached process says that it is
// ready. Its value is the file number that Ready opens.
const readyVariable = "DRAGSTRIP_READY_PIPE"

// ReadyTimeout is how long StartDetached waits for the process to say that it
// is ready.
const ReadyTimeout = 10 * time.Second

// Detached is a process that was started to outlive us and our terminal.
type Detached struct {
	pid  int
	done chan struct{}
	err  error // written before done is closed
}

// PID is the process's number.
func (d *Detached) PID() int { return d.pid }

// Done is closed when the process has ended, if that happens before we end.
func (d *Detached) Done() <-chan struct{} { return d.done }

// Err says how the process ended once Done is closed: nil for exit status 0.
func (d *Detached) Err() error {
	<-d.done
	return d.err
}

// StartDetached starts argv in a session of its own, without a terminal. Its
// standard input holds the bytes told and then ends. (They are not on the
// command line, because anybody may read a command line.) Its output goes to
// logFile or nowhere, and it inherits no other file. StartDetached waits until
// the process calls Ready, for ReadyTimeout at most. A process that is not
// ready by then is ended.
//
// env changes our environment as in Command. dir is the working directory;
// empty means ours. If the process ends before it is ready, or reports why it
// cannot be ready, the error holds that reason or the end of the log.
func StartDetached(argv []string, env []string, dir string, told []byte, logFile *os.File) (*Detached, error) {
	return startDetached(argv, env, dir, told, logFile, ReadyTimeout)
}

func startDetached(argv, env []string, dir string, told []byte, logFile *os.File, timeout time.Duration) (*Detached, error) {
	if len(argv) == 0 {
		return nil, errors.New("start a detached process: the command is empty")
	}
	var pipe pipes
	reader, writer := pipe.open()
	if pipe.err != nil {
		return nil, fmt.Errorf("start %s: %w", argv[0], pipe.err)
	}
	defer pipe.close()
	logStart := sizeOf(logFile)
	keepFilesToOurselves()
	cmd, err := startSeparate(func() *exec.Cmd { return detachedCommand(argv, dir, told, logFile) }, env, writer)
	if err != nil {
		return nil, errors.New(startErrorText(argv[0], dir, err))
	}
	_ = writer.Close()
	d := &Detached{pid: cmd.Process.Pid, done: make(chan struct{})}
	go func() {
		d.err = cmd.Wait()
		close(d.done)
	}()
	if err := d.awaitReady(reader, timeout); err != nil {
		var reason *notReady
		if errors.As(err, &reason) {
			d.endWithin(leaveFor, cmd.Process)
			return nil, err
		}
		d.endWithin(0, cmd.Process)
		return nil, fmt.Errorf("start %s: %w%s", argv[0], err, logTail(logFile, logStart))
	}
	return d, nil
}

// leaveFor is how long a process may still take to clean up after it said why
// it cannot go on.
const leaveFor = 2 * time.Second

// endWithin waits for the process to end on its own, and ends it after limit.
func (d *Detached) endWithin(limit time.Duration, process *os.Process) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-d.done:
		return
	case <-timer.C:
	}
	select {
	case <-d.done: // both came at once
	default:
		endSeparate(process)
		<-d.done
	}
}

func detachedCommand(argv []string, dir string, told []byte, logFile *os.File) *exec.Cmd {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = dir
	if len(told) > 0 {
		cmd.Stdin = bytes.NewReader(told)
	}
	if logFile != nil {
		cmd.Stdout, cmd.Stderr = logFile, logFile
	}
	return cmd
}

// notReady is the process's own reason for not being ready.
type notReady struct{ text string }

func (n *notReady) Error() string { return n.text }

// maxReadyLine is how long that reason may be, in bytes.
const maxReadyLine = 64 << 10

// awaitReady waits for the line that the process writes when it is ready.
func (d *Detached) awaitReady(reader *os.File, timeout time.Duration) error {
	type answer struct {
		line []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := readLine(bufio.NewReader(reader), maxReadyLine)
		answers <- answer{line, err}
	}()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	ended := d.done
	for {
		select {
		case a := <-answers:
			if a.err == nil {
				return readyAnswer(string(a.line))
			}
			// The pipe closed: normally because the process ended.
			select {
			case <-d.done:
			case <-timer.C:
				return errors.New("it closed its readiness pipe without an answer")
			}
			return d.earlyEnd()
		case <-ended:
			// What it wrote may not have arrived yet, and something it started may hold
			// the pipe open. Give the answer a moment.
			ended = nil
			timer.Reset(200 * time.Millisecond)
		case <-timer.C:
			if ended == nil {
				return d.earlyEnd()
			}
			return fmt.Errorf("it was not ready after %v and was ended", timeout)
		}
	}
}

func (d *Detached) earlyEnd() error {
	how := "exit status 0"
	if err := d.Err(); err != nil {
		how = err.Error()
	}
	return fmt.Errorf("it ended before it was ready (%s)", how)
}

const readyWord = "ready"

func readyAnswer(line string) error {
	if line == readyWord {
		return nil
	}
	text, err := strconv.Unquote(line)
	if err != nil {
		return fmt.Errorf("it answered %q instead of being ready", bench.Clean(line))
	}
	return &notReady{text}
}

var readyOnce sync.Once

// Ready tells the process that called StartDetached that this one is ready, or
// why it is not. Only the first call counts. In a process that StartDetached
// did not start, it does nothing.
func Ready(err error) {
	readyOnce.Do(func() {
		number, parseErr := strconv.ParseUint(os.Getenv(readyVariable), 10, 64)
		_ = os.Unsetenv(readyVariable)
		if parseErr != nil || number <= 2 {
			return
		}
		file, openErr := takeFile(uintptr(number))
		if openErr != nil {
			return
		}
		defer func() { _ = file.Close() }()
		if about, statErr := file.Stat(); statErr != nil || about.Mode()&os.ModeNamedPipe == 0 {
			return
		}
		line := readyWord
		if err != nil {
			text := err.Error()
			line = strconv.Quote(text[:min(len(text), maxReadyLine/8)])
		}
		_, _ = io.WriteString(file, line+"\n")
	})
}

func sizeOf(file *os.File) int64 {
	if file == nil {
		return 0
	}
	about, err := file.Stat()
	if err != nil {
		return 0
	}
	return about.Size()
}

// How much of a log's end goes into an error.
const (
	tailBytes = 4 << 10
	tailLines = 12
)

// logTail is the end of what a process wrote to its log, as the end of an
// error text. The file is opened anew, because it may be open for writing only.
func logTail(logFile *os.File, from int64) string {
	if logFile == nil {
		return ""
	}
	file, err := os.Open(logFile.Name())
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	from = max(from, sizeOf(file)-tailBytes)
	text, err := io.ReadAll(io.NewSectionReader(file, from, tailBytes))
	if err != nil {
		return ""
	}
	var lines []string
	_ = Drain(bytes.NewReader(text), MaxErrLine, nil, func(_ time.Time, line []byte, _ int) {
		if clean := strings.TrimSpace(bench.Clean(string(line))); clean != "" {
			lines = append(lines, clean)
		}
	})
	if len(lines) == 0 {
		return ""
	}
	lines = lines[max(0, len(lines)-tailLines):]
	return "; its log ends:\n  " + strings.Join(lines, "\n  ")
}
