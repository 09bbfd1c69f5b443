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
// jobs it makes a short report, if leaving out the parts whose figures stand
// elsewhere is enough for that.
func fitted(top string, parts []folded, end, session string, jobs int) string {
	if jobs <= fewJobs {
		for gives := givesMost; gives >= givesRepeated; gives-- {
			if text := leaving(gives, top, parts, end, session); len(text) <= mostOfFew {
				return text
			}
		}
	}
	for gives := givesMost; ; gives-- {
		if text := leaving(gives, top, parts, end, session); len(text) <= mostPosted || gives == 0 {
			return text
		}
	}
}

// leaving makes a report without the parts that give way at a number or above it.
func leaving(gives int, top string, parts []folded, end, session string) string {
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
	return strings.TrimRight(b.String(), "\n") + "\n"
}
