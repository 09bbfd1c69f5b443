package report

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"dragstrip/bench"
)

// sameEverything is for sessions that all measured the same.
func sameEverything(*bench.Session, *bench.JobState, *bench.JobState) bool { return true }

// onDays makes sessions of one machine, the newest first. Sessions differ by
// between, as a fraction.
func onDays(r *rand.Rand, n int, tps, between float64) (out []*bench.Session) {
	for i := range n {
		speed := tps * math.Exp(between*r.NormFloat64())
		out = append(out, measuredOn("M", fmt.Sprintf("s%02d", n-i), configured{"Tiny", "Q4_0", "llama.cpp", "b1", "CPU", "", 0, speed}))
	}
	return out
}

// The last ten sessions are one side. Each of them counts once.
func TestLastSessionsAreOneSide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	last := onDays(r, 10, 100, 0.01)
	limits, err := ParseLimits("slower:3%")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		last             []*bench.Session
		tps              float64
		breach, unjudged string
		title            string
	}{
		{last, 90, "Tiny Q4_0 tg128 is slower", "", "the last 10 sessions of this machine that measured the same (s01 to s10)"},
		{last, 99, "", "", ""},
		{last[:3], 90, "", "only 3 sessions of this machine measured it before", ""},
		{nil, 90, "", "it was not measured on both sides", "no earlier session of this machine measured the same"},
	} {
		fresh := measuredOn("M", "new", configured{"Tiny", "Q4_0", "llama.cpp", "b2", "CPU", "", 0, c.tps})
		s := LastAgainstNew(c.last, sameEverything, fresh, false)
		g := s.Gate(limits, false)
		if got := fmt.Sprint(g.Breaches); !strings.Contains(got, c.breach) || c.breach == "" && len(g.Breaches) > 0 {
			t.Errorf("%d sessions, %g t/s: breaches %s, want %q", len(c.last), c.tps, got, c.breach)
		}
		if got := fmt.Sprint(g.Unjudged); !strings.Contains(got, c.unjudged) || c.unjudged == "" && len(g.Unjudged) > 0 {
			t.Errorf("%d sessions, %g t/s: not judged %s, want %q", len(c.last), c.tps, got, c.unjudged)
		}
		var text, document bytes.Buffer
		if err := RerunText(&text, s, Options{}); err != nil || !strings.Contains(text.String(), c.title) {
			t.Errorf("%v\n%s", err, text.String())
		}
		if len(c.last) > 0 && !strings.Contains(text.String(), "engine build (llama.cpp b1 CPU, llama.cpp b2 CPU)") {
			t.Errorf("the builds are not named:\n%s", text.String())
		}
		if err := RerunJSON(&document, s, Options{}, g); err != nil || !strings.Contains(document.String(), c.title) {
			t.Errorf("%v\n%s", err, document.String())
		}
	}
}

// A machine whose days differ by 4 % is not slower because one more day is.
func TestLastSessionsKnowHowDaysDiffer(t *testing.T) {
	r, alarms, of := rand.New(rand.NewPCG(5, 6)), 0, 100
	limits, _ := ParseLimits("slower:0%")
	for range of {
		all := onDays(r, 11, 100, 0.04)
		if g := LastAgainstNew(all[1:], sameEverything, all[0], false).Gate(limits, false); len(g.Breaches) > 0 {
			alarms++
		} else if g.Judged != 1 {
			t.Fatal(g)
		}
	}
	if alarms > 6 {
		t.Errorf("%d of %d sessions like the ten before are called slower", alarms, of)
	}
}
