package llama

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/runner/engine"

	"github.com/charmbracelet/x/exp/golden"
)

// recording is the output of a real llama-bench: "# llama-bench ARGS", then
// "SECONDS STREAM LINE" for each line, then "exit CODE" or "exit SIGNAL".
type recording struct {
	name  string
	args  []string
	lines []recorded
	exit  engine.Exit
}

type recorded struct {
	at     time.Time
	stream engine.Stream
	text   []byte
}

var recordingStart = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func readRecording(t testing.TB, path string) recording {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := recording{name: path}
	for _, line := range bytes.Split(bytes.TrimSuffix(raw, []byte("\n")), []byte("\n")) {
		if rest, ok := bytes.CutPrefix(line, []byte("# ")); ok {
			args := strings.Fields(string(rest))
			r.args = args[slices.Index(args, "llama-bench")+1:]
			continue
		}
		head, rest, _ := bytes.Cut(line, []byte(" "))
		if string(head) == "exit" {
			if n, err := strconv.Atoi(string(rest)); err == nil {
				r.exit.Code = n
			} else {
				r.exit = engine.Exit{Code: -1, Signal: string(rest)}
			}
			continue
		}
		seconds, err := strconv.ParseFloat(string(head), 64)
		if err != nil {
			t.Fatalf("%s: %q is no line of a recording", path, line)
		}
		stream, text, _ := bytes.Cut(rest, []byte(" "))
		r.lines = append(r.lines, recorded{recordingStart.Add(time.Duration(seconds * 1e9)), engine.Stream(stream), text})
	}
	return r
}

func recordings(t testing.TB, glob string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.FromSlash("testdata/recorded"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".txt") && strings.Contains(filepath.ToSlash(path), glob) {
			out = append(out, path)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("no recordings %q: %v", glob, err)
	}
	return out
}

// options are what the adapter would have told the parser about the command
// line of a recording.
func (r recording) options(t testing.TB) ParserOptions {
	t.Helper()
	o := ParserOptions{Ticks: true, Program: "llama-bench"}
	sweep := lists{prompts: []int{512}, generations: []int{128}}
	axes := map[string][]string{}
	repetitions := 5
	for i := 0; i < len(r.args); i++ {
		flag, value := r.args[i], ""
		if !strings.HasPrefix(flag, "-") {
			continue // the rest of a path with spaces
		}
		switch flag {
		case "--progress":
			o.Progress = true
			continue
		case "-v", "--no-warmup", "--nonsense":
			continue
		}
		if i++; i < len(r.args) {
			value = r.args[i]
		}
		switch flag {
		case "-p":
			sweep.prompts = ints(strings.ReplaceAll(value, "8-32*2", "8,16,32"))
		case "-n":
			sweep.generations = ints(value)
		case "-pg":
			pg := ints(strings.Replace(value, ",", " ", 1))
			sweep.pairs = append(sweep.pairs, [2]int{pg[0], pg[1]})
		case "-r":
			repetitions, _ = strconv.Atoi(value)
		case "-o":
			o.Streamed = value == "json"
		case "-d", "-fa", "-t", "-b", "-ub", "-ctk", "-ctv":
			axes[flag] = strings.Split(value, ",")
			if value == "1-2" { // in the recording "range_syntax"
				axes[flag] = []string{"1", "2"}
			}
		}
	}
	keys := map[string]string{}
	for _, p := range bench.Parameters {
		if p.Key == "poll" {
			sweep.add("-d", axes["-d"])
		}
		sweep.add("-"+p.Flag, axes["-"+p.Flag])
		keys["-"+p.Flag] = p.Key
	}
	jobs := map[string]*bench.Job{}
	for _, p := range sweep.expand() {
		test := bench.Test{Prompt: p.prompt, Generation: p.generation}
		params := bench.Params{}
		for i, v := range strings.Split(p.at, "\x00") {
			switch {
			case v == "":
			case sweep.flags[i] == "-d":
				test.Depth, _ = strconv.Atoi(v)
			case sweep.flags[i] == "-fa":
				params["flash_attn"] = map[string]string{"0": "off", "1": "on", "off": "off"}[v]
			default:
				params[keys[sweep.flags[i]]] = v
			}
		}
		key := params.String()
		if jobs[key] == nil {
			jobs[key] = &bench.Job{ID: fmt.Sprintf("j%d", len(jobs)+1), Params: params}
		}
		o.Work = append(o.Work, engine.Work{Job: jobs[key], Test: test, Repetitions: repetitions})
	}
	return o
}

func (l *lists) add(flag string, values []string) {
	if len(values) > 0 {
		l.flags, l.values = append(l.flags, flag), append(l.values, values)
	}
}

func ints(s string) []int {
	var out []int
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		if n, err := strconv.Atoi(part); err == nil && n > 0 || strings.Contains(s, " ") {
			out = append(out, n)
		}
	}
	return out
}

// replay gives the facts of a recording with the time each arrived at.
func (r recording) replay(o ParserOptions) (*Parser, []timed) {
	p := NewParser(o)
	var out []timed
	keep := func(at time.Time, list []engine.Emitted) {
		for _, e := range list {
			out = append(out, timed{at, e})
		}
	}
	last := recordingStart
	for _, l := range r.lines {
		last = l.at
		keep(l.at, p.Line(l.stream, l.at, l.text, 0))
	}
	keep(last, p.End(last, r.exit))
	return p, out
}

type timed struct {
	at time.Time
	engine.Emitted
}

// String writes the fact for people who review golden files.
func (e timed) String() string {
	fact, _ := json.Marshal(e.Fact)
	text := string(fact)
	switch f := e.Fact.(type) {
	case bench.TestFinished:
		mark := ""
		if f.Result.Raw == "" {
			mark = "NO RAW "
		}
		f.Result.Raw = ""
		fact, _ = json.Marshal(f.Result)
		text = mark + string(fact)
	case bench.TestFailed:
		text = fmt.Sprintf("%s %s whole model: %v\n      reason: %s\n      remedy: %s\n      tail:   %d lines",
			f.Test, f.Failure.Code, f.Failure.WholeModel, f.Failure.Reason, f.Failure.Remedy, len(f.Failure.Tail))
	case bench.LineLogged:
		text = f.Stream + " " + f.Text
	case bench.SampleTaken:
		text = fmt.Sprintf("%s %d of %d: %.1f ms, %.1f t/s", f.Test, f.Repetition, f.Of, float64(f.Nanoseconds)/1e6, f.TokensPerSecond)
	}
	return fmt.Sprintf("%8.1f %s %s %s", float64(e.at.Sub(recordingStart).Microseconds())/1000, e.Job, e.Fact.Kind(), text)
}

func TestRecordingsBecomeFacts(t *testing.T) {
	for _, path := range recordings(t, "") {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/recorded/"), ".txt")
		t.Run(name, func(t *testing.T) {
			r := readRecording(t, path)
			_, facts := r.replay(r.options(t))
			var b strings.Builder
			for _, e := range facts {
				b.WriteString(e.String() + "\n")
			}
			golden.RequireEqual(t, []byte(b.String()))
			settledOnce(t, r.options(t).Work, facts)
		})
	}
}

// settledOnce checks that every piece of work is settled once, which the
// scheduler relies on.
func settledOnce(t testing.TB, work []engine.Work, facts []timed) {
	t.Helper()
	settled, started := map[string]int{}, map[string]bool{}
	for _, e := range facts {
		if altered := benchtest.Altered(e.Fact); altered != "" {
			t.Error(altered)
		}
		switch f := e.Fact.(type) {
		case bench.JobStarted:
			started[e.Job] = true
		case bench.TestFinished:
			settled[e.Job+f.Result.Test.String()]++
			if f.Result.Raw == "" || strings.Contains(f.Result.Raw, "\n") {
				t.Errorf("%s: raw result %q is not one line", f.Result.Test, f.Result.Raw)
			}
		case bench.TestFailed:
			settled[e.Job+f.Test.String()]++
			if f.Failure.Reason == "" || f.Failure.Remedy == "" {
				t.Errorf("%s failed without reason or remedy: %+v", f.Test, f.Failure)
			}
			if strings.Contains(f.Failure.Reason, "exit status") {
				t.Errorf("a bare exit status: %q", f.Failure.Reason)
			}
		default:
			continue
		}
		if !started[e.Job] {
			t.Errorf("%s was settled before its job had started", e.Fact.Kind())
		}
	}
	for key, n := range settled {
		if n > 1 {
			t.Errorf("%s was settled %d times", key, n)
		}
	}
	if len(settled) == 0 && len(work) > 0 {
		t.Error("no work was settled: the scheduler would try the same for ever")
	}
}
