package report

import (
	"fmt"
	"testing"

	"dragstrip/bench"
)

// numbered is a measured session whose build has a number.
func numbered(number int, pp, tg float64) Done {
	s := measured(fmt.Sprint("s", number), around100(pp), around100(tg))
	s.Jobs[0].Build.Number = number
	s.Machine = bench.Machine{Line: "a machine", CPU: "a processor", Kernel: "6.1", PowerMode: map[string]string{"governor": "performance"}}
	return Done{s, s.Jobs[0]}
}

func saidSince(older, newer Done) string { return fmt.Sprint(SinceBuild(older, newer)) }

func TestAnUpdateThatMadeItSlowerIsNamed(t *testing.T) {
	for _, c := range []struct {
		pp, tg float64
		want   string
	}{
		{1, 1, "[]"},
		{1, 0.9, "[perhaps slower since b11700, M Q4_0: tg128 -10.0 % against b11669]"},
		{0.9, 0.8, "[perhaps slower since b11700, M Q4_0: pp512 -10.0 %, tg128 -20.0 % against b11669]"},
		{1.2, 0.9, "[perhaps faster since b11700, M Q4_0: pp512 +20.0 % against b11669 perhaps slower since b11700, M Q4_0: tg128 -10.0 % against b11669]"},
	} {
		if got := saidSince(numbered(11669, 1, 1), numbered(11700, c.pp, c.tg)); got != c.want {
			t.Errorf("%v: %s, want %s", c, got, c.want)
		}
	}
	s := sixRounds(measuredJob("j1", "m", "b1", 1e9), measuredJob("j2", "m", "b2", 2e9))
	if got, want := saidSince(Done{s, s.Jobs[0]}, Done{s, s.Jobs[1]}), "[slower since b2, m: tg128 -50.0 % against b1]"; got != want {
		t.Errorf("in one session: %s, want %s", got, want)
	}
}

// If sessions differ more than the builds do, the report says nothing. If
// sessions differ less, it states the difference.
func TestAnUpdateIsJudgedByHowMuchSessionsDiffer(t *testing.T) {
	for tg, want := range map[float64]string{0.95: "[]", 0.5: "[slower since b11700, M Q4_0: tg128 -50.0 % against b11669]"} {
		older, newer := numbered(11669, 1, 1), numbered(11700, 1, tg)
		knowing(older.Session)
		knowing(newer.Session)
		if got := saidSince(older, newer); got != want {
			t.Errorf("%v: %s, want %s", tg, got, want)
		}
	}
}

// An update must not be blamed for what something else may have done.
func TestAnUpdateIsNotBlamedForAnythingElse(t *testing.T) {
	for what, change := range map[string]func(Done){
		"a parameter":  func(d Done) { d.Job.Params = bench.Params{"n_gpu_layers": "0"} },
		"a variable":   func(d Done) { d.Job.Build.Env = []string{"A=1"} },
		"a kernel":     func(d Done) { d.Session.Machine.Kernel = "6.2" },
		"a governor":   func(d Done) { d.Session.Machine.PowerMode = map[string]string{"governor": "powersave"} },
		"a machine":    func(d Done) { d.Session.Machine.Line = "another machine" },
		"a model":      func(d Done) { d.Job.Model.Path = "/other.gguf" },
		"a busy host":  func(d Done) { d.Job.Tests[1].Warnings = []bench.Warning{{Code: "other_load"}} },
		"no warm-up":   func(d Done) { d.Job.NoWarmup = true },
		"other words":  func(d Done) { d.Job.Build.Prefix = []string{"x", "-rpc", "10.0.0.1:1"} },
		"one start":    func(d Done) { d.Job.Tests[1].Results = d.Job.Tests[1].Results[:1] },
		"a suspicion":  func(d Done) { d.Job.Tests[1].Warnings = []bench.Warning{{Code: "implausible"}} },
		"another test": func(d Done) { d.Job.Tests[1].Test.Depth = 512 },
	} {
		older, newer := numbered(11669, 1, 1), numbered(11700, 1, 0.5)
		change(newer)
		if got := saidSince(older, newer); got != "[]" {
			t.Errorf("%s: %s", what, got)
		}
	}
}
