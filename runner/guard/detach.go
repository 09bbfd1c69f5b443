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

// A detached process says on a pipe that it is ready. readyVariable is the
// environment variable that holds the file number of this pipe.
const readyVariable = "DRAGSTRIP_READY_PIPE"

// ReadyTimeout is how long StartDetached waits for the process to say that it
// is ready.
const ReadyTimeout = 10 * time.Second

// Detached is a process that may outlive this process and its terminal.
type Detached struct {
	pid  int
	done chan struct{}
	err  error // written before done is closed
}

// PID returns the number of the process.
func (d *Detached) PID() int { return d.pid }

// Done returns a channel that is closed when the process has ended.
func (d *Detached) Done() <-chan struct{} { return d.done }

// Err waits until the process has ended, and says how it ended: nil for exit
// status 0.
func (d *Detached) Err() error {
	<-d.done
	return d.err
}

// StartDetached starts argv in a new session, without a terminal. The standard
// input of the process holds the bytes told and then ends. (These bytes are not
// on the command line, because anybody may read a command line.) Its output
// goes to logFile or nowhere, and it inherits no other file. StartDetached
// waits until the process calls Ready. After ReadyTimeout it ends a process
// that is not ready.
//
// env lists changes to the environment as in Command. dir is the working
// directory; empty means the directory of the caller. If the process ends
// before it is ready, the error holds the end of the log. If the process
// reports why it cannot be ready, the error is that reason.
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

// leaveFor is how long a process may take to clean up after it said why it
// cannot be ready.
const leaveFor = 2 * time.Second

// endWithin waits until the process ends by itself. After limit it ends the
// process.
func (d *Detached) endWithin(limit time.Duration, process *os.Process) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-d.done:
		return
	case <-timer.C:
	}
	select {
	case <-d.done: // the process ended at the same moment
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

// notReady is the reason that a process gives for not being ready.
type notReady struct{ text string }

func (n *notReady) Error() string { return n.text }

// maxReadyLine is how many bytes the line with this reason may have.
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
			// The answer may not have arrived yet. Wait only a moment, because
			// a process that it started may hold the pipe open.
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

// Ready tells the process that called StartDetached that this process is ready,
// or why it is not. Only the first call has an effect. In a process that
// StartDetached did not start, Ready does nothing.
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

// logTail returns the last lines that a process wrote to its log, as the end of
// an error text. It opens the file again, because logFile may be open only for
// writing.
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
