package manual

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench/linebreak"
)

const (
	// leftWidth is the width of the column with verbs or flags. An entry that
	// is wider has a line of its own.
	leftWidth = 24
	// leastWidth and mostWidth limit the width of help's lines. Long lines are
	// hard to read, even if the terminal is wide.
	leastWidth, mostWidth = 40, 100
)

// sheet is text with headings, in lines of a fixed width.
type sheet struct {
	strings.Builder
	width int
}

func newSheet(width int) *sheet { return &sheet{width: min(max(width, leastWidth), mostWidth)} }

func (s *sheet) paragraph(text string) {
	if text != "" {
		fmt.Fprintf(s, "%s\n\n", wrapped(flowing(text), s.width))
	}
}

// wrapped breaks the lines of a text. Indented lines stay as they are, because
// people copy them.
func wrapped(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "  ") {
			line = linebreak.Hanging(line, width, "")
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// flowing joins the lines of each paragraph, because they were broken only for
// readers of the source. Indented lines stay as they are, because people copy
// them.
func flowing(text string) string {
	lines := strings.Split(text, "\n")
	joined := lines[0]
	for i, l := range lines[1:] {
		kept := l == "" || lines[i] == "" || strings.HasPrefix(l, "  ")
		if kept {
			joined += "\n" + l
		} else {
			joined += " " + l
		}
	}
	return joined
}

// row writes what is explained (left) and its explanation to the right of it. If
// left is too wide for its column, the explanation begins on the next line.
func (s *sheet) row(left, words string) {
	const at = leftWidth + 2
	indent := "\n" + strings.Repeat(" ", at)
	lines := linebreak.Column(words, at, max(s.width-at, leastWidth/2))
	if ansi.StringWidth(left) >= leftWidth {
		fmt.Fprintf(s, "  %s%s%s\n", left, indent, lines)
		return
	}
	fmt.Fprintf(s, "  %s%s%s\n", left, strings.Repeat(" ", leftWidth-ansi.StringWidth(left)), lines)
}

// Help writes what one verb does, and its arguments and flags.
func (p Program) Help(w io.Writer, page Page, width int) error {
	s := newSheet(width)
	fmt.Fprintf(s, "Usage: %s\n\n", page.Usage(p.Name))
	s.paragraph(sentence(page.Summary))
	s.paragraph(page.About)
	s.examples(p.Name, page.Examples)
	s.below(p.below(page))
	s.flags(page.Flags)
	s.paragraph(page.footer())
	return s.to(w)
}

func (s *sheet) examples(program string, all []Example) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(s, "Examples")
	for _, x := range all {
		fmt.Fprintf(s, "  %s\n      %s\n", strings.TrimSpace(program+" "+x.Line), x.Words)
	}
	fmt.Fprintln(s)
}

// below lists the verbs that belong to a verb.
func (s *sheet) below(pages []Page) {
	if len(pages) == 0 {
		return
	}
	fmt.Fprintln(s, "Related verbs")
	for _, page := range pages {
		s.row(page.Name, page.Summary)
	}
	fmt.Fprintln(s)
}

func (s *sheet) flags(all []Flag) {
	group := ""
	for i, f := range all {
		if f.Group != group {
			if i > 0 {
				fmt.Fprintln(s)
			}
			group = f.Group
			fmt.Fprintln(s, linebreak.Hanging(group, s.width, ""))
		}
		s.row(f.spelled(), f.said())
	}
	if len(all) > 0 {
		fmt.Fprintln(s)
	}
}

// Overview lists the verbs in groups and says where to read more.
func (p Program) Overview(w io.Writer, width int) error {
	s := newSheet(width)
	s.paragraph(p.Summary)
	fmt.Fprintf(s, "Usage: %s [VERB] [ARGUMENTS] [FLAGS]\n", p.Name)
	group := ""
	for _, page := range p.Pages {
		if strings.Contains(page.Name, " ") {
			continue // such a verb is listed in the help of the verb that it belongs to
		}
		if page.Group != group {
			group = page.Group
			fmt.Fprintf(s, "\n%s\n", group)
		}
		s.row(page.Name, page.Summary)
	}
	fmt.Fprintf(s, "\n%s\n", linebreak.Hanging(fmt.Sprintf("`%s help VERB` explains a verb. `%s` alone opens the screens.", p.Name, p.Name), s.width, ""))
	return s.to(w)
}

func (s *sheet) to(w io.Writer) error {
	_, err := io.WriteString(w, strings.TrimRight(s.String(), "\n")+"\n")
	return err
}

// sentence makes a sentence of a summary, which has neither a capital letter
// nor a full stop.
func sentence(summary string) string {
	if summary == "" {
		return ""
	}
	return strings.ToUpper(summary[:1]) + summary[1:] + "."
}
