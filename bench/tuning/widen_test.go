package tuning

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
)

// onThreads is a search of 2, 8 and 32 threads whose speed is highest at 12.
func onThreads(t *testing.T) *sitting {
	x := started(t)
	p := *searched(t)
	p.Tuning = &bench.Tuning{
		// A batch of 2048 is more than the prompt has, so all larger ones than 512 are alike.
		Axes:  []bench.TuningAxis{{Name: "n_threads", Values: []string{"2", "8", "32"}, Default: 1, Ordered: true}, {Name: "flash_attn", Values: []string{"auto", "off"}}, {Name: "n_batch", Values: []string{"2048"}, Ordered: true}},
		Goals: []bench.TuningGoal{{Prompt: 512}}, Choices: [][]int{{1, 0, 0}, {0, 0, 0}, {2, 0, 0}},
	}
	p.Jobs = slices.Clone(p.Jobs[:3])
	for i, n := range []string{"8", "2", "32"} {
		p.Jobs[i].Params = bench.Params{"n_threads": n}
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	x.session, x.events = bench.NewSession(), nil
	x.speed = func(job, _ int) (float64, *bench.Failure) {
		n, _ := strconv.Atoi(x.session.Plan.Jobs[job].Params["n_threads"])
		return 100 - 0.2*float64((n-12)*(n-12)), nil
	}
	x.emit("", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: p})
	x.emit("", bench.MachineDescribed{Machine: bench.Machine{LogicalCores: 32}})
	return x
}

func TestAWidenedSearchTriesValuesAroundTheBest(t *testing.T) {
	x := onThreads(t)
	if _, err := Widen(x.session); err == nil || !strings.Contains(err.Error(), "nothing was measured yet") {
		t.Errorf("before anything is measured: %v", err)
	}
	for len(x.session.Added) < 2 {
		x.emit("", mustNext(t, x.session))
		block, _ := x.open()
		x.measure(block, 10_000)
	}
	added, err := Widen(x.session)
	var threads []string
	for i, f := range added {
		threads = append(threads, f.Job.Params["n_threads"])
		if !slices.Equal(f.Values, []string{f.Job.Params["n_threads"], "auto", "2048"}) {
			t.Errorf("%+v", f)
		}
		f.Job.ID = "j" + strconv.Itoa(len(x.session.Jobs)+1)
		added[i] = f
		x.emit("", f)
	}
	if !slices.Equal(threads, []string{"5", "20"}) {
		t.Fatalf("around 8 of 2, 8, 32: %q, %v", threads, err)
	}
	if again, err := Widen(x.session); err != nil || len(again) != 2 || again[0].Job.Params["n_threads"] != "6" || again[1].Job.Params["n_threads"] != "14" {
		t.Errorf("once more: %+v, %v", again, err)
	} else {
		again[1].Job.ID = "j6"
		x.emit("", again[1])
	}
	x.walk(10_000)
	s, err := Of(x.session)
	if err != nil {
		t.Fatal(err)
	}
	best, err := s.Result()
	if err != nil || best[0].Winner < 0 || s.Name(best[0].Winner) != "14 threads" {
		t.Errorf("found %+v, %v", best, err)
	}
	if _, err := Widen(x.session); err == nil || !strings.Contains(err.Error(), "final") {
		t.Errorf("in the final: %v", err)
	}
	again := bench.Replay(x.events)
	if len(again.Plan.Jobs) != 6 || again.Plan.Validate() != nil {
		t.Errorf("read again, it has %d jobs: %v", len(again.Plan.Jobs), again.Plan.Validate())
	}
}
