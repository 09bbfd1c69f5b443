package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// crowded is a session in which a server answered 1, 2, 4 and 8 requests at
// once. totals are the speeds of all together.
func crowded(t *testing.T, test bench.Test, totals ...float64) *bench.Session {
	t.Helper()
	var jobs []bench.Job
	facts := []bench.Event{{}}
	for i, total := range totals {
		n := 1 << i
		id := fmt.Sprintf("j%d", i+1)
		jobs = append(jobs, bench.Job{
			ID: id, Model: bench.Model{Name: "M", Path: "/m.gguf", ReadBytesPerToken: 1e8}, Params: bench.Params{bench.Concurrency: fmt.Sprint(n), "n_threads": "2"},
			Build: bench.EngineBuild{ID: "s-1", Engine: "server", Traits: bench.Traits{Together: true}}, Tests: []bench.Test{test}, Repetitions: 2,
		})
		x := bench.Exchange{FirstTokenNS: 5e8, EndNS: 9e9}
		for k := 0; n > 1 && k < n; k++ {
			x.Streams = append(x.Streams, bench.Stream{FirstTokenNS: int64(k+1) * 1e8, EndNS: 9e9, TimedTokens: 1000, TimedNS: int64(float64(n) * 1e12 / total)})
		}
		ns := int64(float64(test.Tokens()) * 1e9 / total)
		facts = append(facts, bench.Event{Job: id, Fact: bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{ns, ns}, Exchanges: []bench.Exchange{x, x}}}})
	}
	facts[0] = bench.Event{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: jobs}}}
	s := bench.NewSession()
	for i, e := range facts {
		e.Seq = int64(i + 1)
		s.Apply(e)
	}
	return s
}

// TestWhereAServerStopsGrowing is said in one sentence.
func TestWhereAServerStopsGrowing(t *testing.T) {
	tg := bench.Test{Generation: 128}
	for _, x := range []struct {
		totals []float64
		want   string
	}{
		{[]float64{100, 190, 260, 250}, "tg128: the total stops growing at 260 t/s with 4 requests at once, 2.60 times as much as with 1 (each request gets 65.0 t/s); 8 at once give 250 t/s"},
		{[]float64{100, 190}, "tg128: the total still grows at the largest number that was measured: 190 t/s with 2 requests at once, 1.90 times as much as with 1 (each request gets 95.0 t/s)"},
		{[]float64{100, 101, 98}, "tg128: more requests at once give no more: 100 t/s with 1, 98.0 t/s with 4"},
	} {
		if got := ServerNotes(crowded(t, tg, x.totals...)); len(got) != 1 || got[0] != x.want {
			t.Errorf("%q\nwant %q", got, x.want)
		}
	}
	if got := ServerNotes(crowded(t, tg, 100)); len(got) != 0 {
		t.Errorf("one number of requests: %q", got)
	}
}

// TestSeveralRequestsAreReported in every form, and read back.
func TestSeveralRequestsAreReported(t *testing.T) {
	s := crowded(t, bench.Test{Generation: 128}, 100, 190, 260)
	rows := Rows(s)
	if rows[2].MovedGBps != 0 || rows[0].MovedGBps == 0 {
		t.Error("several answers share the reading of the weights")
	}
	if got := rows[2].Answered(); !strings.HasPrefix(got, "65.0 t/s for each request, first token after 0.250 s (95 % within 0.400 s)") {
		t.Error(got)
	}
	if got := rows[0].Answered(); strings.Contains(got, "95 %") || strings.Contains(got, "each") {
		t.Error(got)
	}
	text := NewPost(s, Options{}).Text
	for _, want := range []string{"| at once |", "| j1  | tg128 |       1 |       100 |      100 |     0.500 s |     0.500 s |        2 |", "| j3  | tg128 |       4 |       260 |     65.0 |     0.250 s |     0.400 s |        8 |", "still grows", "-concurrency 4"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	var csv, html bytes.Buffer
	if err := CSV(&csv, s, Options{}); err != nil || !strings.Contains(csv.String(), "request_tps") || !strings.Contains(csv.String(), "concurrency=4") {
		t.Errorf("%v\n%s", err, csv.String())
	}
	if err := HTML(&html, s, Options{}); err != nil || !strings.Contains(html.String(), "still grows") || !strings.Contains(html.String(), "t/s each") {
		t.Errorf("%v\n%s", err, html.String())
	}
	for form, back := range readBack(t, s) {
		got := back.Job("j3").Tests[0].Exchanges()
		if len(got) != 2 || !slices.Equal(got[0].Streams, s.Job("j3").Tests[0].Exchanges()[0].Streams) {
			t.Errorf("read back from %s: %+v", form, got)
		}
	}
}

// TestAServerThatIsThereIsNotStarted: "2 starts of the engine" used to say nothing
// about a server that dragstrip does not start.
func TestAServerThatIsThereIsNotStarted(t *testing.T) {
	s := crowded(t, bench.Test{Generation: 128}, 100)
	if got := ServerNotes(s); len(got) != 0 {
		t.Errorf("%q", got)
	}
	s.Jobs[0].Build.Traits.Serves = true
	if got := ServerNotes(s); len(got) != 1 || !strings.HasPrefix(got[0], "the server was running already") {
		t.Errorf("%q", got)
	}
	s.Jobs[0].Loads = []int64{1e9}
	if got := ServerNotes(s); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// TestSpeculationIsSaid: on against off on one text, with the share of accepted
// tokens; the folder of the draft model is nobody's business.
func TestSpeculationIsSaid(t *testing.T) {
	s := crowded(t, bench.Test{Generation: 128}, 100, 150, 120)
	for i, draft := range []string{"none", "/home/somebody/m/small.gguf", "mtp"} {
		s.Jobs[i].Params = bench.Params{bench.PromptText: "code", bench.Draft: draft}
		x := s.Jobs[i].Tests[0].Results[0].Exchanges
		for k := range x {
			x[k].Streams = nil
			if i == 1 {
				x[k].DraftTokens, x[k].AcceptedTokens = 50, 20
			}
		}
	}
	got := ServerNotes(s)
	want := []string{
		"code, tg128: 150 t/s with speculation (small.gguf), 100 without (+50.0 %, too few repetitions for an interval); 40 % of 100 proposed tokens accepted",
		"code, tg128: 120 t/s with speculation (mtp), 100 without (+20.0 %, too few repetitions for an interval); the server proposed no token, or does not tell",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	for _, f := range Formats() {
		var out bytes.Buffer
		if f.NeedsRaw {
			continue
		}
		if err := f.Write(&out, s, Options{}); err != nil || strings.Contains(out.String(), "somebody") || strings.Contains(out.String(), "/m/") {
			t.Errorf("%s: %v\n%s", f.Name, err, out.String())
		}
	}
}
