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
)

// Command is a program to be run to its end.
type Command struct {
	Argv []string
	Dir  string
	// Env is added to the environment, as KEY=VALUE; KEY alone removes it.
	Env []string
	// Line gets every line printed, cleaned, as it comes; it may be nil.
	Line func(string)
	// Unbroken programs are not stopped halfway, and live on when dragstrip does
	// not: what they change is not ours alone. They print into a file, since
	// a pipe would break with dragstrip, and Line gets nothing.
	Unbroken bool
	// Asked programs have nothing to do but to answer.
	Asked bool
}

// plainWords are the variables under which programs print for us in C, where
// they print for people in the user's language.
var plainWords = []string{"LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "NONINTERACTIVE=1", "HOMEBREW_NO_ENV_HINTS=1"}

// maxOutput bounds what is kept of a program's words.
const maxOutput = 8 << 20

// stopGrace is how long a program that was told to stop may take.
var stopGrace = 5 * time.Second

// runCommand gives what a program printed on stdout. An error holds the end
// of what it printed on stderr.
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
	// Where a program goes with dragstrip, the kernel means the thread that started
	// it, which must not end before.
	runtime.LockOSThread()
	err := c.Run()
	runtime.UnlockOSThread()
	lines.end()
	if ctx.Err() != nil {
		endGroup(c)
		return "", context.Cause(ctx)
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it is done; something that it left behind holds its output
	}
	if err != nil {
		return out.head.String(), fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(errs.text()))
	}
	return out.head.String(), nil
}

func commandOf(ctx context.Context, command Command) *exec.Cmd {
	c := exec.CommandContext(ctx, command.Argv[0], command.Argv[1:]...)
	c.Dir = command.Dir
	c.Env = append(os.Environ(), plainWords...)
	for _, kv := range command.Env {
		key, _, set := strings.Cut(kv, "=")
		c.Env = slices.DeleteFunc(c.Env, func(old string) bool { return strings.HasPrefix(old, key+"=") })
		if set {
			c.Env = append(c.Env, kv)
		}
	}
	return c
}

func runUnbroken(command Command) (string, error) {
	words, err := os.CreateTemp("", "dragstrip-words-*")
	if err != nil {
		return "", fmt.Errorf("keep what %s says: %w", commandName(command.Argv), err)
	}
	defer os.Remove(words.Name())
	defer words.Close()
	c := commandOf(context.Background(), command)
	aside(c)
	c.Stdout, c.Stderr = words, words
	err = c.Run()
	text, readErr := readBounded(words.Name(), maxOutput)
	if err != nil {
		return string(text), fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(string(text)))
	}
	return string(text), readErr
}

// commandName is what a person would call a command: the program and its
// verb, without the options between.
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

// kept keeps the beginning of a stream, and its end when that is longer.
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

// liner cuts what two streams print into lines. A carriage return ends a
// line too: that is how progress is drawn.
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
		l.line(text)
	}
	l.part = l.part[:0]
}

func (l *liner) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
}

// lastWords gives the end of what a program complained about.
func lastWords(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = bench.Clean(strings.TrimSpace(line)); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return " (" + strings.Join(lines[max(0, len(lines)-4):], " / ") + ")"
}
