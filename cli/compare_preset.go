package cli

import (
	"context"
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/article"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/printed"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
)

// comparePreset prints published tables. Beside the published figures it prints
// what the named sessions measured.
func (e *env) comparePreset(name string, sessions []string, suspect, asJSON bool, output string) error {
	if p, is := printed.Named(name); is {
		return e.printPreset(p, sessions, suspect, asJSON, output)
	}
	if name == printed.StrixHalo {
		return e.printSweep(sessions, suspect, asJSON, output)
	}
	if name != "article" {
		return usagef("--preset %s: the presets are %s", bench.Clean(name), bench.Joined(presetNames()))
	}
	tables, err := article.Tables(published.Load())
	if err != nil {
		return err
	}
	measured, err := e.measuredIn(sessions, suspect)
	if err != nil {
		return err
	}
	expect := expectedOn(e.hereNow(context.Background()))
	if asJSON {
		type both struct {
			article.Table
			Here []article.Here `json:"this_machine"`
		}
		var out []both
		for i := range tables {
			out = append(out, both{tables[i], tables[i].HereOf(measured, expect)})
		}
		var text strings.Builder
		if err := report.WriteJSON(&text, out); err != nil {
			return err
		}
		return e.writeTo(output, "the tables", text.String())
	}
	marks := ""
	for i := range tables {
		marks += article.Marks(tables[i].HereOf(measured, expect))
	}
	return e.writeTo(output, "the tables", article.Markdown(tables, measured, expect)+legendOf(marks))
}

// presetNames are the presets of compare.
func presetNames() []string {
	names := []string{"article", printed.StrixHalo}
	for _, p := range printed.Presets {
		names = append(names, p.Name)
	}
	return names
}

// printSweep prints sessions as lhl's tests of Strix Halo print theirs.
func (e *env) printSweep(names []string, suspect, asJSON bool, output string) error {
	if len(names) == 0 {
		names = []string{"last"}
	}
	sessions, err := e.earlierOnce(names)
	if err != nil {
		return err
	}
	judged := judgedIn(sessions, suspect)
	all := printed.Sweep(sessions, judged.of, report.ImportedFrom)
	if len(all) == 0 {
		return fmt.Errorf("nothing was measured in %s, or it is suspect (--include-suspect); measure models with every build: `dragstrip run MODEL --engine BUILD %s`", listed(names), printed.StrixHaloFlags)
	}
	for i := range all {
		all[i].AddPublished(publishedByLHL)
	}
	if !asJSON {
		return e.writeTo(output, "the table", printed.StrixHaloMarkdown(all)+judged.legend())
	}
	var text strings.Builder
	if err := report.WriteJSON(&text, all); err != nil {
		return err
	}
	return e.writeTo(output, "the table", text.String())
}

// judgedResults are the judgements on results, as every other table has them.
type judgedResults map[*bench.TestState]printed.Judged

// judgedIn judges the results of sessions. Suspect ones count only if suspect is
// set.
func judgedIn(sessions []*bench.Session, suspect bool) judgedResults {
	out, fastest := judgedResults{}, report.Fastest(sessions, suspect)
	for _, s := range sessions {
		for _, r := range report.Rows(s) {
			out[r.Test] = printed.Judged{
				Counts: suspect || r.Grade != bench.GradeSuspect, Grade: r.Grade, Marks: strings.Join(r.Marks(), " "), Fastest: fastest[r.Test],
			}
		}
	}
	return out
}

func (j judgedResults) of(t *bench.TestState) printed.Judged { return j[t] }

// legend explains the marks of the results.
func (j judgedResults) legend() string {
	marks := ""
	for _, one := range j {
		if one.Counts {
			marks += " " + one.Marks
		}
	}
	return legendOf(marks)
}

// legendOf explains the marks that stand in a text, as a paragraph of markdown. It
// is "" if there are none.
func legendOf(marks string) string {
	means := report.MarksMean(func(mark string) bool { return strings.Contains(marks, mark) })
	if len(means) == 0 {
		return ""
	}
	return "\n" + strings.Join(means, "; ") + ".\n"
}

// earlierOnce opens earlier results by their names, each measurement once.
func (e *env) earlierOnce(names []string) ([]*bench.Session, error) {
	var all measurements
	for _, name := range names {
		s, err := e.earlier(name)
		if err != nil {
			return nil, err
		}
		all.add(name, s)
	}
	all.tellAgain(e, false)
	return all.sessions, nil
}

// lhl is how the names of lhl's sources begin in the published set.
const lhl = "lhl/strix-halo-testing"

// publishedByLHL gives what lhl published of a model.
func publishedByLHL(m bench.Model) (all []printed.Publication, missing string) {
	set := published.Load()
	for _, f := range set.From(lhl, m) {
		name := strings.TrimSuffix(f.Notes, ".jsonl")
		if !strings.Contains(name, "fa=") && f.FlashAttention != "" {
			name += " fa=" + f.FlashAttention
		}
		if name == "" || f.Test.Tokens() == 0 {
			continue
		}
		all = append(all, printed.Publication{
			Configuration: bench.Clean(name), Source: "lhl, " + bench.Clean(f.Chip.Short()+", "+f.Day()), Test: f.Test, TPS: f.TPS,
		})
	}
	if len(all) == 0 {
		missing = "lhl published nothing of this model. He published " + bench.Joined(set.ModelsFrom(lhl)) + ". Measure one of them, or a stand-in of its shape (`dragstrip standin`), to set his figures beside yours"
	}
	return all, missing
}

// printPreset prints sessions as another tool prints its results.
func (e *env) printPreset(p printed.Preset, names []string, suspect, asJSON bool, output string) error {
	if len(names) == 0 {
		names = []string{"last"}
	}
	sessions, err := e.earlierOnce(names)
	if err != nil {
		return err
	}
	lines := []printed.Line{}
	judged := judgedIn(sessions, suspect)
	for _, s := range sessions {
		lines = append(lines, p.Lines(s, judged.of, report.ImportedFrom)...)
	}
	if len(lines) == 0 {
		return fmt.Errorf("nothing in %s was measured as the preset %s measures, or it is suspect (--include-suspect); measure a server with it: `dragstrip run MODEL --engine SERVER %s`", listed(names), p.Name, p.Flags)
	}
	if asJSON {
		var text strings.Builder
		if err := report.WriteJSON(&text, lines); err != nil {
			return err
		}
		return e.writeTo(output, "the table", text.String())
	}
	return e.writeTo(output, "the table", p.Markdown(lines)+judged.legend())
}

// expectedOn says how fast this machine should generate with a published model that
// fits: as everywhere else, by its own results and by those of chips like it.
func expectedOn(here whatif.Here) article.Expect {
	return func(m bench.Model, t bench.Test) (bench.SpeedRange, bool) {
		m.Format = "gguf"
		a, known := here.Answer(m, t.Depth)
		return a.Expected, known && a.Test == t && a.Fits() && a.Expected.TPS > 0
	}
}

// measuredIn gives the results of the named sessions. It gives suspect results
// only if suspect is set. Without names it takes the newest session of this
// user that was not imported.
func (e *env) measuredIn(names []string, suspect bool) ([]article.Measured, error) {
	if len(names) == 0 {
		own, err := e.newestOwn(context.Background())
		if err != nil || own == "" {
			return nil, nil // then only the published columns are shown
		}
		names = []string{own}
	}
	var out []article.Measured
	for _, name := range names {
		s, err := e.earlier(name)
		if err != nil {
			return nil, err
		}
		if s.Imported != nil {
			return nil, usagef("%s was imported, so it cannot be the column of this machine; leave it out, or name a session that was measured here", bench.Clean(name))
		}
		out = append(out, measuredBy(report.Rows(s), suspect)...)
	}
	return out, nil
}

// measuredBy are the figures of rows that stand beside the article's: those of one
// request, without suspect ones unless suspect is set.
func measuredBy(rows []report.Row, suspect bool) (out []article.Measured) {
	for _, r := range rows {
		if !r.Single() || r.Grade == bench.GradeSuspect && !suspect {
			continue
		}
		_, share, ofMeasured := r.Moved()
		out = append(out, article.Measured{
			Model: r.Job.Model, Test: r.Test.Test, TPS: r.Summary.Median, Session: r.Session.ID, Grade: r.Grade, Marks: strings.Join(r.Marks(), " "),
			Share: share, OfMeasured: ofMeasured,
		})
	}
	return out
}
