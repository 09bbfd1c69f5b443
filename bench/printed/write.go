package printed

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Markdown writes the lines of sessions as a table.
func (p Preset) Markdown(lines []Line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", p.Name, p.About)
	heads := []string{"model", "engine", "passes", "prompt eval rate", "eval rate"}
	if !p.Prompts {
		heads = []string{"model", "engine", "answers", "tokens per second"}
	}
	row(&b, heads)
	row(&b, slices.Concat([]string{"---", "---"}, slices.Repeat([]string{"--:"}, len(heads)-2)))
	clock := false
	for _, l := range lines {
		engine := l.Engine
		if l.Params != "" {
			engine += " " + l.Params
		}
		if l.From != "" {
			engine += " (" + l.From + ")"
		}
		cells := []string{escaped(l.Model), escaped(engine), fmt.Sprint(max(l.Answer.Passes, l.Prompt.Passes))}
		if p.Prompts {
			cells = append(cells, l.Prompt.text())
		}
		row(&b, append(cells, l.Answer.text()))
		clock = clock || l.Answer.ByClock || l.Prompt.ByClock
	}
	b.WriteString("\nRates are means of all repetitions, in tokens a second, as the server itself states them")
	if clock {
		b.WriteString("; \\* is by dragstrip's clock, because the server states none")
	}
	b.WriteString(".\n")
	return b.String()
}

func (r Rate) text() string {
	if r.Passes == 0 {
		return bench.NotMeasured
	}
	text := fmt.Sprintf("%.2f", r.TPS)
	if r.ByClock {
		text += " \\*"
	}
	return marked(text, r.marks)
}

// marked is a figure with its marks.
func marked(figure, marks string) string {
	if marks == "" {
		return figure
	}
	return figure + " " + marks
}

func row(b *strings.Builder, cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }

// escaped is a name in which nothing has a meaning in markdown.
func escaped(name string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "_", `\_`, "*", `\*`, "`", "\\`", "<", `\<`, "[", `\[`).Replace(name)
}
