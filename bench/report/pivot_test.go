package report

import (
	"regexp"
	"strings"
	"testing"

	"dragstrip/bench"
)

// apartStarts makes each test of a session uncertain: its two starts lie far
// apart.
func apartStarts(s *bench.Session) *bench.Session {
	s.Plan.Rounds = 2
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			dealInto(t, 2)
			for _, r := range t.Results[1:] {
				for i := range r.SamplesNS {
					r.SamplesNS[i] *= 9
				}
			}
		}
	}
	return s
}

// Only the baseline's figures used to be called uncertain, so that the others
// looked certain.
func TestEveryDoubtfulFigureIsMarkedInEveryTable(t *testing.T) {
	apart, noisy, suspect := apartStarts(sweep(1, 2)), sweep(1, 2), sweep(1, 2)
	for s, code := range map[*bench.Session]string{noisy: "other_load", suspect: "swapping"} {
		for _, j := range s.Jobs {
			for _, test := range j.Tests {
				test.Warnings = []bench.Warning{{Code: code, Text: "others were busy"}}
			}
		}
	}
	for mark, s := range map[string]*bench.Session{bench.TooUncertain: apart, "▲": noisy, "✗": suspect} {
		sheet := SideBySide([]*bench.Session{s}, 0, true)
		var md, html, again strings.Builder
		for _, err := range []error{
			SheetMarkdown(&md, sheet, Options{}), SheetHTML(&html, sheet, Options{}),
			RerunText(&again, OldAgainstNew(s, s, true), Options{}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for name, text := range map[string]string{
			"report.md": NewPost(s, Options{}).Text, "report.html": written(t, "report.html", s, Options{}),
			"compare as md": md.String(), "compare as html": html.String(), "rerun": again.String(),
		} {
			text = strings.ReplaceAll(text, "**", "")
			for _, row := range sheet.Rows {
				for at, c := range row.Cells {
					figure := regexp.MustCompile(`\b` + regexp.QuoteMeta(c.tps()) + `( ± [0-9.]+)? ` + mark)
					if !figure.MatchString(text) {
						t.Errorf("%s: nothing marks %s of column %d with %s in\n%.2000s", name, c.tps(), at, mark, text)
					}
				}
			}
			if !strings.Contains(text, mark+": ") {
				t.Errorf("%s: nothing explains %s", name, mark)
			}
		}
	}
}

// The heads used to be bare letters as soon as the names were too wide, and no
// text below said which letter is what.
func TestHeadsOfColumnsSayWhatDiffers(t *testing.T) {
	long := func(s *bench.Session, variables ...string) *bench.Session {
		for i, j := range s.Jobs {
			j.Engines = nil
			j.Build.Inherited = []string{}
			if j.Build.Origin = ""; i/2%2 == 1 {
				j.Build.Env = variables
			}
		}
		return s
	}
	for name, c := range map[string]struct {
		s           *bench.Session
		head, below string
	}{
		"they fit":            {sweep(1, 1), "| A: fa on | B: fa off |", "Differences"},
		"turned, they fit":    {long(sweep(1, 2), "A_SINGLE_VARIABLE=1"), `| Llama 3.0 1B Q4\_K\_M · pp512 | Llama 3.0 1B Q4\_K\_M · tg128 |`, `| D: A\_SINGLE\_VARIABLE=1 · fa off |`},
		"the shortest fit":    {long(sweep(9, 2), "A=1", "A_SECOND_VARIABLE=1"), "| A: fa on | B: fa off | C: A=1 · fa on | D: A=1 · fa off |", `A: without A · without A\_SECOND\_VARIABLE · fa on; B: `},
		"only letters fit":    {long(sweep(9, 2), "AN_EVEN_LONGER_NAME=1", "A_SECOND_VARIABLE=1"), "| A | B | C | D |", `; D: AN\_EVEN\_LONGER\_NAME=1 · A\_SECOND\_VARIABLE=1 · fa off.`},
		"only rows are wide":  {wideRows(sweep(5, 1)), "| A: fa on | B: fa off |", "Differences"},
		"more than on a page": {sweep(9, 5), "| A | B | C | D | E | F | G | H | I | J |", "; J: fa off · build-4."},
	} {
		var b strings.Builder
		if err := SheetMarkdown(&b, SideBySide([]*bench.Session{c.s}, 0, false), Options{}); err != nil {
			t.Fatal(err)
		}
		_, table, _ := strings.Cut(spaced(b.String()), "\n| t/s ")
		head, below, _ := strings.Cut(table, "\n")
		if below, _, _ = strings.Cut(below, "<details>"); head != c.head || !strings.Contains(below, c.below) {
			t.Errorf("%s: %s\n%s", name, head, below)
		}
	}
}

func wideRows(s *bench.Session) *bench.Session {
	for _, j := range s.Jobs {
		j.Model.Name += strings.Repeat(" and more", 12)
	}
	return s
}
