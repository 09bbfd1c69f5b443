package printed

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// session has one server that states its speed, and one that does not.
func session() *bench.Session {
	pp, tg := bench.Test{Prompt: 32}, bench.Test{Generation: 100}
	var jobs []bench.Job
	for _, id := range []string{"told", "untold", "words"} {
		j := bench.Job{ID: id, Model: bench.Model{Name: "M_1", Quant: "Q4_0"}, Build: bench.EngineBuild{ID: id, Engine: "server|" + id}, Params: bench.Params{bench.PromptText: "questions", "n_threads": "2"}, Tests: []bench.Test{pp, tg}, Repetitions: 3}
		if id == "words" {
			j.Params = nil
		}
		jobs = append(jobs, j)
	}
	facts := []bench.Event{{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: jobs}}}}
	for _, j := range jobs {
		for _, t := range j.Tests {
			r := bench.Result{Test: t, SamplesNS: []int64{1e9, 2e9, 4e9}}
			for _, tps := range []float64{100, 60, 20} {
				x := bench.Exchange{ServerTPS: tps}
				if j.ID == "untold" {
					x.ServerTPS = 0
				}
				r.Exchanges = append(r.Exchanges, x)
			}
			facts = append(facts, bench.Event{Job: j.ID, Fact: bench.TestFinished{Result: r}})
		}
	}
	s := bench.NewSession()
	for i, e := range facts {
		e.Seq = int64(i + 1)
		s.Apply(e)
	}
	return s
}

// TestRatesAreMeans: of all passes, by the server's own words if it states its
// speed. Other prompts do not count.
func TestRatesAreMeans(t *testing.T) {
	p, _ := Named("geerling-ollama")
	s := session()
	text := p.Markdown(p.Lines(s, clearly, here))
	for _, want := range []string{
		"| model | engine | passes | prompt eval rate | eval rate |", `server\|told -t 2 | 3 | 60.00 | 60.00 |`, `server\|untold -t 2 | 3 | 18.67 \* | 58.33 \* |`, `M\_1`, "dragstrip's clock",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "words") {
		t.Error(text)
	}
	noisy := func(x *bench.TestState) Judged {
		return Judged{Counts: x == s.Jobs[0].Tests[1], Grade: bench.GradeNoisy, Marks: "▲"}
	}
	lines := p.Lines(s, noisy, func(*bench.Session) string { return "from post.md" })
	if text := p.Markdown(lines); !strings.Contains(text, `-t 2 (from post.md) | 3 | – | 60.00 ▲ |`) || lines[0].Answer.Grade != bench.GradeNoisy {
		t.Errorf("%+v in\n%s", lines, text)
	}
	if len(lines) != 1 || lines[0].Prompt.Passes != 0 || lines[0].Answer.TPS != 60 {
		t.Errorf("%+v", lines)
	}
	studio, _ := Named("lm-studio")
	if lines := studio.Lines(s, clearly, here); len(lines) != 0 {
		t.Errorf("%+v", lines)
	}
}
