package report

import (
	"fmt"
	"strings"
)

// folded is a part of a report that opens when it is clicked.
type folded struct {
	title, body string
	// gives decides which parts are left out first if a report is too large. The
	// parts with the highest number are left out first.
	gives int
}

// fold lets a section write, and makes a folded part from its text.
func (m *markdown) fold(title string, gives int, section func()) folded {
	section()
	return folded{title, strings.TrimSpace(m.taken()), gives}
}

// taken removes what was written since its last call, and returns it.
func (m *markdown) taken() string {
	defer m.b.Reset()
	return m.b.String()
}

func (f folded) String() string {
	return fmt.Sprintf("<details><summary>%s</summary>\n\n%s\n\n</details>\n\n", f.title, f.body)
}

// fitted makes a report of at most mostPosted bytes. If necessary, it leaves out
// parts. Then the report names these parts and says how to get them. Of a few
// jobs it makes a short report, if that takes no more than the parts whose
// figures stand elsewhere.
func fitted(top string, parts []folded, end, session string, jobs int) string {
	for gives := 10; ; gives-- {
		var b strings.Builder
		var left []string
		b.WriteString(top)
		for _, f := range parts {
			switch {
			case f.body == "":
			case f.gives >= gives:
				left = append(left, strings.SplitN(f.title, ":", 2)[0])
			default:
				b.WriteString(f.String())
			}
		}
		if len(left) > 0 {
			fmt.Fprintf(&b, "Left out, so that this report is short enough to post: %s. `dragstrip report %s --format json` writes everything, and `--format rerun` the plan and samples that `dragstrip rerun` needs.\n\n",
				strings.Join(left, "; "), session)
		}
		b.WriteString(end)
		most := mostPosted
		if jobs <= fewJobs && gives > givesRepeated {
			most = mostOfFew
		}
		if text := strings.TrimRight(b.String(), "\n") + "\n"; len(text) <= most || gives == 0 {
			return text
		}
	}
}
