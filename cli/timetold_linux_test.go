package cli

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// toldPlans are the ten plans of BenchmarkTimeTold. small is the model that the
// benchmark is given; tiny and tiny-mlx are stand-ins.
var toldPlans = []struct{ name, args string }{
	{"prompt-and-tokens", "small -p 128 -n 32 -r 3"},
	{"long-prompt", "small -p 512 -n 0 -r 2"},
	{"depths", "small -p 64 -n 32 -d 0,256 -r 3"},
	{"pair-in-rounds", "small -p 0 -n 0 -pg 64,16 -r 6 --rounds 3"},
	{"two-models", "small tiny -p 64 -n 16 -r 4 --rounds 2"},
	{"tiny-six-rounds", "tiny -p 64,128 -n 16 -r 6 --rounds 6"},
	{"mlx", "tiny-mlx -p 64 -n 16 -r 2"},
	{"one-thread", "small -t 1 -p 128 -n 16 -r 3"},
	{"sweep", "small -fa 0,1 -p 128 -n 16 -r 4 --rounds 4"},
	{"precision", "small -p 64 -n 0 --precision 20% --max-time 20s"},
}

// BenchmarkTimeTold measures ten plans and prints how good the predicted times
// are. For each plan it prints the predicted time over the time that it took:
// the first time, in a home without earlier sessions, and a second time. It
// also prints the remaining time that was predicted after a quarter, half and
// three quarters of the session, over the real one. Budgets: within a factor of
// 1.5 the first time, within 25 % later.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" DRAGSTRIP_TEST_MLX_PYTHON="$(dragstrip engines mlx --prefix)" \
//	  go test ./cli -run '^$' -bench TimeTold -benchtime 1x -timeout 1h
//
// DRAGSTRIP_TIME_MODEL names the small model. Without it, a stand-in is
// written.
func BenchmarkTimeTold(b *testing.B) {
	for _, plan := range toldPlans {
		b.Run(plan.name, func(b *testing.B) {
			w := newWorld(b).withEngine()
			w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0")
			args := w.toldArgs(plan.args)
			for b.Loop() {
				os.RemoveAll(w.store().Root)
				for _, when := range []string{"first", "second"} {
					w.tellTime(b, when, args)
				}
			}
		})
	}
}

// toldArgs replaces names of models in a plan's words by their paths.
func (w *world) toldArgs(text string) []string {
	words := strings.Fields(text)
	var args []string
	for _, word := range words {
		switch word {
		case "small":
			if word = os.Getenv("DRAGSTRIP_TIME_MODEL"); word == "" {
				word = w.standIn("qwen2.5-0.5b")
			}
		case "tiny":
			word = w.tiny()
		case "tiny-mlx":
			w.env = append(w.env, "DRAGSTRIP_ENGINE="+w.withMLX())
			word = w.tinyMLX("tiny-mlx")
		}
		args = append(args, word)
	}
	return args
}

// tellTime asks how long a plan will take, measures it, and compares what was
// predicted on the way.
func (w *world) tellTime(b *testing.B, when string, args []string) {
	b.Helper()
	var told plannedDocument
	if err := json.Unmarshal([]byte(w.must(append([]string{"run", "--dry-run", "--json"}, args...)...)), &told); err != nil {
		b.Fatal(err)
	}
	known := &speeds{}
	known.read(context.Background(), w.store(), new(env).describe)
	w.must(append([]string{"run"}, args...)...)
	f := w.folder("last")
	events := w.events(f)
	s := bench.Replay(events)
	took := s.Finished.Sub(s.Started)
	b.Logf("%-6s promised %5.1f s, took %5.1f s: %.2f", when, told.Cost.Total, took.Seconds(), told.Cost.Total/took.Seconds())
	b.ReportMetric(told.Cost.Total/took.Seconds(), when+"-promised-of-true")
	for _, share := range []float64{0.25, 0.5, 0.75} {
		at := s.Started.Add(time.Duration(share * float64(took)))
		left, ok := leftAt(known, events, at)
		rest := s.Finished.Sub(at)
		if !ok {
			b.Logf("       at %2.0f %%: nothing was said, were %5.1f s", 100*share, rest.Seconds())
			continue
		}
		b.Logf("       at %2.0f %%: %5.1f s left, were %5.1f s: %.2f", 100*share, left.Seconds(), rest.Seconds(), left.Seconds()/rest.Seconds())
	}
}

// leftAt gives the remaining time that a screen would have shown at a moment of
// a session.
func leftAt(known *speeds, events []bench.Event, at time.Time) (time.Duration, bool) {
	s := bench.NewSession()
	for _, e := range events {
		if e.Time.After(at) {
			break
		}
		s.Apply(e)
	}
	return known.left()(s, at)
}
