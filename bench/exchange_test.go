package bench

import (
	"slices"
	"testing"
)

func TestCacheStates(t *testing.T) {
	for _, c := range []struct {
		prompt, cached int
		want           CacheState
	}{{512, 0, CacheNone}, {512, 1, CacheNone}, {512, 100, CachePartial}, {512, 511, CacheExact}, {512, 512, CacheExact}} {
		if got := CacheStateOf(c.prompt, c.cached); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.cached, c.prompt, got, c.want)
		}
	}
}

// served is a session with one job on a server: what it told, and what its
// exchanges were.
func served(asked Params, tells bool, told ...Told) *Session {
	tg := Test{Generation: 128}
	job := Job{ID: "j1", Tests: []Test{tg}, Params: asked, Repetitions: 6, Build: EngineBuild{Engine: "server", Traits: Traits{Tells: tells}}}
	s := NewSession()
	x := func(first int64) Exchange { return Exchange{FirstTokenNS: first, ServerTPS: 100} }
	for i, fact := range []Fact{
		SessionStarted{Session: "s", Plan: Plan{Jobs: []Job{job}}},
		ModelLoaded{NS: 2e9},
		ModelLoaded{NS: -1},
		SettingsTold{Settings: []Told{{"slots", "4"}}},
		SettingsTold{Settings: append(told, Told{"slots", "1"})},
		TestFinished{Result: Result{Test: tg, SamplesNS: []int64{1e9, 1e9, 1e9, 1e9, 1e9, 1e9}, Exchanges: []Exchange{x(1e8), x(2e8), x(3e8), x(0)}}},
	} {
		s.Apply(Event{Seq: int64(i + 1), Job: "j1", Fact: fact})
	}
	return s
}

func TestWhatAServerAnswered(t *testing.T) {
	j := served(nil, true).Job("j1")
	if slots, known := j.ToldOf("slots"); slots != "1" || !known || len(j.Told) != 1 || !slices.Equal(j.Loads, []int64{2e9}) {
		t.Errorf("told %v, loads %v", j.Told, j.Loads)
	}
	tested := j.Tests[0]
	if first := tested.FirstToken(); first.N != 3 || first.Median != 0.2 || tested.ServerTPS().Median != 100 {
		t.Errorf("first token %+v", first)
	}
	if n := tested.FirstText().N + tested.FirstPiece().N + tested.EndToEnd().N; n != 0 {
		t.Errorf("%d figures of what was not seen", n)
	}
}

// TestASettingThatIsNotToldIsDoubted gives unverified and setting_ignored.
func TestASettingThatIsNotToldIsDoubted(t *testing.T) {
	for _, c := range []struct {
		name  string
		asked Params
		tells bool
		told  []Told
		want  []string
	}{
		{"nothing was asked", nil, true, nil, nil},
		{"told as asked", Params{"n_threads": "2", "flash_attn": "auto"}, true, []Told{{"n_threads", "2"}, {"flash_attn", "on"}}, nil},
		{"all layers", Params{"n_gpu_layers": "-1"}, true, []Told{{"n_gpu_layers", ToldAll}}, nil},
		{"more layers than there are", Params{"n_gpu_layers": "99"}, true, []Told{{"n_gpu_layers", ToldAll}}, nil},
		{"not told", Params{"n_threads": "2", "poll": "0"}, true, []Told{{"n_threads", "2"}}, []string{"unverified"}},
		{"another value", Params{"n_threads": "2"}, true, []Told{{"n_threads", "8"}}, []string{"setting_ignored"}},
		{"no server", Params{"n_threads": "2"}, false, nil, nil},
	} {
		s := served(c.asked, c.tells, c.told...)
		var got []string
		for _, w := range s.DoubtsOf(s.Job("j1"), s.Job("j1").Tests[0]) {
			if w.Code == "unverified" || w.Code == "setting_ignored" {
				got = append(got, w.Code)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestAServerElsewhere gives elsewhere. Nobody knows what computes on a server
// that does not tell; only on a machine without GPUs it is the CPU.
func TestAServerElsewhere(t *testing.T) {
	for _, away := range []bool{false, true} {
		s := served(nil, false)
		j := s.Job("j1")
		j.Build.Prefix, j.Build.VersionText = []string{"http://there:8000/v1", "--key-env", "K"}, "at there:8000"
		j.Build.Traits = Traits{Serves: true, Elsewhere: away}
		warned := slices.ContainsFunc(s.DoubtsOf(j, j.Tests[0]), func(w Warning) bool { return w.Code == "elsewhere" })
		if warned != away || j.OnCPU() || j.Build.Named() != "server=http://there:8000/v1 --key-env K" {
			t.Errorf("elsewhere %v: warned %v, on the CPU %v, named %q", away, warned, j.OnCPU(), j.Build.Named())
		}
		s.Machine.SpecifiedGBps = 60
		if got := s.CeilingOf(j).SpecifiedGBps; got != map[bool]float64{false: 60, true: 0}[away] {
			t.Errorf("elsewhere %v: the memory gives %v GB/s", away, got)
		}
		s.Machine.GPUs = []GPU{{Name: "G", SpecifiedGBps: 900}}
		if got := s.CeilingOf(j).SpecifiedGBps; got != 0 {
			t.Errorf("elsewhere %v: a GPU gives %v GB/s", away, got)
		}
	}
}
