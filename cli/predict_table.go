package cli

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// predictAsk holds the flags of `dragstrip predict`.
type predictAsk struct {
	on, sort, fits string
	depth          int
	all            bool
}

// hereWord is what --on and --fits call this machine.
const hereWord = "here"

// shownAnswers is how many answers are printed if the user did not ask for all.
const shownAnswers = 30

func (e *env) printMachines(m whatif.Machines, ask predictAsk) {
	fmt.Fprintf(e.out, "%s · %s · needs %s of memory\n\n", bench.Clean(m.Model.Label()), m.Test, bench.FormatBytes(m.NeedBytes))
	if len(m.Answers) == 0 {
		fmt.Fprintln(e.told(), unknownSaid(m.Unknown))
		return
	}
	if unknown := notMeasuredHere(m); ask.on != "" && len(unknown) > 0 {
		defer fmt.Fprintln(e.err, unknownSaid(unknown))
	}
	shown, small := m.Answers, 0
	if ask.on == "" && !ask.all {
		shown = slices.DeleteFunc(slices.Clone(shown), func(a whatif.Answer) bool { return !a.Fits() && !a.Here })
		small = len(m.Answers) - len(shown)
	}
	shown, more := e.firstAnswers(shown, ask)
	e.explainPredictions(e.printAnswers(whatif.MachineColumns, shown), m.Small)
	if why := whatif.Unpredicted(m.Model); why != "" && len(shown) != 1 { // the facts of a single answer have it already
		fmt.Fprintf(e.told(), "No speed is expected: %s.\n", why)
	}
	if here := slices.IndexFunc(shown, hasDoubtfulResults); here >= 0 && len(shown) != 1 {
		fmt.Fprintf(e.told(), "Nothing is predicted for %s: %s.\n", shown[here].Machine, shown[here].WhyUnknown())
	}
	var hidden []string
	if more > 0 {
		hidden = append(hidden, bench.Plural(more, "slower chip"))
	}
	if small > 0 {
		hidden = append(hidden, bench.Plural(small, "chip")+" with too little memory")
	}
	e.saidHidden(hidden)
}

// hasDoubtfulResults tells whether an answer is for this machine, whose results
// exist but give no expected speed. The answer says why.
func hasDoubtfulResults(a whatif.Answer) bool {
	return a.Lack != speed.NothingMeasured && a.WhyUnknown() != ""
}

// notMeasuredHere names the machines of which nothing is known, without this one
// if it has results.
func notMeasuredHere(m whatif.Machines) []string {
	at := slices.IndexFunc(m.Answers, hasDoubtfulResults)
	return slices.DeleteFunc(slices.Clone(m.Unknown), func(name string) bool { return at >= 0 && name == m.Answers[at].Machine })
}

// explainPredictions says what the columns mean that stand in the table's
// heading.
func (e *env) explainPredictions(heading string, small bool) {
	for _, of := range []struct{ title, means string }{
		{"expected t/s", "expected: the 80 % interval of the tokens a second with a new engine build; docs/numbers.md says how it is computed"},
		{"published", "published: the newest result of others for this model; --json names its source and configuration"},
		{"pp512", "pp512: the same for processing a prompt of 512 tokens"},
		{"price $", "price: of the chip when it came out, or of a machine that contains it, in US dollars"},
		{"t/s per k$", "t/s per k$: tokens a second for 1,000 dollars"},
	} {
		if strings.Contains(heading, of.title) {
			fmt.Fprintln(e.told(), of.means)
		}
	}
	if small {
		fmt.Fprintln(e.err, "Models of less than 3 GB are predicted less well, so their intervals are wide.")
	}
}

func (e *env) saidHidden(hidden []string) {
	if len(hidden) > 0 {
		fmt.Fprintf(e.err, "Not shown: %s; --all shows them.\n", strings.Join(hidden, ", and "))
	}
}

// firstAnswers are the answers that are printed, and how many more there are.
// This machine is always printed.
func (e *env) firstAnswers(answers []whatif.Answer, ask predictAsk) (shown []whatif.Answer, more int) {
	if ask.on != "" || ask.all || len(answers) <= shownAnswers {
		return answers, 0
	}
	for i, a := range answers {
		if i < shownAnswers || a.Here && ask.fits == "" {
			shown = append(shown, a)
		}
	}
	return shown, len(answers) - len(shown)
}

// printAnswers prints a table and gives its heading. If there is only one
// answer, its facts and their sources follow.
func (e *env) printAnswers(columns []whatif.Column, answers []whatif.Answer) (heading string) {
	table := e.answerTable(columns, answers)
	fmt.Fprintln(e.out, table)
	if len(answers) == 1 {
		for _, fact := range answers[0].Facts() {
			e.row(rowsLeft, fact[0], fact[1])
		}
		fmt.Fprintln(e.out)
	}
	heading, _, _ = strings.Cut(strings.TrimLeft(table, "\n"), "\n")
	return heading
}

// barCells is the width of the bars of expected speeds.
const barCells = 12

// answerTable draws answers in columns.
func (e *env) answerTable(columns []whatif.Column, answers []whatif.Answer) string {
	th, most := theme.New(theme.Options{ASCII: !isUTF8(e.getenv)}), whatif.Fastest(answers)
	columns = whatif.Filled(columns, answers)
	lines := make([][]string, len(answers))
	var shown []report.PlainColumn
	for _, c := range columns {
		shown = append(shown, report.PlainColumn{Title: c.Title, Right: c.Right, Rank: c.Rank})
		for row, a := range answers {
			text := c.Text(a)
			if c.Kind == whatif.Bar && a.Fits() {
				text = widget.Bar(th, a.TPS()/most, barCells, " ")
			}
			lines[row] = append(lines[row], text)
		}
	}
	return report.PlainTable(e.width(), shown, lines)
}

// unknownSaid says why nothing is predicted for some machines.
func unknownSaid(names []string) string {
	return fmt.Sprintf("Nothing is predicted for %s: speeds are predicted only for GPUs with a known memory bandwidth, because too little was published for CPUs. Nobody published a result of this model for them either. For this machine, your own results help: `dragstrip run MODEL` measures them.", bench.Clean(chipsSaid(names)))
}

// chipsSaid names a few chips, and counts the others.
func chipsSaid(names []string) string {
	const named = 5
	if more := len(names) - named; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:named], ", "), more)
	}
	return strings.Join(names, ", ")
}
