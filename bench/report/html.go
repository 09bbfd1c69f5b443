package report

import (
	_ "embed" // for the page
	"html/template"
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
)

//go:embed html_page.html
var pageText string

// page is the template of a report as a page. It escapes every text.
var page = template.Must(template.New("page").Parse(pageText))

// htmlPage is what the page shows. All texts are redacted and cleaned.
type htmlPage struct {
	Title, Headline string
	More            []string
	Standing        string
	Notes           []string
	Results         htmlTable
	Pictures        []picture
	Doubts          []Doubt
	Figures         htmlTable
	Machine         [][2]string
	Commands        string
	// Columns says what the columns of a comparison are, and Remarks what must be
	// known to compare them.
	Columns htmlTable
	Remarks []string
	Session string
	Version string
}

// HTML writes the session as one page that needs nothing else: it has no script
// and loads no other file. Each picture has a table beside it.
func HTML(w io.Writer, s *bench.Session, o Options) error {
	m := &markdown{s: s, r: newRedactor(s, o), o: o, rows: Rows(s)}
	p := htmlPage{
		Title: "Language models on " + m.machineName(), Session: m.r.path(s.ID), Version: bench.Clean(s.Version),
		Standing: m.standingSaid(), Notes: m.notesSaid(),
	}
	sheet := byConfiguration(s, o.IncludeSuspect)
	names := sheet.ColumnNames(o)
	if len(sheet.Rows) > 0 {
		machine, _, _ := strings.Cut(m.machineName(), partsBy)
		h := headline{sheet: sheet, names: names.Full, machine: machine, model: m.r.path}
		p.Headline, p.More = h.sentences()
		p.Results = m.pivotPage(sheet, names.Full)
		p.Pictures = pictures(m, sheet, names.Full)
	}
	for _, d := range Doubts(s) {
		p.Doubts = append(p.Doubts, m.r.doubt(d))
	}
	p.Figures = m.figuresPage()
	p.Machine = m.machineSaid()
	p.Commands = m.commandsSaid()
	var text strings.Builder
	if err := page.Execute(&text, p); err != nil {
		return err
	}
	return write(w, "page", text.String())
}

// doubt is a doubt without private texts.
func (r *redactor) doubt(d Doubt) Doubt {
	return Doubt{Where: r.text(d.Where), Text: r.text(d.Text), Remedy: r.text(d.Remedy), Failed: d.Failed, Grade: d.Grade, Tail: r.each(slices.Clone(d.Tail), r.text)}
}

// standingSaid says when the session was measured and how it ended, without the
// marks of markdown.
func (m *markdown) standingSaid() string {
	return strings.NewReplacer("**", "", `\`, "").Replace(m.standing())
}

// notesSaid has the note of the person who measured, and explains what a
// stand-in is.
func (m *markdown) notesSaid() (notes []string) {
	if note := m.r.text(m.s.Plan.Note); note != "" {
		notes = append(notes, note)
	}
	if names := standIns(m.s); len(names) > 0 {
		for i := range names {
			names[i] = m.r.path(names[i])
		}
		notes = append(notes, strings.Join(names, ", ")+": a stand-in has a model's exact shape and random weights. It is as fast as the model, but what it writes means nothing. Do not publish its figures as those of the model without saying so.")
	}
	return notes
}

func (m *markdown) pivotPage(sheet Sheet, names []string) htmlTable {
	p := pivotOf(sheet, names, m.r.path)
	t := htmlTable{Heads: append([]string{"t/s"}, p.cols...)}
	for i, name := range p.rows {
		cells := []htmlCell{{Text: name, Words: true}}
		for _, c := range p.cells[i] {
			cells = append(cells, htmlCell{Text: c.text, Best: c.winner})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// figuresPage has all columns of the results.
func (m *markdown) figuresPage() (page htmlTable) {
	t := rowsTable(m.rows, shown(m.rows), 0, m.r.path)
	page.Heads = t.heads
	for _, row := range t.rows {
		var cells []htmlCell
		for i, text := range row {
			cells = append(cells, htmlCell{Text: text, Words: !t.right[i]})
		}
		page.Rows = append(page.Rows, cells)
	}
	return page
}

// machineSaid describes the machine in names and values.
func (m *markdown) machineSaid() (rows [][2]string) {
	machine := m.r.machine(m.s.Machine, m.o)
	for _, row := range [][2]string{
		{"processor", machine.CPU},
		{"memory", machine.MemoryType},
		{"system", joinNonEmpty(partsBy, machine.OS, machine.Kernel, machine.Arch)},
		{"power", machine.Power},
		{"bandwidth, specified", bench.FormatGBps(machine.SpecifiedGBps)},
	} {
		if row[1] != "" && row[1] != bench.NotMeasured {
			rows = append(rows, row)
		}
	}
	for _, g := range machine.GPUs {
		rows = append(rows, [2]string{"GPU", joinNonEmpty(partsBy, gpuParts(g)...)})
	}
	if probe, ok := m.s.BestProbe(); ok {
		rows = append(rows, [2]string{"bandwidth, measured", bench.FormatGBps(probe.PeakGBps)})
	}
	for _, j := range m.s.Jobs {
		if build := [2]string{"engine", m.r.text(j.BuildName())}; !slices.Contains(rows, build) {
			rows = append(rows, build)
		}
	}
	return rows
}

// commandsSaid are the commands that measured, one a line.
func (m *markdown) commandsSaid() string {
	var lines []string
	for _, j := range m.s.Jobs {
		for _, e := range j.Engines {
			if line := m.command(e); !slices.Contains(lines, line) && len(lines) < 64 {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}
