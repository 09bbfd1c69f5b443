package article

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// Title and About stand above the tables.
const (
	Title = "A Framework Desktop or a used M1 Ultra?"
	About = "The four tables of the blog post “Why I’m cancelling my Framework Desktop preorder” (12 October 2025). FWD is a Framework Desktop " +
		"(Ryzen AI Max+ 395, 256 GB/s), M1 a Mac Studio with M1 Ultra (48 GPU cores, 819 GB/s). Speeds are tokens a second, as published; " +
		"percentages are computed anew. The column why has the share of the specified memory bandwidth that generation uses on each machine; where nobody " +
		"published how many bytes a token reads, it says " + notKnown + "."

	notKnown = "not known"
)

// Markdown writes the tables. measured are the results of this machine.
func Markdown(tables []Table, measured []Measured, expect Expect) string {
	var b strings.Builder
	b.WriteString("# " + Title + "\n\n" + About + "\n")
	for i := range tables {
		t := &tables[i]
		fmt.Fprintf(&b, "\n## %d. %s\n\n", i+1, t.Title)
		t.write(&b, t.HereOf(measured, expect))
		for _, note := range t.Notes {
			fmt.Fprintf(&b, "\n* %s.", note)
		}
		if len(t.Notes) > 0 {
			b.WriteString("\n")
		}
	}
	b.WriteString("\n## Why\n\n" + Why(tables) + "\n")
	return b.String()
}

// Why compares the speeds of generation with the bandwidths. It uses only the
// tables from llama-bench, because only for these the bytes of a token are
// known.
func Why(tables []Table) string {
	least, most, wide := 0.0, 0.0, 0.0
	for i := range tables[:2] {
		t := &tables[i]
		for _, row := range t.Rows {
			fwd, m1 := t.cell(row, "FWD tg"), t.cell(row, "M1 tg")
			ratio := float64(m1.TPS) / float64(fwd.TPS)
			if least == 0 || ratio < least {
				least = ratio
			}
			most, wide = max(most, ratio), m1.figure.Chip.GBps/fwd.figure.Chip.GBps
		}
	}
	return fmt.Sprintf("The M1 Ultra has %.1f times the bandwidth and generates %.1f to %.1f times as fast, because it uses a much smaller share of its bandwidth. "+
		"The smaller the model, the smaller the share: every layer has a fixed cost, which no bandwidth reduces. Prompts depend on arithmetic, not on bandwidth.", wide, least, most)
}

// write writes a table. It adds a column for this machine if anything was
// measured on it.
func (t *Table) write(b *strings.Builder, here []Here) {
	heads, rows := t.Cells(here)
	line := func(cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }
	line(heads)
	marks := []string{"---"}
	for range heads[1:] {
		marks = append(marks, "--:")
	}
	line(marks)
	for i, cells := range rows {
		cells[0] = escaped(cells[0])
		for k, c := range t.Rows[i].Cells {
			if c.Percent != "" {
				cells[k+1] = "**" + cells[k+1] + "**"
			}
		}
		line(cells)
	}
}

// Reason is the heading of the column with the reason for a difference.
const Reason = "why"

// Cells gives the headings and rows of a table as text: the model, the columns of
// the article, [Reason], and this machine if anything is known about it.
func (t *Table) Cells(here []Here) (heads []string, rows [][]string) {
	heads = []string{"model"}
	for _, c := range t.Columns {
		heads = append(heads, c.Name)
	}
	heads = append(heads, Reason)
	known := hasHere(here)
	if known {
		heads = append(heads, "this machine")
	}
	for i, row := range t.Rows {
		cells := []string{bench.Clean(row.Model)}
		for _, c := range row.Cells {
			cells = append(cells, c.text())
		}
		cells = append(cells, t.why(row, here[i]))
		if known {
			cells = append(cells, here[i].text())
		}
		rows = append(rows, cells)
	}
	return heads, rows
}

// Marks are the marks of all figures of this machine.
func Marks(here []Here) (all string) {
	for _, h := range here {
		for _, marks := range h.marks {
			all += " " + marks
		}
	}
	return all
}

func hasHere(here []Here) bool {
	for _, h := range here {
		if len(h.Sessions) > 0 || h.Expected != nil {
			return true
		}
	}
	return false
}

func (c Cell) text() string {
	if c.Percent != "" {
		return c.Percent
	}
	return fmt.Sprint(c.TPS)
}

// why gives the reason for the speeds of a row: the share of each machine's
// bandwidth that generation uses.
func (t *Table) why(row Row, here Here) string {
	var parts []string
	for i, c := range row.Cells {
		if c.Share > 0 {
			parts = append(parts, strings.TrimSuffix(t.Columns[i].Name, " tg")+" "+bench.FormatPercent(c.Share))
		}
	}
	if here.Share > 0 {
		part := "here " + bench.FormatPercent(here.Share)
		if here.OfMeasured {
			part += " of the measured"
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return notKnown
	}
	return strings.Join(parts, ", ")
}

func (h Here) text() string {
	var parts []string
	for _, p := range []struct {
		tps       float64
		key, what string
	}{{h.Prompt, ofPrompt, "pp"}, {h.Generation, ofGeneration, "tg"}, {h.MLX, ofMLX, "MLX tg"}} {
		if p.tps > 0 {
			parts = append(parts, strings.TrimSpace(bench.FormatTPS(p.tps)+" "+p.what+" "+h.marks[p.key]))
		}
	}
	if h.Expected != nil {
		parts = append(parts, "expected "+h.Expected.Figures()+" tg")
	}
	if len(parts) == 0 {
		return bench.NotMeasured
	}
	return strings.Join(parts, ", ")
}

// escaped escapes underscores in a cleaned name, because markdown would read them as
// emphasis.
func escaped(name string) string { return strings.ReplaceAll(name, "_", `\_`) }
