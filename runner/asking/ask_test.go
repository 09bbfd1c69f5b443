package asking

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench/isolated"
	"dragstrip/runner/guard"
)

// The test binary is also the guard. If it is called with "part", it is any
// program that a test needs.
func TestMain(m *testing.M) {
	if guard.Asked(os.Args) {
		os.Exit(guard.Main(os.Args[2:]))
	}
	if len(os.Args) > 2 && os.Args[1] == "part" {
		os.Exit(parts[os.Args[2]](os.Args[3:]))
	}
	os.Exit(m.Run())
}

// parts are what the test binary can be; ask_unix_test.go adds to them.
var parts = map[string]func(args []string) int{
	"answerer": func(args []string) int {
		folder, _ := os.Getwd()
		fmt.Println("out", args, os.Getenv("DRAGSTRIP_TEST_A"), folder)
		fmt.Fprintln(os.Stderr, strings.Repeat("e", 1<<20))
		return 3
	},
	"mute": func([]string) int {
		fmt.Println("so far")
		time.Sleep(time.Hour)
		return 0
	},
}

func as(part string, args ...string) []string {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return append([]string{self, "part", part}, args...)
}

func TestAnAnswerIsWhatWasSaidAndHowItEnded(t *testing.T) {
	got, err := Ask(t.Context(), Question{Argv: as("answerer", "x"), Env: []string{"DRAGSTRIP_TEST_A=b"}, Limit: time.Minute, Bytes: 1000})
	if err != nil || got.Out != "out [x] b "+isolated.Folder()+"\n" || len(got.Err) != 1000 || got.Exit.Code != 3 || got.Late {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = Ask(t.Context(), Question{Argv: []string{filepath.Join(t.TempDir(), "none")}, Limit: time.Minute})
	if err != nil || !strings.Contains(got.Exit.StartError, "no such file") && !strings.Contains(got.Exit.StartError, "cannot find") {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhoDoesNotAnswerIsEnded(t *testing.T) {
	got, err := Ask(t.Context(), Question{Argv: as("mute"), Limit: 300 * time.Millisecond, Bytes: 1000})
	if err != nil || !got.Late || !got.Exit.Stopped {
		t.Errorf("late: %+v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err = Ask(ctx, Question{Argv: as("mute"), Limit: time.Minute, Bytes: 1000}); err != nil || got.Late || !got.Exit.Stopped {
		t.Errorf("given up: %+v, %v", got, err)
	}
}

// BenchmarkAsk prints how long a question takes, compared with just starting
// the program.
func BenchmarkAsk(b *testing.B) {
	for b.Loop() {
		if got, err := Ask(b.Context(), Question{Argv: as("answerer"), Limit: time.Minute}); err != nil || got.Exit.Code != 3 {
			b.Fatal(got, err)
		}
	}
}
