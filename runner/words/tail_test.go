package words

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The line with the reason comes first, and thousands of lines may follow it.
func TestAFloodDoesNotWashTheReasonAway(t *testing.T) {
	tail := NewTail()
	tail.Add("load_model: starting")
	tail.Add("error: tensor 'output' is missing")
	for i := range 5000 {
		tail.Add(fmt.Sprint("slot ", i))
	}
	lines := tail.Lines()
	if len(lines) != 1+TailKept || lines[0] != "error: tensor 'output' is missing" || lines[len(lines)-1] != "slot 4999" {
		t.Errorf("%d lines, from %q to %q", len(lines), lines[0], lines[len(lines)-1])
	}
}

func TestATailIsInOrderAndBounded(t *testing.T) {
	tail := NewTail()
	want := []string{"one", "a failure", "two", "an error", "three"}
	for _, line := range want {
		tail.Add(line)
		tail.Add("")
	}
	if got := tail.Lines(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for range 10 * FirstKept {
		tail.Add("error: " + strings.Repeat("x", 10*TailLine))
	}
	lines := tail.Lines()
	if len(lines) > FirstKept+TailKept || slices.ContainsFunc(lines, func(l string) bool { return len(l) > TailLine }) {
		t.Errorf("%d lines", len(lines))
	}
}

func TestALineIsCleanedAndCut(t *testing.T) {
	if got := CleanLine([]byte("  \x1b[31mfailed\x1b[0m\u202e \r")); strings.ContainsAny(got, "\x1b\u202e\r") || !strings.Contains(got, "failed") {
		t.Errorf("%q", got)
	}
	if got := CleanLine([]byte(strings.Repeat("日本", 5000))); len(got) > LogLine || !strings.HasSuffix(got, "…") {
		t.Errorf("%d bytes", len(got))
	}
}
