package engine

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// A driver is a program of dragstrip that measures an engine if no tool of the
// engine can. It is either a script that the engine's interpreter runs (MLX),
// or the hidden verb `driver` of dragstrip (for an engine that listens on a
// socket). It runs under the guard like any engine. So the bench process and
// the guard need no interpreter, network code or library of an engine.
//
// Its command line says what to do ([Request]):
//
//	--model PATH|NAME --tests pp512,tg128@d4096 -r 6 [--delay 2] [--no-warmup]
//	[--no-ticks] [--at-once N] [--text KIND] and flags of its own [-- the program that it must start]
//
// It writes lines to standard output, each with one JSON object ([Line]); "e"
// names the event. Text for people goes to standard error. A line leaves out
// the keys that it does not need. Readers ignore unknown events and keys.
//
//	engine   text, device ("cpu" or "gpu"), backend, device_name    once, before loading
//	load                                        loading begins
//	loading  done, of                           progress, in any unit
//	loaded   ns, model_bytes                    the model is in memory
//	told     told                               settings that a server tells
//	delay    i                                  waits before test i (i counts from 0)
//	warmup   i                                  warms up; not measured
//	fill     i, k, cached                       brings the context to the test's depth
//	rep      i, k, of                           repetition k of `of` begins
//	first    ns                                 pp+tg only: the prompt is done, the clock keeps running
//	tick     done, of, ns                       tokens of the repetition in flight, ten a second at most
//	sample   i, k, of, ns                       the time that repetition k took
//	result   i, test, samples_ns, started, backend, device_name, model_type,
//	         model_bytes, kv_bytes, compute_bytes; of a server also exchanges
//	error    stage ("start", "load" or "test"), i, type, text; or code, reason,
//	         remedy where the driver can explain it
//
// Times are in nanoseconds of the driver's monotonic clock; `started` is in
// seconds since 1970. A sample is the time of one repetition, as [bench.Test]
// defines it. The driver ends by itself after the last test or the first error,
// on TERM, on INT, and when its standard input (a pipe) closes.
type Line struct {
	E      string `json:"e"`
	I      *int   `json:"i,omitempty"`
	K      int    `json:"k,omitempty"`
	Of     int    `json:"of,omitempty"`
	NS     int64  `json:"ns,omitempty"`
	Done   int    `json:"done,omitempty"`
	Cached bool   `json:"cached,omitempty"`

	// engine, loaded, result
	Device       string `json:"device,omitempty"`
	Backend      string `json:"backend,omitempty"`
	DeviceName   string `json:"device_name,omitempty"`
	ModelType    string `json:"model_type,omitempty"`
	ModelBytes   int64  `json:"model_bytes,omitempty"`
	KVBytes      int64  `json:"kv_bytes,omitempty"`
	ComputeBytes int64  `json:"compute_bytes,omitempty"`

	// result
	Test    string  `json:"test,omitempty"`
	Samples []int64 `json:"samples_ns,omitempty"`
	Started float64 `json:"started,omitempty"`
	// of a server
	Exchanges []bench.Exchange `json:"exchanges,omitempty"`
	Told      []bench.Told     `json:"told,omitempty"`

	// error; engine has text, too
	Stage  string            `json:"stage,omitempty"`
	Type   string            `json:"type,omitempty"`
	Text   string            `json:"text,omitempty"`
	Code   bench.FailureCode `json:"code,omitempty"`
	Reason string            `json:"reason,omitempty"`
	Remedy string            `json:"remedy,omitempty"`
}

// The stages that a driver's error names.
const (
	StageStart = "start"
	StageLoad  = "load"
	StageTest  = "test"
)

// Request says what a driver must measure with one model.
type Request struct {
	// Model is a path, or the name under which a server serves it.
	Model       string
	Tests       []bench.Test
	Repetitions int
	// DelaySeconds is the wait before each test.
	DelaySeconds int
	NoWarmup     bool
	NoTicks      bool
	// AtOnce is how many requests are sent to a server at once; 0 means one,
	// because nothing else was asked for.
	AtOnce int
	// Text is what the prompts for a server are made of; "" means random words.
	Text string
	// Own are flags and values that only this driver has, as they stand on the
	// command line.
	Own []string
	// Program is the command line of the program that the driver must start, if
	// any.
	Program []string
}

// RequestOf makes the request for work that one start of a driver can do (see
// Together).
func RequestOf(work []Work, opts Options, own ...string) Request {
	job := work[0].Job
	r := Request{
		Model: job.Model.Address(), Repetitions: max(work[0].Repetitions, 1), DelaySeconds: job.DelaySeconds,
		NoWarmup: job.NoWarmup, NoTicks: !opts.Ticks, Text: job.Params[bench.PromptText], Own: own,
	}
	if job.Params[bench.Concurrency] != "" {
		r.AtOnce = job.Params.AtOnce()
	}
	for _, w := range work {
		r.Tests = append(r.Tests, w.Test)
	}
	return r
}

// Args returns the words of a driver's command line.
func (r Request) Args() []string {
	names := make([]string, len(r.Tests))
	for i, t := range r.Tests {
		names[i] = t.String()
	}
	args := append([]string{"--model", r.Model, "--tests", strings.Join(names, ","), "-r", strconv.Itoa(r.Repetitions)}, r.Own...)
	if r.DelaySeconds > 0 {
		args = append(args, "--delay", strconv.Itoa(r.DelaySeconds))
	}
	if r.NoWarmup {
		args = append(args, "--no-warmup")
	}
	if r.NoTicks {
		args = append(args, "--no-ticks")
	}
	if r.AtOnce > 0 {
		args = append(args, "--at-once", strconv.Itoa(r.AtOnce))
	}
	if r.Text != "" {
		args = append(args, "--text", r.Text)
	}
	if len(r.Program) > 0 {
		args = append(append(args, "--"), r.Program...)
	}
	return args
}

// ParseRequest reads the words that Args returns. own names the flags that only
// this driver has. Each of these takes a value, which is kept unchanged.
func ParseRequest(args []string, own ...string) (Request, error) {
	var r Request
	var tests string
	f := flag.NewFlagSet("driver", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&r.Model, "model", "", "")
	f.StringVar(&tests, "tests", "", "")
	f.IntVar(&r.Repetitions, "r", bench.DefaultRepetitions, "")
	f.IntVar(&r.DelaySeconds, "delay", 0, "")
	f.BoolVar(&r.NoWarmup, "no-warmup", false, "")
	f.BoolVar(&r.NoTicks, "no-ticks", false, "")
	f.IntVar(&r.AtOnce, "at-once", 0, "")
	f.StringVar(&r.Text, "text", "", "")
	for _, name := range own {
		f.Func(name, "", func(value string) error {
			r.Own = append(r.Own, "--"+name, value)
			return nil
		})
	}
	if at := slices.Index(args, "--"); at >= 0 {
		args, r.Program = args[:at], args[at+1:]
	}
	if err := f.Parse(args); err != nil {
		return r, fmt.Errorf("read the driver's command line: %w", err)
	}
	switch {
	case r.Model == "":
		return r, errors.New("read the driver's command line: --model is missing")
	case r.Repetitions < 1 || r.Repetitions > bench.MaxRepetitions:
		return r, fmt.Errorf("read the driver's command line: -r must be 1 to %d", bench.MaxRepetitions)
	case r.DelaySeconds < 0:
		return r, errors.New("read the driver's command line: --delay must not be negative")
	case r.AtOnce < 0 || r.AtOnce > bench.MostAtOnce:
		return r, fmt.Errorf("read the driver's command line: --at-once must be 1 to %d, or left out", bench.MostAtOnce)
	case r.Text != "" && !slices.Contains(bench.TextKinds, r.Text):
		return r, fmt.Errorf("read the driver's command line: --text must be one of %s", strings.Join(bench.TextKinds, ", "))
	case f.NArg() > 0:
		return r, fmt.Errorf("read the driver's command line: %q is not a flag", f.Arg(0))
	}
	for name := range strings.SplitSeq(tests, ",") {
		t, err := bench.ParseTest(name)
		if err != nil {
			return r, fmt.Errorf("read the driver's command line: %w", err)
		}
		r.Tests = append(r.Tests, t)
	}
	return r, nil
}

// Together divides work into parts that one start of a driver can do each. Such
// work has the same model, round, parameters and repetitions.
func Together(work []Work) iter.Seq[[]Work] {
	return func(yield func([]Work) bool) {
		for len(work) > 0 {
			n := together(work)
			if !yield(work[:n]) {
				return
			}
			work = work[n:]
		}
	}
}

// together counts the work at the beginning of a list that belongs together.
func together(work []Work) int {
	same := func(w Work) bool {
		a, b := work[0], w
		return a.Job.Model.Key() == b.Job.Model.Key() && a.Round == b.Round && a.Repetitions == b.Repetitions &&
			maps.Equal(a.Job.Params, b.Job.Params) && a.Job.NoWarmup == b.Job.NoWarmup && a.Job.DelaySeconds == b.Job.DelaySeconds
	}
	if at := slices.IndexFunc(work, func(w Work) bool { return !same(w) }); at >= 0 {
		return at
	}
	return len(work)
}
