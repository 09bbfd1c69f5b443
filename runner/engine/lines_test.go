package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

func someWork(tests ...string) []Work {
	job := &bench.Job{ID: "j1", Model: bench.Model{Served: "words:7b"}, Repetitions: 3, DelaySeconds: 2, NoWarmup: true}
	var work []Work
	for _, name := range tests {
		t, err := bench.ParseTest(name)
		if err != nil {
			panic(err)
		}
		work = append(work, Work{Job: job, Test: t, Repetitions: 3})
	}
	return work
}

// TestADriverReadsWhatItIsTold: ParseRequest must read what Args writes.
func TestADriverReadsWhatItIsTold(t *testing.T) {
	asked := RequestOf(someWork("pp16", "tg4@d8"), Options{}, "--threads", "2")
	got, err := ParseRequest(asked.Args(), "threads")
	if err != nil || !reflect.DeepEqual(got, asked) {
		t.Errorf("%+v, %v\nwant %+v", got, err, asked)
	}
	want := "--model words:7b --tests pp16,tg4@d8 -r 3 --threads 2 --delay 2 --no-warmup --no-ticks"
	if line := strings.Join(asked.Args(), " "); line != want {
		t.Errorf("%s\nwant %s", line, want)
	}
	for _, bad := range []string{"", "--model m", "--model m --tests what", "--model m --tests pp8 -r 0", "--model m --tests pp8 more", "--model m --tests pp8 --cpu"} {
		if _, err := ParseRequest(strings.Fields(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestOneStartDoesWhatGoesTogether(t *testing.T) {
	work := someWork("pp16", "tg4", "tg8", "tg16")
	other := *work[0].Job
	other.Params = bench.Params{"n_threads": "4"}
	work[2].Job = &other
	parts := func() (sizes []int) {
		for part := range Together(work) {
			sizes = append(sizes, len(part))
		}
		return sizes
	}
	if got := parts(); !slices.Equal(got, []int{2, 1, 1}) {
		t.Errorf("parts of %v, want 2, 1, 1: the third has other parameters", got)
	}
	work[1].Round = 1
	if got := parts(); !slices.Equal(got, []int{1, 1, 1, 1}) {
		t.Errorf("parts of %v, want four of 1: the second is of another round", got)
	}
}

// TestADriversErrorIsItsLastLine: the line has the error's text, or the
// driver's own explanation, and the stage.
func TestADriversErrorIsItsLastLine(t *testing.T) {
	for _, c := range []struct {
		err  error
		says []Line
		want Line
	}{
		{errors.New("no\nway"), nil, Line{E: "error", Stage: StageStart, Text: "no\nway"}},
		{errors.New("no"), []Line{{E: "load"}}, Line{E: "error", Stage: StageLoad, Text: "no"}},
		{errors.New("no"), []Line{{E: "load"}, {E: "loaded"}}, Line{E: "error", Stage: StageTest, Text: "no"}},
		{DriverError{Reason: "r", Remedy: "m"}, []Line{{E: "load"}, {E: "loaded"}}, Line{E: "error", Stage: StageTest, Text: "r; m", Reason: "r", Remedy: "m"}},
		{
			DriverError{Stage: StageLoad, Code: bench.FailFileMissing, Reason: "r", Remedy: "m"},
			nil,
			Line{E: "error", Stage: StageLoad, Text: "r; m", Code: bench.FailFileMissing, Reason: "r", Remedy: "m"},
		},
	} {
		var out bytes.Buffer
		err := RunDriver(context.Background(), func(_ context.Context, _ []string, say func(Line) error) error {
			for _, l := range c.says {
				if err := say(l); err != nil {
					return err
				}
			}
			return c.err
		}, nil, &out)
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		var last Line
		if jsonErr := json.Unmarshal([]byte(lines[len(lines)-1]), &last); jsonErr != nil || !errors.Is(err, c.err) || !reflect.DeepEqual(last, c.want) || len(lines) != len(c.says)+1 {
			t.Errorf("%v: %q\nwant %+v (%v)", err, lines, c.want, jsonErr)
		}
	}
}
