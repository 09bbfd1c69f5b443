package install

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/bench/isolated"
)

// Command is a program to be run to its end.
type Command struct {
	Argv []string
	// Dir is the working folder, for a program that writes into it; empty means
	// an empty folder of dragstrip's own.
	Dir string
	// Env is added to the environment, as KEY=VALUE; KEY alone removes it.
	Env []string
	// Line, if set, gets every printed line, cleaned, as it comes.
	Line func(string)
	// Unbroken programs change the system, so they are never stopped halfway and
	// keep running even if dragstrip ends. They print into a file, because a pipe
	// would break when dragstrip ends, and Line gets nothing.
	Unbroken bool
	// Asked programs only answer a question and change nothing.
	Asked bool
}

// plainWords are environment variables that make programs print in English and
// ask no questions.
var plainWords = []string{"DEBIAN_FRONTEND=noninteractive", "NONINTERACTIVE=1", "HOMEBREW_NO_ENV_HINTS=1"}

// maxOutput is how much of a program's output is kept.
const maxOutput = 8 << 20

// stopGrace is how long a program may take to end after it was told to stop.
var stopGrace = 5 * time.Second

// runCommand runs a program and returns what it printed on stdout. An error
// holds the end of what it printed on stderr.
func runCommand(ctx context.Context, command Command) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", context.Cause(ctx)
	}
	if command.Unbroken {
		return runUnbroken(command)
	}
	c := commandOf(ctx, command)
	ownGroup(c)
	c.WaitDelay = stopGrace
	lines := &liner{line: command.Line}
	out, errs := &kept{liner: lines}, &kept{liner: lines}
	c.Stdout, c.Stderr = out, errs
	// The kernel ends the program together with the thread that started it (see
	// groupAttributes), so this thread must not end earlier.
	runtime.LockOSThread()
	err := c.Run()
	runtime.UnlockOSThread()
	lines.end()
	if ctx.Err() != nil {
		endGroup(c)
		return "", context.Cause(ctx)
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it has ended; a process that it left behind holds its output open
	}
	if err != nil {
		return out.head.String(), fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(errs.text()))
	}
	return out.head.String(), nil
}

func commandOf(ctx context.Context, command Command) *exec.Cmd {
	c := isolated.Command(ctx, command.Argv, slices.Concat(plainWords, command.Env)...)
	if command.Dir != "" {
		c.Dir = command.Dir
	}
	return c
}

func runUnbroken(command Command) (string, error) {
	output, err := os.CreateTemp("", "dragstrip-output-*")
	if err != nil {
		return "", fmt.Errorf("make a file for the output of %s: %w", commandName(command.Argv), err)
	}
	defer os.Remove(output.Name())
	defer output.Close()
	c := commandOf(context.Background(), command)
	aside(c)
	c.Stdout, c.Stderr = output, output
	err = c.Run()
	text, readErr := readBounded(output.Name(), maxOutput)
	if err != nil {
		return string(text), fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(string(text)))
	}
	return string(text), readErr
}

// commandName is a command's name in messages: the program and its verb,
// without options.
func commandName(argv []string) string {
	name := bench.Clean(filepath.Base(argv[0]))
	for i := 1; i < len(argv); i++ {
		switch {
		case argv[i] == "-o" || argv[i] == "-c":
			i++
		case !strings.HasPrefix(argv[i], "-"):
			return name + " " + bench.Clean(argv[i])
		}
	}
	return name
}

// kept keeps the beginning of a stream, and its last bytes.
type kept struct {
	head  bytes.Buffer
	tail  []byte
	liner *liner
}

const tailBytes = 4 << 10

func (k *kept) Write(p []byte) (int, error) {
	k.head.Write(p[:min(len(p), maxOutput-k.head.Len())])
	k.tail = append(k.tail, p[max(0, len(p)-tailBytes):]...)
	if len(k.tail) > 2*tailBytes {
		k.tail = append(k.tail[:0], k.tail[len(k.tail)-tailBytes:]...)
	}
	k.liner.write(p)
	return len(p), nil
}

func (k *kept) text() string { return string(k.tail) }

// liner splits the output of two streams into lines. A carriage return ends a
// line, too, because progress is drawn with it.
type liner struct {
	mu   sync.Mutex
	line func(string)
	part []byte
}

const maxLine = 400

func (l *liner) write(p []byte) {
	if l.line == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, b := range p {
		if b == '\n' || b == '\r' {
			l.flush()
		} else if len(l.part) < maxLine {
			l.part = append(l.part, b)
		}
	}
}

func (l *liner) flush() {
	if text := bench.Clean(strings.TrimSpace(string(l.part))); text != "" {
		l.line(addresses.WithoutPasswords(text))
	}
	l.part = l.part[:0]
}

func (l *liner) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
}

// mostWords is how many of a program's last lines an error holds. apt's reason
// may be preceded by a warning for each mirror.
const mostWords = 8

// lastWords returns the last lines of a program's messages, as the end of an
// error text.
func lastWords(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = bench.Clean(strings.TrimSpace(line)); line != "" {
			lines = append(lines, addresses.WithoutPasswords(line))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return " (" + strings.Join(lines[max(0, len(lines)-mostWords):], " / ") + ")"
}
