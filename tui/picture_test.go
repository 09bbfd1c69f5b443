package tui

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// The size of a cell in the picture's units, and the margin around all cells.
const (
	cellWide, cellHigh = 8, 17
	baseline           = 13
	margin             = 12
)

// pictureHead has the colours: those of a dark terminal, and those of a light
// one if the reader's system is light. The picture has its own background, so
// it is legible on any page. The classes are the sixteen colours by number (c1
// is red), f for text without a colour, and b for bold.
const pictureHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" role="img">
<title>%[3]s</title>
<style>
text{font:13px ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
text,.s{fill:currentColor}.l{fill:none;stroke:currentColor;stroke-width:1.2}.b{font-weight:bold}
.g{fill:#11151c;stroke:#3a4250}.f{color:#d5dae2}.c1{color:#f47067}.c2{color:#6cc56c}.c3{color:#dfab44}.c6{color:#4fbccb}.c8{color:#868e9b}
@media (prefers-color-scheme:light){.g{fill:#fbfbfa;stroke:#c9ced6}.f{color:#23282f}.c1{color:#b3261e}.c2{color:#1b7a32}.c3{color:#8a5a00}.c6{color:#086f83}.c8{color:#68707d}}
</style>
<rect class="g" x=".5" y=".5" width="%[4]d" height="%[5]d" rx="8"/>
`

// picture draws a screen as SVG: the cells that a terminal would show, with
// their colours. Frames and bars are drawn as lines and boxes, because fonts
// leave gaps between them. Text is stretched to the width of its cells for the
// same reason.
func picture(screen, title string) string {
	lines := strings.Split(screen, "\n")
	width := 0
	for _, line := range lines {
		width = max(width, ansi.StringWidth(line))
	}
	terminal := vt.NewEmulator(width, len(lines))
	defer terminal.Close()
	terminal.WriteString(strings.Join(lines, "\r\n"))

	d := drawing{terminal: terminal}
	for y := range len(lines) {
		for x := 0; x < width; {
			x += d.from(x, y, width)
		}
	}
	w, h := width*cellWide+2*margin, len(lines)*cellHigh+2*margin
	var out strings.Builder
	fmt.Fprintf(&out, pictureHead, w, h, html.EscapeString(title), w-1, h-1)
	for _, p := range d.paths {
		fmt.Fprintf(&out, "<path class=%q d=%q/>\n", p.class, p.steps.String())
	}
	out.WriteString(d.text.String())
	return out.String() + "</svg>\n"
}

// drawing collects the text, and one path for each colour of lines and boxes,
// so that the file stays small.
type drawing struct {
	terminal *vt.Emulator
	paths    []*drawnPath
	text     strings.Builder
}

type drawnPath struct {
	class string
	steps strings.Builder
}

// from draws what begins at a cell, and returns the number of cells drawn.
func (d *drawing) from(x, y, width int) int {
	content, class := d.cell(x, y)
	if content == " " {
		return 1
	}
	if shapes[content] != nil {
		return d.shape(x, y, width)
	}
	// Words in one colour are one piece, including single spaces between them.
	end, run := x, ""
	for end < width {
		next, other := d.cell(end, y)
		space := next == " " && end+1 < width && !strings.HasPrefix(d.at(end+1, y), " ")
		if !space && (next == " " || other != class || shapes[next] != nil) {
			break
		}
		run += next
		end += max(ansi.StringWidth(next), 1)
	}
	trimmed := strings.TrimRight(run, " ")
	cells := ansi.StringWidth(trimmed)
	fmt.Fprintf(&d.text, "<text class=%q x=\"%d\" y=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\">%s</text>\n",
		class, margin+x*cellWide, margin+y*cellHigh+baseline, cells*cellWide, html.EscapeString(trimmed))
	return cells
}

func (d *drawing) at(x, y int) string {
	content, _ := d.cell(x, y)
	return content
}

// cell is the content of a cell, and the classes of its colour.
func (d *drawing) cell(x, y int) (content, class string) {
	c := d.terminal.CellAt(x, y)
	if c == nil || c.Content == "" {
		return " ", "f"
	}
	class = "f"
	if color, ok := c.Style.Fg.(ansi.BasicColor); ok {
		class = fmt.Sprintf("c%d", color)
	}
	if c.Style.Attrs&1 != 0 { // bold
		class += " b"
	}
	return c.Content, class
}

// shape draws a sign of frames or bars together with equal signs that directly
// follow, and returns how many it drew.
func (d *drawing) shape(x, y, width int) int {
	sign, class := d.cell(x, y)
	s, n := shapes[sign], 1
	for s.joins && x+n < width {
		if next, other := d.cell(x+n, y); next != sign || other != class {
			break
		}
		n++
	}
	kind := " l"
	if s.box {
		kind = " s"
	}
	steps := d.path(strings.Fields(class)[0] + kind)
	fmt.Fprintf(steps, "M%g %g%s", float64(margin+x*cellWide)+s.x, float64(margin+y*cellHigh)+s.y, s.steps(float64(n*cellWide)))
	return n
}

// path is the path of a class; it is begun when it is first needed.
func (d *drawing) path(class string) *strings.Builder {
	at := slices.IndexFunc(d.paths, func(p *drawnPath) bool { return p.class == class })
	if at < 0 {
		d.paths = append(d.paths, &drawnPath{class: class})
		at = len(d.paths) - 1
	}
	return &d.paths[at].steps
}

// drawnShape begins at a point of its cell and continues in steps.
type drawnShape struct {
	x, y  float64
	steps func(width float64) string
	// A box is filled; others are lines. A shape that joins is drawn once over
	// many cells.
	box, joins bool
}

var shapes = func() map[string]*drawnShape {
	const w, h = cellWide, cellHigh
	line := func(x, y float64, steps string) *drawnShape {
		return &drawnShape{x: x, y: y, steps: func(float64) string { return steps }}
	}
	box := func(y, share, high float64) *drawnShape {
		steps := func(width float64) string { return fmt.Sprintf("h%gv%gh%gz", width*share, high, -width*share) }
		return &drawnShape{y: y, steps: steps, box: true, joins: share == 1}
	}
	out := map[string]*drawnShape{
		"─": {y: h / 2., steps: func(width float64) string { return fmt.Sprintf("h%g", width) }, joins: true},
		"│": line(w/2., 0, fmt.Sprintf("v%d", h)),
		"╭": line(w/2., h, fmt.Sprintf("v%gq0 -4 4 -4", 4-h/2.)),
		"╮": line(w/2., h, fmt.Sprintf("v%gq0 -4 -4 -4", 4-h/2.)),
		"╰": line(w/2., 0, fmt.Sprintf("v%gq0 4 4 4", h/2.-4)),
		"╯": line(w/2., 0, fmt.Sprintf("v%gq0 4 -4 4", h/2.-4)),
		// The rest of a bar is a thin line in the middle of its height.
		"░": box(h/2.-1, 1, 2),
	}
	for i, sign := range []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"} {
		out[sign] = box(2, float64(i+1)/8, h-4)
	}
	for i, sign := range []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇"} {
		high := float64((h-4)*(i+1)) / 8
		out[sign] = box(h-2-high, 1, high)
	}
	return out
}()
