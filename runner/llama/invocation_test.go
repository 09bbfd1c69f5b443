package llama

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"

	"github.com/charmbracelet/x/exp/golden"
)

var tests = []bench.Test{{Prompt: 512}, {Generation: 128}}

func job(id string, params bench.Params, ts ...bench.Test) *bench.Job {
	if len(ts) == 0 {
		ts = tests
	}
	return &bench.Job{ID: id, Model: bench.Model{Path: "/models/a.gguf"}, Params: params, Tests: ts, Repetitions: 3}
}

func workOf(jobs ...*bench.Job) []engine.Work {
	var out []engine.Work
	for _, j := range jobs {
		for _, test := range j.Tests {
			out = append(out, engine.Work{Job: j, Test: test, Repetitions: j.Repetitions})
		}
	}
	return out
}

// situations are what people ask for; each is translated for every build.
func situations() map[string][]engine.Work {
	depth := []bench.Test{{Prompt: 512}, {Generation: 128}, {Prompt: 512, Depth: 4096}, {Generation: 128, Depth: 4096}}
	cold := job("cold", nil)
	cold.NoWarmup, cold.DelaySeconds = true, 5
	other := job("other", nil)
	other.Model.Path = "/models/b.gguf"
	again := workOf(job("again", nil))
	for i := range again {
		again[i].Round = 1
	}
	return map[string][]engine.Work{
		"defaults":                 workOf(job("j1", nil)),
		"prompt and generation":    workOf(job("j1", nil, bench.Test{Prompt: 512, Generation: 128}, bench.Test{Prompt: 64, Generation: 8})),
		"depths":                   workOf(job("j1", nil, depth...)),
		"depths, one test is done": workOf(job("j1", nil, depth[1:]...)),
		"flash attention on, off":  workOf(job("on", bench.Params{"flash_attn": "on"}), job("off", bench.Params{"flash_attn": "off"})),
		"flash attention auto":     workOf(job("j1", bench.Params{"flash_attn": "auto"})),
		"default beside on":        workOf(job("default", nil), job("on", bench.Params{"flash_attn": "on"})),
		"sweep of three":           workOf(sweep()...),
		"load modes":               workOf(job("none", bench.Params{"load_mode": "none"}), job("mmap", bench.Params{"load_mode": "mmap"}), job("dio", bench.Params{"load_mode": "dio"}), job("mlock", bench.Params{"load_mode": "mlock"}), job("auto", bench.Params{"load_mode": "auto"})),
		"CPU alone":                workOf(job("j1", bench.Params{"devices": "none", "n_gpu_layers": "20"})),
		"a device":                 workOf(job("j1", bench.Params{"devices": "CUDA0/CUDA1"})),
		"all layers":               workOf(job("j1", bench.Params{"n_gpu_layers": "-1"})),
		"quantized cache":          workOf(job("q8", bench.Params{"type_k": "q8_0", "type_v": "q8_0", "flash_attn": "on"}), job("q4", bench.Params{"type_k": "q4_0", "type_v": "q8_0", "flash_attn": "on"})),
		"unsure cache types":       workOf(job("q8", bench.Params{"type_k": "q8_0"}), job("odd", bench.Params{"type_k": "mxfp4"})),
		"split mode tensor":        workOf(job("j1", bench.Params{"split_mode": "tensor"})),
		"everything":               workOf(job("j1", everything())),
		"experts on the CPU":       workOf(job("some", bench.Params{"n_cpu_moe": "4"}), job("none", bench.Params{"n_cpu_moe": "0"})),
		"cold, with pauses":        workOf(cold),
		"two models":               workOf(job("j1", nil), other),
		"two rounds":               append(workOf(job("again", nil)), again...),
		"the same job twice":       workOf(job("a", nil), job("b", nil)),
	}
}

func sweep() []*bench.Job {
	var out []*bench.Job
	for _, ub := range []string{"256", "512"} {
		for _, fa := range []string{"on", "off"} {
			for _, threads := range []string{"4", "8"} {
				out = append(out, job(fmt.Sprintf("ub%s-%s-t%s", ub, fa, threads), bench.Params{"n_ubatch": ub, "flash_attn": fa, "n_threads": threads}))
			}
		}
	}
	return out
}

func everything() bench.Params {
	return bench.Params{
		"numa": "isolate", "prio": "2", "n_gpu_layers": "99", "split_mode": "row", "main_gpu": "1", "tensor_split": "3/1",
		"embeddings": "0", "n_batch": "1024", "n_ubatch": "256", "no_kv_offload": "1", "n_threads": "8", "cpu_mask": "0xff", "cpu_strict": "1", "poll": "0",
	}
}

func TestArgvForEveryBuild(t *testing.T) {
	all := situations()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, build := range helpNames(t) {
		t.Run(build, func(t *testing.T) {
			caps := helpOf(t, build)
			var b strings.Builder
			for _, name := range names {
				fmt.Fprintf(&b, "%s\n", name)
				describe(&b, plan(caps, bench.EngineBuild{ID: build, Prefix: []string{"llama-bench"}}, all[name], engine.Options{}))
			}
			golden.RequireEqual(t, []byte(b.String()))
		})
	}
}

func describe(b *strings.Builder, list []engine.Invocation) {
	for _, inv := range list {
		if len(inv.Argv) == 0 {
			for _, e := range inv.Parser.End(time.Time{}, engine.Exit{}) {
				if f, ok := e.Fact.(bench.TestFailed); ok {
					fmt.Fprintf(b, "    REFUSED %s %s: %s; %s\n", e.Job, f.Test, f.Failure.Reason, f.Failure.Remedy)
				}
			}
			continue
		}
		fmt.Fprintf(b, "    %s\n", strings.Join(inv.Argv[1:], " "))
		if env := inv.Env[3:]; len(env) > 0 {
			fmt.Fprintf(b, "      env %v\n", env)
		}
		b.WriteString("      ")
		for _, w := range inv.Work {
			fmt.Fprintf(b, " %s:%s", w.Job.ID, w.Test)
		}
		b.WriteString("\n")
	}
}

func TestEveryWorkIsInExactlyOneInvocation(t *testing.T) {
	for name, work := range situations() {
		for _, build := range helpNames(t) {
			list := plan(helpOf(t, build), bench.EngineBuild{Prefix: []string{"llama-bench"}}, work, engine.Options{})
			got := map[string]int{}
			for _, inv := range list {
				for _, w := range inv.Work {
					got[fmt.Sprint(w.Job.ID, w.Test, w.Round)]++
				}
			}
			for _, w := range work {
				if n := got[fmt.Sprint(w.Job.ID, w.Test, w.Round)]; n != 1 {
					t.Errorf("%s on %s: %s %s is in %d invocations", name, build, w.Job.ID, w.Test, n)
				}
			}
			if list[0].Work[0].Job != work[0].Job {
				t.Errorf("%s on %s: the first work does not come first", name, build)
			}
		}
	}
}

func TestTicksAreAskedOnlyWhereTheyMayBe(t *testing.T) {
	for _, c := range []struct {
		help   string
		number int
		want   bool
	}{{"b11669", 11669, true}, {"2026-10", 1, true}, {"2025-08", 0, true}, {"2025-08", 5900, false}, {"2024-11", 1, false}, {"2024-08", 1, false}} {
		work := workOf(job("j1", nil))
		build := bench.EngineBuild{Prefix: []string{"llama-bench"}, Number: c.number, Env: []string{"X=1"}}
		inv := plan(helpOf(t, c.help), build, work, engine.Options{Ticks: true})[0]
		if inv.Ticks != c.want || slices.Contains(inv.Env, "LLAMA_GRAPH_RESULT_DEBUG=1") != c.want {
			t.Errorf("%s %d: ticks %v, env %v", c.help, c.number, inv.Ticks, inv.Env)
		}
		if !slices.Contains(inv.Env, "GGML_NO_BACKTRACE=1") || inv.Env[len(inv.Env)-1] != "X=1" {
			t.Errorf("env %v", inv.Env)
		}
		off := plan(helpOf(t, c.help), build, work, engine.Options{})[0]
		if off.Ticks || !slices.Contains(off.Env, "LLAMA_GRAPH_RESULT_DEBUG") {
			t.Errorf("without ticks: %v", off.Env)
		}
	}
}

// If an old build cannot do what was asked for, the job gets a warning; nothing
// is left out silently.
func TestBuildsWithoutWarmupSwitchOrDelayAreDoubted(t *testing.T) {
	asked := job("j1", nil, bench.Test{Prompt: 16})
	asked.NoWarmup, asked.DelaySeconds = true, 5
	var got []string
	for _, inv := range plan(Capabilities{}, bench.EngineBuild{ID: "old", Prefix: []string{"llama-bench"}}, workOf(asked), engine.Options{}) {
		for _, w := range facts[bench.Warned](inv.Parser.Line(engine.Err, recordingStart, []byte("load"), 0)) {
			got = append(got, w.Warning.Code)
		}
	}
	if strings.Join(got, " ") != "warmed_up no_delay" {
		t.Errorf("%q", got)
	}
}

// TestADeviceThatWasLeftOutIsSaid: the device belongs to another build of the
// plan.
func TestADeviceThatWasLeftOutIsSaid(t *testing.T) {
	j := job("j1", nil)
	j.LeftOut = []string{"-dev CUDA0"}
	got, not := translate(helpOf(t, helpNames(t)[0]), engine.Work{Job: j, Test: bench.Test{Prompt: 512}})
	if not != nil || len(got.doubts) != 1 || got.doubts[0].Code != "parameters_left_out" || !strings.Contains(got.doubts[0].Text, "-dev CUDA0") {
		t.Errorf("%+v %v", got.doubts, not)
	}
}
