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

// withChips adds what others published for chips to sessions: one session for
// each chip, with the newest figure for each test of each model of the sessions.
func (e *env) withChips(sessions []*bench.Session, names []string) ([]*bench.Session, error) {
	set := published.Load()
	var chips []*published.Chip
	for _, name := range names {
		found := set.FindChips(name)
		if len(found) == 0 {
			return nil, usagef("--with %s: no chip has these words in its name; `dragstrip predict MODEL --all` lists all", bench.Clean(name))
		}
		for _, c := range found {
			if !slices.Contains(chips, c) {
				chips = append(chips, c)
			}
		}
	}
	answers := publishedFor(set, sessions)
	out, without := slices.Clone(sessions), []string{}
	for _, c := range chips {
		s := publishedSession(c, answers[c])
		if s == nil {
			without = append(without, c.Name)
			continue
		}
		out = append(out, s)
	}
	switch added := len(out) - len(sessions); {
	case added == 0:
		return nil, fmt.Errorf("the reference set has no published result of these tests for %s; `dragstrip predict MODEL --on CHIP` says what can be expected", bench.Clean(joinShort(without)))
	case added > mostChips:
		return nil, usagef("--with names %d chips with published figures, but there is room for %d: name them more exactly", added, mostChips)
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

// publishedFor looks up each test of each model, on all chips.
func publishedFor(set *published.Set, sessions []*bench.Session) map[*published.Chip][]answer {
	out := map[*published.Chip][]answer{}
	looked := map[string]bool{}
	for _, s := range sessions {
		for _, j := range s.Jobs {
			for _, t := range j.Tests {
				key := fmt.Sprint(j.Model.Label(), "\x00", j.Model.ParamCount, "\x00", t.Test)
				if looked[key] {
					continue
				}
				looked[key] = true
				for c, f := range set.Best(j.Model, t.Test) {
					out[c] = append(out[c], answer{j.Model, t.Test, f})
				}
			}
		}
	}
	return out
}

// publishedSession makes a session of what was published for a chip; nil if there
// is nothing.
func publishedSession(c *published.Chip, all []answer) *bench.Session {
	if len(all) == 0 {
		return nil
	}
	found := imported.Found{Format: "reference set"}
	var sources, dates []string
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
		if !slices.Contains(sources, a.Source.Name) {
			sources = append(sources, a.Source.Name)
		}
		dates = append(dates, a.Date)
	}
	from := imported.Source{Machine: c.Name, Imported: bench.SessionImported{From: strings.Join(sources, "; "), Format: found.Format, Date: slices.Max(dates)}}
	s := bench.NewSession()
	for event := range found.Sessions(from)[0].Events() {
		s.Apply(event)
	}
	return s
}
