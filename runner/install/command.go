package install

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
)

// maxOutput is how much of a program's output is kept at most.
const maxOutput = 8 << 20

// runCommand runs a program and returns what it printed to stdout. An error
// contains the last lines that the program printed to stderr.
func runCommand(ctx context.Context, command Command) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", context.Cause(ctx)
	}
	if command.Unbroken {
		return runUnbroken(command)
	}
	lines := &liner{line: command.Line}
	out, errs := &kept{liner: lines}, &kept{liner: lines}
	err := runWatched(ctx, command, out, errs)
	lines.end()
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err != nil {
		return out.head.String(), fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(errs.text()))
	}
	return out.head.String(), nil
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

// kept keeps the first bytes of a stream (maxOutput) and the last bytes
// (tailBytes).
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
// line, too, because programs use it to draw progress.
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

// mostWords is how many of a program's last lines an error contains. apt may
// print a warning for each mirror before its reason.
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
