package serving

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// even is an answer whose tokens come at a steady speed, in pieces of so many.
func even(sent, first, step time.Duration, tokens, each int) Answer {
	a := Answer{Sent: sent, FirstToken: first, FirstTokens: min(each, tokens), Tokens: tokens, Counted: true, PromptTokens: 8}
	for done := a.FirstTokens; ; done = min(done+each, tokens) {
		a.LastToken = first + time.Duration(done-a.FirstTokens)*step
		a.course = append(a.course, reached{a.LastToken, float64(done)})
		a.Pieces++
		if done == tokens {
			return a
		}
	}
}

// TestUnequalStreams: three answers of different length and speed begin at
// different times. The total counts only while all three are on their way, and
// it is the sum of their speeds, also if pieces carry eight tokens.
func TestUnequalStreams(t *testing.T) {
	const ms = time.Millisecond
	for _, each := range []int{1, 8} {
		answers := []Answer{even(0, 100*ms, 10*ms, 201, each), even(50*ms, 900*ms, 20*ms, 101, each), even(20*ms, 300*ms, 5*ms, 301, each)}
		q := asked{test: bench.Test{Generation: 100}}
		x, err := q.exchanges(answers)
		if err != nil || len(x.Streams) != 3 {
			t.Fatalf("%+v, %v", x, err)
		}
		// 100 + 50 + 200 tokens a second, from 0.95 s to the end of the third.
		if got := bench.TokensPerSecond(x.TimedTokens, x.TimedNS); math.Abs(got/350-1) > 0.001 {
			t.Errorf("pieces of %d: %.2f t/s, want 350 (%+v)", each, got, x)
		}
		end := answers[2].Sent + answers[2].LastToken
		if took := time.Duration(x.TimedNS); (took - (end - 950*ms)).Abs() > 2*ms {
			t.Errorf("pieces of %d: the window is %s", each, took)
		}
		for i, want := range []float64{100, 50, 200} {
			if got := x.Streams[i].TPS(); math.Abs(got/want-1) > 0.001 {
				t.Errorf("request %d alone: %.2f t/s, want %.0f", i, got, want)
			}
		}
		if x.FirstTokenNS != int64(300*ms) || x.EndNS != int64(answers[1].Sent+answers[1].LastToken) || x.ServerTPS != 0 {
			t.Errorf("%+v", x)
		}
	}
}

// TestAnswersOneAfterTheOther: a server with one slot lets the others wait.
func TestAnswersOneAfterTheOther(t *testing.T) {
	const ms = time.Millisecond
	q := asked{test: bench.Test{Generation: 100}}
	_, err := q.exchanges([]Answer{even(0, 10*ms, 10*ms, 101, 1), even(0, 1100*ms, 10*ms, 101, 1)})
	if err == nil || !strings.Contains(err.Error(), "did not answer all 2 requests at once") {
		t.Error(err)
	}
	q.test = bench.Test{Prompt: 8}
	prompts := []Answer{even(0, 40*ms, ms, 1, 1), even(ms, 80*ms, ms, 1, 1)}
	if x, err := q.exchanges(prompts); err != nil || x.TimedTokens != 16 || x.TimedNS != int64(81*ms) {
		t.Errorf("prompts: %+v, %v", x, err)
	}
	q.test = bench.Test{Prompt: 8, Generation: 100}
	if x, err := q.exchanges([]Answer{even(0, 40*ms, ms, 100, 1), even(0, 80*ms, ms, 100, 1)}); err != nil || x.TimedTokens != 216 || x.TimedNS != int64(179*ms) {
		t.Errorf("both: %+v, %v", x, err)
	}
}

// gathering is a server that answers only when so many requests have arrived,
// with as many caches.
type gathering struct {
	counting
	mu    sync.Mutex
	wants int
	round *sync.WaitGroup
	fails bool
}

func (g *gathering) Ask(ctx context.Context, model string, w Wish) (Answer, error) {
	g.mu.Lock()
	a, err := g.counting.Ask(ctx, model, w)
	if len(g.asked) <= 2 { // the two requests before the first test
		g.mu.Unlock()
		return a, err
	}
	if g.round == nil {
		g.round = new(sync.WaitGroup)
		g.round.Add(g.wants)
	}
	round, last := g.round, (len(g.asked)-2)%g.wants == 0
	if last {
		g.round = nil
	}
	fails := g.fails && last
	g.mu.Unlock()
	round.Done()
	round.Wait()
	if fails {
		return a, errors.New("one of them failed")
	}
	for n := 1; n <= a.Tokens; n++ {
		a.course = append(a.course, reached{a.FirstToken + time.Duration(n-1)*10*time.Millisecond, float64(n)})
	}
	return a, ctx.Err()
}

// TestSeveralRequestsAtOnce: each repetition sends all of them before it waits
// for an answer, and every prompt is another one.
func TestSeveralRequestsAtOnce(t *testing.T) {
	const n = 4
	g := &gathering{wants: n, counting: counting{template: 5}}
	var lines []engine.Line
	b := &Bench{
		Server: g, Request: engine.Request{Tests: []bench.Test{{Generation: 32}, {Prompt: 64}}, Repetitions: 2, AtOnce: n},
		Say: func(l engine.Line) error { lines = append(lines, l); return nil },
	}
	if err := b.Try(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	var results []engine.Line
	for _, l := range lines {
		if l.E == "result" {
			results = append(results, l)
		}
	}
	if len(lines[0].Told) != 1 || lines[0].Told[0] != (bench.Told{Name: bench.Concurrency, Value: "4"}) || len(results) != 2 {
		t.Fatalf("%+v", lines)
	}
	for k, x := range results[0].Exchanges {
		if got := bench.TokensPerSecond(32, results[0].Samples[k]); len(x.Streams) != n || math.Abs(got/(n*100)-1) > 0.01 {
			t.Errorf("%.1f t/s of all, want 400; %+v", got, x)
		}
	}
	if x := results[1].Exchanges[0]; x.TimedTokens != n*64 {
		t.Errorf("%+v", x)
	}
	firsts := map[string]bool{}
	for _, w := range g.asked {
		first, _, _ := strings.Cut(w.Prompt, " ")
		if firsts[first] {
			t.Errorf("two prompts begin with %q", first)
		}
		firsts[first] = true
	}
	g.fails = true
	if err := b.Measure(t.Context()); err == nil || err.Error() != "one of them failed" {
		t.Errorf("%v, want the error of the request that failed", err)
	}
}

// TestOneClockForAll: two requests at once over real connections. Each has the
// times of its own connection, counted from one moment.
func TestOneClockForAll(t *testing.T) {
	var both sync.WaitGroup
	both.Add(2)
	b := benchOn(t, Limits{}, func(w http.ResponseWriter, r *http.Request) {
		read(t, r)
		both.Done()
		both.Wait() // neither is answered before the other one has arrived
		for range 3 {
			fmt.Fprint(w, "data: {\"choices\":[{\"text\":\" so\"}]}\n\n")
			w.(http.Flusher).Flush()
		}
		fmt.Fprint(w, finish+usage(8, 3))
	})
	answers, err := askAll(t.Context(), b.Server, "m", []Wish{{Prompt: "a", Tokens: 3}, {Prompt: "b", Tokens: 3}})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if a.Sent <= 0 || a.FirstToken <= 0 || a.LastToken < a.FirstToken || a.Tokens != 3 || len(a.course) != 3 || a.tokensUntil(a.LastToken) != 3 {
			t.Errorf("%+v", a)
		}
	}
	if apart := answers[0].Sent - answers[1].Sent; apart > time.Minute || apart < -time.Minute {
		t.Errorf("sent %s apart", apart)
	}
}

// TestLiveOfSeveral adds up what the requests have received.
func TestLiveOfSeveral(t *testing.T) {
	var ticks []engine.Line
	l := &live{test: bench.Test{Generation: 10}, done: make([]int, 2), say: func(line engine.Line) error { ticks = append(ticks, line); return nil }}
	for i, n := range []int{3, 4, 5, 6} {
		l.heard(i%2, Heard{Since: time.Duration(i+1) * 60 * time.Millisecond, Newest: Piece{SoFar: n}})
	}
	if len(ticks) != 2 || ticks[0].Done != 7 || ticks[1].Done != 11 || ticks[1].Of != 20 {
		t.Errorf("%+v", ticks)
	}
}
