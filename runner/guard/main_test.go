package guard

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dragstrip/runner/engine"
)

// The test binary plays every part. Started with "guard", it is the guard.
// Started with "part" and a name, it is an engine, a program that an engine
// started, a bench process or a detached process.
func TestMain(m *testing.M) {
	if Asked(os.Args) {
		os.Exit(Main(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "part" {
		os.Exit(play(os.Args[2], os.Args[3:]))
	}
	// Under the race detector a process sleeps for a second before it ends.
	if os.Getenv("GORACE") == "" {
		_ = os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	os.Exit(m.Run())
}

// parts are what the test binary can be. A part returns its exit code.
// process_unix_test.go adds more parts.
var parts = map[string]func(args []string) int{
	"exit": func(args []string) int {
		code, _ := strconv.Atoi(args[0])
		return code
	},
	"hang": func([]string) int {
		fmt.Println("up", os.Getpid())
		return forever()
	},
	"variables": func(names []string) int {
		for _, name := range names {
			value, set := os.LookupEnv(name)
			fmt.Printf("%s %t %q\n", name, set, value)
		}
		return 0
	},
	"folder": func([]string) int {
		folder, err := os.Getwd()
		fmt.Println(folder, err)
		return 0
	},
	"arguments": func(args []string) int {
		fmt.Printf("%q\n", args)
		return 0
	},
	"stdin": func([]string) int {
		n, err := os.Stdin.Read(make([]byte, 1))
		fmt.Println(n, err)
		return 0
	},
	"kind of stdin": func([]string) int {
		st, err := os.Stdin.Stat()
		if err != nil {
			return 1
		}
		fmt.Println(st.Mode())
		return 0
	},
	"reader of stdin": func([]string) int {
		fmt.Println("up", os.Getpid())
		_, _ = io.Copy(io.Discard, os.Stdin)
		return 0
	},
	"flood": func(args []string) int {
		size, _ := strconv.Atoi(args[0])
		var both sync.WaitGroup
		for _, file := range []*os.File{os.Stdout, os.Stderr} {
			both.Go(func() {
				line := append(bytes.Repeat([]byte("x"), 99), '\n')
				for range size / 100 {
					if _, err := file.Write(line); err != nil {
						os.Exit(9)
					}
				}
			})
		}
		both.Wait()
		return 0
	},
	"long line": func(args []string) int {
		size, _ := strconv.Atoi(args[0])
		fmt.Println(strings.Repeat("y", size))
		return 0
	},
	"noise": func([]string) int {
		noise := make([]byte, 300<<10)
		state := uint32(1)
		for i := range noise {
			state = state*1664525 + 1013904223
			noise[i] = byte(state >> 24)
		}
		_, _ = os.Stdout.Write(noise)
		_, _ = os.Stderr.Write(noise)
		return 0
	},
}

func play(part string, args []string) int {
	act, known := parts[part]
	if !known {
		fmt.Fprintln(os.Stderr, "no such part:", part)
		return 99
	}
	return act(args)
}

// as gives the command that plays a part.
func as(part string, args ...string) []string {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return append([]string{self, "part", part}, args...)
}

// watched is a started engine, with the lines that it has printed.
type watched struct {
	*Process
	t        *testing.T
	mu       sync.Mutex
	out, err []string
	news     chan struct{}
	readers  sync.WaitGroup
	errs     [2]error
}

func begin(t *testing.T, cmd Command) *watched {
	t.Helper()
	process, err := Start(cmd)
	if err != nil {
		t.Fatalf("Start: %v", err)
	}
	w := &watched{Process: process, t: t, news: make(chan struct{}, 1)}
	w.readers.Go(func() {
		w.errs[0] = Drain(process.Stdout(), MaxOutLine, nil, func(_ time.Time, line []byte, _ int) { w.add(&w.out, line) })
	})
	w.readers.Go(func() {
		w.errs[1] = Drain(process.Stderr(), MaxErrLine, nil, func(_ time.Time, line []byte, _ int) { w.add(&w.err, line) })
	})
	t.Cleanup(func() {
		process.Stop()
		process.Wait()
	})
	return w
}

func (w *watched) add(lines *[]string, line []byte) {
	w.mu.Lock()
	*lines = append(*lines, string(line))
	w.mu.Unlock()
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// end waits for the end of the engine and of its readers.
func (w *watched) end() engine.Exit {
	w.t.Helper()
	exit := make(chan engine.Exit, 1)
	go func() { exit <- w.Wait() }()
	select {
	case e := <-exit:
		w.readers.Wait()
		return e
	case <-time.After(20 * time.Second):
		w.t.Fatal("Wait did not come back")
		panic("unreachable")
	}
}

// said waits for a line of standard output that begins with the word and
// returns the number that follows it.
func (w *watched) said(word string) int {
	w.t.Helper()
	deadline := time.After(15 * time.Second)
	for {
		w.mu.Lock()
		for _, line := range w.out {
			if rest, ok := strings.CutPrefix(line, word+" "); ok {
				w.mu.Unlock()
				number, err := strconv.Atoi(rest)
				if err != nil {
					w.t.Fatalf("the engine said %q", line)
				}
				return number
			}
		}
		w.mu.Unlock()
		select {
		case <-w.news:
		case <-deadline:
			w.t.Fatalf("the engine never said %q, but %q and %q", word, w.out, w.err)
		}
	}
}

func (w *watched) text() string { return strings.Join(w.out, "\n") }

// eventually polls a condition.
func eventually(t *testing.T, limit time.Duration, what string, condition func() bool) {
	t.Helper()
	for began := time.Now(); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > limit {
			t.Fatalf("not within %v: %s", limit, what)
		}
	}
}

// forever never returns. Without a timer the Go runtime would notice that
// nothing can happen any more, and end the process.
func forever() int {
	for {
		time.Sleep(time.Hour)
	}
}
