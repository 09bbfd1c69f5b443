package report

import (
	"cmp"
	_ "embed" // for the page
	"html/template"
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
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
	Remarks         []remark
	Results         htmlTable
	// Legend explains the signs of the results, and Notes say how the figures were
	// made.
	Legend   []string
	Pictures []picture
	// Pictured is a heading for pictures that follow no table.
	Pictured string
	Doubts   []Doubt
	Figures  htmlTable
	Notes    []string
	Machine  [][2]string
	Commands string
	MadeBy   string
	// Recipe is the plan with its samples, for Read.
	Recipe template.HTML
	// Columns says what the columns of a comparison are, and Compared what must be
	// known to compare them.
	Columns  htmlTable
	Compared []string
}

// Styles are the colours of the page and of its charts.
func (htmlPage) Styles() template.CSS { return template.CSS(chart.Styles) }

func (p htmlPage) write(w io.Writer) error {
	var text strings.Builder
	if err := page.Execute(&text, p); err != nil {
		return err
	}
	return write(w, "page", text.String())
}

// HTML writes the session as one page that needs nothing else: it has no script
// and loads no other file. Each picture has a table beside it.
//
// CI has no browser. After a change, somebody opens the page in one by hand, at
// 400, 800 and 1,400 pixels, and runs axe-core: version 4.14.1 found nothing.
func HTML(w io.Writer, s *bench.Session, o Options) error {
	return pageOf(s, o).write(w)
}

func pageOf(s *bench.Session, o Options) htmlPage {
	m := &markdown{s: s, r: newRedactor(s, o), o: o, rows: Rows(s)}
	p := htmlPage{
		Title: "Language models on " + m.machineName(), Standing: m.standing(), Remarks: m.remarks(), MadeBy: m.madeBy(),
		Figures: m.figuresPage(), Notes: m.r.each(resultNotes(m.rows, true), m.r.text),
		Machine: append(m.machineRows(), m.engineRows()...), Commands: m.commands(),
		Doubts: eachText(Doubts(s), m.r.text), Recipe: recipeInPage(s, o),
	}
	if f, ok := FoundIn(s, o); ok {
		said := f.Headlines()
		p.Headline, p.More, p.Results = said[0], said[1:], f.pageTable()
		p.Legend, p.Commands, p.Pictures = f.Notes(), f.again(), append(f.heatPictures(), f.curvePictures()...)
		return p
	}
	sheet := byConfiguration(s, o.IncludeSuspect)
	names := sheet.ColumnNames(o)
	if len(sheet.Rows) > 0 {
		h := headline{sheet: sheet, names: names.Full, machine: m.computers(), model: m.r.path}
		p.Headline, p.More = h.sentences()
		p.Results, p.Legend = pivotOf(sheet, names, m.r.path).page(names.Full[sheet.Baseline])
		p.Pictures = pictures(m, sheet, names.Full)
		p.Pictures = append(p.Pictures, overTime(m)...)
	}
	p.Headline = cmp.Or(p.Headline, nothingMeasured)
	return p
}

// inPage makes JSON safe to stand in a page as it is, so that Read finds it
// there. These characters are only in texts of the JSON.
var inPage = strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`)

// recipeInPage is what `dragstrip rerun` needs, for a page.
func recipeInPage(s *bench.Session, o Options) template.HTML {
	return template.HTML(inPage.Replace(recipeText(s, o))) // inPage leaves nothing that a browser obeys
}

// page is the table of the results, with an explanation of its signs.
// baseline is what the explanation calls the baseline's column.
func (p pivot) page(baseline string) (t htmlTable, legend []string) {
	t.Heads = append([]string{p.corner}, p.cols...)
	for i, name := range p.rows {
		cells := []htmlCell{{Text: name, Words: true}}
		for _, c := range p.cells[i] {
			cells = append(cells, htmlCell{Text: c.text, Best: c.winner})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t, p.legend(baseline)
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

// engineRows name the builds that measured.
func (m *markdown) engineRows() (rows [][2]string) {
	for _, j := range m.s.Jobs {
		if build := [2]string{"engine", m.r.text(j.BuildName())}; build[1] != "" && !slices.Contains(rows, build) {
			rows = append(rows, build)
		}
	}
	return rows
}
