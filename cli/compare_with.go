package cli

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/imported"
	"dragstrip/bench/published"
)

// mostChips is how many chips can stand beside one's own results.
const mostChips = 8

// withChips adds what others published for chips to the sessions: the newest
// figure for each test of each model in sessions. If sessions is empty, it adds
// the tests that were published for several of the chips. Each source of a chip
// is a session of its own.
func (e *env) withChips(sessions []*bench.Session, chips []*published.Chip) ([]*bench.Session, error) {
	set := published.Load()
	answers := publishedFor(set, jobsOf(sessions))
	if len(sessions) == 0 {
		answers = publishedAmong(set, chips)
	}
	out, without := slices.Clone(sessions), []string{}
	for _, c := range chips {
		found := publishedSessions(c, answers[c])
		if len(found) == 0 {
			without = append(without, c.Name)
		}
		out = append(out, found...)
	}
	switch added := len(chips) - len(without); {
	case added == 0 && len(sessions) > 0:
		fmt.Fprintf(e.err, "The reference set has no published result of these tests for %s, so only your sessions are shown; `dragstrip predict MODEL --on CHIP` says what can be expected.\n", bench.Clean(joinShort(without)))
		return out, nil
	case added == 0:
		return nil, fmt.Errorf("the reference set has no results to compare for %s; `dragstrip predict MODEL --on CHIP` says what can be expected", bench.Clean(joinShort(without)))
	case added > mostChips:
		return nil, usagef("that names %d chips with published figures, but there is room for %d: name them more exactly", added, mostChips)
	}
	if len(without) > 0 {
		fmt.Fprintf(e.err, "No results of these tests were published for %s.\n", bench.Clean(joinShort(without)))
	}
	return out, nil
}

// joinShort joins the first names of a list.
func joinShort(names []string) string {
	const most = 6
	text := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// answer is a published figure for a test of a model of ours.
type answer struct {
	model bench.Model
	test  bench.Test
	*published.Figure
}

// jobsOf gives the jobs of sessions, with their models and tests.
func jobsOf(sessions []*bench.Session) (jobs []bench.Job) {
	for _, s := range sessions {
		for _, j := range s.Jobs {
			jobs = append(jobs, j.Job)
		}
	}
	return jobs
}

// publishedFor looks up each test of each job, on all chips. Figures with the
// flash attention that a job asks for come first.
func publishedFor(set *published.Set, jobs []bench.Job) map[*published.Chip][]answer {
	out := map[*published.Chip][]answer{}
	looked := map[string]bool{}
	for _, j := range jobs {
		shaped := set.WithShape(j.Model)
		for _, t := range j.Tests {
			fa := map[string]string{"on": "1", "off": "0"}[bench.NormalValue("flash_attn", j.Params["flash_attn"])]
			key := fmt.Sprint(j.Model.Label(), "\x00", j.Model.ParamCount, "\x00", t, "\x00", fa)
			if looked[key] {
				continue
			}
			looked[key] = true
			for c, f := range set.BestWith(shaped, t, fa) {
				if !slices.ContainsFunc(out[c], func(a answer) bool { return a.Figure == f && a.model.Label() == j.Model.Label() }) {
					out[c] = append(out[c], answer{j.Model, t, f})
				}
			}
		}
	}
	return out
}

// publishedAmong looks up all tests that were published for at least two of the
// chips. If there is only one chip, it looks up all tests of that chip.
func publishedAmong(set *published.Set, chips []*published.Chip) map[*published.Chip][]answer {
	out := map[*published.Chip][]answer{}
	looked := map[*published.Figure]bool{}
	for i := range set.Figures {
		f := &set.Figures[i]
		if looked[f] || f.GPUs > 1 || f.Test == (bench.Test{}) || !slices.Contains(chips, f.Chip) {
			continue
		}
		model := bench.Model{
			Name: nameAlone(f), Quant: f.Quant, Arch: f.Architecture, ParamCount: int64(f.ParamsB * 1e9), ActiveParamCount: int64(f.ActiveB * 1e9),
		}
		best := set.Best(model, f.Test)
		var have []*published.Chip
		for _, c := range chips {
			if best[c] != nil {
				have = append(have, c)
			}
		}
		for j := range set.Figures {
			if other := &set.Figures[j]; other.Test == f.Test && other.Is(model) {
				looked[other] = true
			}
		}
		if len(have) < min(2, len(chips)) {
			continue
		}
		for _, c := range have {
			out[c] = append(out[c], answer{model, f.Test, best[c]})
		}
	}
	return out
}

// nameAlone is the name of a figure's model without the quantization, which
// publishers spell in two ways: "llama 3B Q4_K - Medium" is of "llama 3B".
func nameAlone(f *published.Figure) string {
	if before, tag, found := bench.CutLongQuant(f.Model); found && tag == f.Quant {
		return strings.TrimSpace(before)
	}
	return strings.TrimSuffix(f.Model, " "+f.Quant)
}

// publishedSessions makes a session of what each source published for a chip, so
// that every figure stands beside its own source.
func publishedSessions(c *published.Chip, all []answer) (out []*bench.Session) {
	for len(all) > 0 {
		source := all[0].Source
		var of, others []answer
		for _, a := range all {
			if a.Source == source {
				of = append(of, a)
			} else {
				others = append(others, a)
			}
		}
		if s := publishedSession(c, source, of); s != nil {
			out = append(out, s)
		}
		all = others
	}
	return out
}

// publishedSession makes a session of what a source published for a chip.
func publishedSession(c *published.Chip, source *published.Source, all []answer) *bench.Session {
	found := imported.Found{Format: "reference set"}
	dates := []string{""}
	for _, a := range all {
		f := &imported.Figure{
			Machine: c.Name, Engine: a.Engine, Version: a.Build, Backend: a.Backend, Test: a.test, TPS: a.TPS, StdDev: a.StdDev,
			// The row's name is that of our own model, because publishers spell names in
			// different ways.
			Model: a.model.Name, Quant: a.model.Quant, Type: a.Model, ParamCount: a.model.ParamCount, SizeBytes: a.Bytes,
			Stated: nonEmpty(a.Variant, a.Notes),
		}
		switch a.FlashAttention {
		case "1":
			f.Params = bench.Params{"flash_attn": "on"}
		case "0":
			f.Params = bench.Params{"flash_attn": "off"}
		}
		found.Figures = append(found.Figures, f)
		dates = append(dates, a.Date)
	}
	from := imported.Source{Machine: c.Name, Imported: bench.SessionImported{From: source.Name, Format: found.Format, Date: slices.Max(dates)}}
	for one := range found.Sessions(from) {
		s := bench.NewSession()
		for event := range one.Events() {
			s.Apply(event)
		}
		return s // a chip has fewer results than a session can hold
	}
	return nil
}
