package cli

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
)

// What others published for a chip stands beside the user's results, in the row of
// the same model and test, with its source and without a verdict.
func TestPublishedFiguresStandBesideOurOwn(t *testing.T) {
	s := quants("here", "2", 1)
	for _, j := range s.Jobs {
		j.Model.ParamCount = 6_738_415_616
	}
	path := reportFile(t, "here", s)
	e := shelf(t)
	checkCalls(t, e, "compare", []call{
		{[]string{path, "--with", "M2 Ultra"}, exitDone, []string{"Apple M2 Ultra (76-core GPU)", "Apple M2 Ultra (60-core GPU)", "| M Q4\\_0 · tg128", "discussion", "Metal"}},
		{[]string{path, "--with", "RTX 4090", "--with", "nosuch"}, exitUsage, []string{"--with nosuch: no chip has these words"}},
		{[]string{path, "--with", "Raspberry Pi 4"}, exitDone, []string{"reference set has no published result of these tests for Raspberry Pi 4", "| tg128 | **128** ± 0.1 |"}}, // one's own results are shown all the same
	})
	sheet := report.SideBySide(mustWith(t, e, s, "M2 Ultra"), 0, false)
	for _, row := range sheet.Rows {
		for at, cell := range row.Cells {
			if at > 0 && cell.Measured() && cell.Shown() {
				t.Errorf("%s: a published figure has a verdict: %+v", row.Name(), cell.Comparison)
			}
		}
	}
}

func mustWith(t *testing.T, e *env, s *bench.Session, chip string) []*bench.Session {
	t.Helper()
	all, err := e.withChips([]*bench.Session{s}, published.Load().FindChips(chip))
	if err != nil || len(all) < 2 {
		t.Fatalf("%d sessions, %v", len(all), err)
	}
	return all
}

// The columns of a chip used to name the sources of all its figures, and the
// newest day of them all.
func TestEachPublishedColumnNamesItsOwnSource(t *testing.T) {
	set := published.Load()
	chip := set.FindChips("M1 Ultra")[0]
	all := publishedFor(set, []bench.Job{{Model: bench.Model{Name: "llama 7B", Quant: "F16"}, Tests: []bench.Test{{Generation: 128}}}, {Model: bench.Model{Name: "llama 3B", Quant: "Q4_K_M", ParamCount: 3_212_749_888}, Tests: []bench.Test{{Prompt: 512}}}})[chip]
	sessions := publishedSessions(chip, all)
	if len(all) != 2 || len(sessions) != 2 {
		t.Fatalf("%d figures, %d sessions", len(all), len(sessions))
	}
	for i, s := range sessions {
		if got := s.Imported; got.From != all[i].Source.Name || got.Date != all[i].Date || len(s.Jobs) != 1 {
			t.Errorf("%+v of %s, %s", got, all[i].Source.Name, all[i].Date)
		}
	}
}

// A job without flash attention used to stand beside figures with it, although
// figures without it were published, too.
func TestPublishedFiguresHaveTheFlashAttentionOfTheJob(t *testing.T) {
	set := published.Load()
	chip := set.FindChips("Ryzen AI Max+ 395")[0]
	test := bench.Test{Prompt: 512}
	job := func(fa string) bench.Job {
		return bench.Job{Model: bench.Model{Name: "llama 7B", Quant: "Q4_0", Arch: "llama", ParamCount: 6_738_415_616}, Tests: []bench.Test{test}, Params: bench.Params{"flash_attn": fa}}
	}
	for fa, want := range map[string]string{"off": "0", "on": "1"} {
		got := publishedFor(set, []bench.Job{job(fa)})[chip]
		if len(got) != 1 || got[0].FlashAttention != want {
			t.Errorf("%s: %+v", fa, got)
		}
	}
	both := []bench.Job{job("on"), job("off"), job("auto")}
	if got := publishedFor(set, both)[chip]; len(got) != 2 {
		t.Errorf("%d figures for both", len(got))
	}
	chips, tests := answeringChips(t.Context(), both)
	for _, c := range chips {
		if c.Tests > tests {
			t.Errorf("%s answers %d of %d tests", c.Chip, c.Tests, tests)
		}
	}
}

// A table often has only the name of the model, and no number of parameters.
func TestAModelWithoutAShapeIsFoundByItsName(t *testing.T) {
	set := published.Load()
	m := set.WithShape(bench.Model{Name: "llama 7B", Quant: "Q4_0"})
	if m.ParamCount == 0 {
		t.Fatal("llama 7B Q4_0 has no shape")
	}
	chips := set.FindChips("M1 Ultra")
	answers := publishedFor(set, []bench.Job{{Model: bench.Model{Name: "LLaMA 7B", Quant: "Q4_0"}, Tests: []bench.Test{{Prompt: 512}, {Generation: 128}}}})
	if len(chips) == 0 || len(answers[chips[0]]) != 2 {
		t.Errorf("%d chips, %+v", len(chips), answers[chips[0]])
	}
	if m := set.WithShape(bench.Model{Name: "no such model", Quant: "Q4_0"}); m.ParamCount != 0 {
		t.Errorf("%+v", m)
	}
}

// A label used to have the quantization twice: "llama 3B Q4_K - Medium Q4_K_M".
func TestAPublishedModelIsNamedWithoutItsQuantization(t *testing.T) {
	for name, quant := range map[string]string{"llama 3B Q4_K - Medium": "Q4_K_M", "llama 3B Q4_0": "Q4_0", "llama 3B": "Q4_K_M"} {
		if got := nameAlone(&published.Figure{Model: name, Quant: quant}); got != "llama 3B" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
