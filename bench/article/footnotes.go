package article

import (
	"fmt"
	"math"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/published"
)

// addNotes adds notes to each table that say what is inconsistent in the table.
func addNotes(set *published.Set, tables []Table) {
	printed := map[string]place{}
	for i := range tables {
		t := &tables[i]
		for _, row := range t.Rows {
			t.noteTwoFigures(printed, i+1, row)
			t.noteMixture(set, row)
		}
		t.noteRounding()
	}
}

// place is a figure that was printed, and the number of its table.
type place struct{ tps, table int }

// noteTwoFigures notes that two different figures were printed for the same
// measurement.
func (t *Table) noteTwoFigures(printed map[string]place, table int, row Row) {
	for i, c := range row.Cells {
		if c.figure == nil {
			continue
		}
		f := c.figure
		of := strings.Join([]string{row.Model, f.Machine, f.Engine, test(f).String()}, "\x00")
		before, ok := printed[of]
		if ok && before.tps != c.TPS {
			t.Notes = append(t.Notes, fmt.Sprintf("%s, %s: %d here, %d in table %d for the same measurement", row.Model, t.Columns[i].Name, c.TPS, before.tps, before.table))
		}
		if !ok {
			printed[of] = place{c.TPS, table}
		}
	}
}

// configuration says with what a published figure was measured.
type configuration struct {
	backend, variant, flash, notes string
	source                         *published.Source
}

func configurationOf(f *published.Figure) configuration {
	return configuration{f.Backend, f.Variant, f.FlashAttention, f.Notes, f.Source}
}

func (c configuration) String() string {
	text := strings.TrimSpace(c.backend + " " + c.variant)
	if c.flash != "" {
		text += ", flash attention " + map[string]string{"1": "on", "0": "off"}[c.flash]
	}
	return text
}

// noteMixture notes that the figures of one machine for prompt and generation
// come from different configurations, if the publisher's own list shows it. It
// says what each configuration gives by itself.
func (t *Table) noteMixture(set *published.Set, row Row) {
	pp, tg := t.cell(row, "FWD pp"), t.cell(row, "FWD tg")
	if pp == nil || tg == nil || pp.figure.Backend != "" {
		return // the figure names its backend
	}
	prompts, generations := batch(set, pp.figure), batch(set, tg.figure)
	ofPrompt, ofGeneration := nearest(prompts, pp.TPS), nearest(generations, tg.TPS)
	if ofPrompt == nil || ofGeneration == nil || configurationOf(ofPrompt) == configurationOf(ofGeneration) {
		return
	}
	other := []string{}
	if f := sameConfiguration(generations, ofPrompt); f != nil {
		other = append(other, t.with(row, "tg", f, ofPrompt))
	}
	if f := sameConfiguration(prompts, ofGeneration); f != nil {
		other = append(other, t.with(row, "pp", f, ofGeneration))
	}
	text := fmt.Sprintf("%s: %d pp is from %s, %d tg from %s", row.Model, pp.TPS, configurationOf(ofPrompt), tg.TPS, configurationOf(ofGeneration))
	if len(other) > 0 {
		text += ". From one configuration: " + strings.Join(other, "; ")
	}
	t.Notes = append(t.Notes, text)
}

// with says how large the printed difference would be if the table had the
// figure of another configuration.
func (t *Table) with(row Row, what string, f, of *published.Figure) string {
	subject := t.cell(row, "M1 "+what)
	return fmt.Sprintf("%s %s %s, %s", configurationOf(of), bench.FormatTPS(f.TPS), what, bench.FormatChange(float64(subject.TPS)/f.TPS))
}

func (t *Table) cell(row Row, column string) *Cell {
	for i, c := range t.Columns {
		if c.Name == column {
			return &row.Cells[i]
		}
	}
	return nil
}

// batch gives the figures that others published for the chip, the model and the
// test of a figure. The article took the highest of these.
func batch(set *published.Set, of *published.Figure) (out []*published.Figure) {
	for i := range set.Figures {
		f := &set.Figures[i]
		if f.Chip == of.Chip && f.Source != of.Source && f.Test == of.Test && f.GPUs == 1 && f.Bytes > 0 &&
			math.Abs(f.ParamsB-of.ParamsB) < 0.02*of.ParamsB && f.Quant == of.Quant && f.Date != "" && f.Date < "2025-10" {
			out = append(out, f)
		}
	}
	return out
}

// nearest is the figure that gives the printed whole number when it is rounded.
// It is nil if no figure does.
func nearest(batch []*published.Figure, printed int) (best *published.Figure) {
	for _, f := range batch {
		off := math.Abs(f.TPS - float64(printed))
		if off <= 0.5 && (best == nil || off < math.Abs(best.TPS-float64(printed))) {
			best = f
		}
	}
	return best
}

func sameConfiguration(batch []*published.Figure, as *published.Figure) *published.Figure {
	for _, f := range batch {
		if configurationOf(f) == configurationOf(as) {
			return f
		}
	}
	return nil
}

// noteRounding notes how uncertain a difference is if small figures were
// rounded to whole numbers.
func (t *Table) noteRounding() {
	var parts []string
	for _, row := range t.Rows {
		for i, c := range row.Cells {
			if !t.Columns[i].Change || !isCoarse(c.change.subject, c.change.baseline) {
				continue
			}
			from, to := rounding(c.change.subject, c.change.baseline)
			parts = append(parts, fmt.Sprintf("%s, %d to %d: %+.0f %% to %+.0f %%", row.Model, c.change.baseline, c.change.subject, 100*from, 100*to))
		}
	}
	if len(parts) > 0 {
		t.Notes = append(t.Notes, "Only whole numbers were published. Before rounding, the difference may lie anywhere in these ranges: "+strings.Join(parts, "; "))
	}
}
