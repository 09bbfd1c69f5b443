package manual

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Man writes all pages as one man page. It uses only the macros that every man
// program knows.
func (p Program) Man(w io.Writer) error {
	var s strings.Builder
	fmt.Fprintf(&s, ".TH %s 1 \"\" \"%s %s\" \"User Commands\"\n", strings.ToUpper(roff(p.Name)), roff(p.Name), roff(p.Version))
	s.WriteString(".nh\n.ad l\n") // never break a command at a hyphen
	fmt.Fprintf(&s, ".SH NAME\n%s \\- %s\n", roff(p.Name), roff(strings.TrimSuffix(strings.TrimPrefix(p.Summary, p.Name+" "), ".")))
	fmt.Fprintf(&s, ".SH SYNOPSIS\n.B %s\n[VERB] [ARGUMENTS] [FLAGS]\n", roff(p.Name))
	s.WriteString(".SH DESCRIPTION\n" + roff(p.Summary) + " Without a verb, the screens open.\n")
	group := ""
	for _, page := range p.Pages {
		if page.Group != group {
			group = page.Group
			fmt.Fprintf(&s, ".SH \"%s\"\n", strings.ToUpper(roff(group)))
		}
		p.manPage(&s, page)
	}
	if at := slices.IndexFunc(p.Pages, func(page Page) bool { return len(page.Flags) > 0 }); at >= 0 {
		fmt.Fprintf(&s, ".SH ENVIRONMENT\n%s A flag on the command line wins.\n", roff(p.Pages[at].footer()))
	}
	_, err := io.WriteString(w, s.String())
	return err
}

func (p Program) manPage(s *strings.Builder, page Page) {
	fmt.Fprintf(s, ".SS \"%s\"\n%s\n", roff(page.Usage(p.Name)), roff(sentence(page.Summary)))
	if page.About != "" {
		s.WriteString(".PP\n" + manText(page.About) + "\n")
	}
	group := ""
	for _, f := range page.Flags {
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(s, ".PP\n%s:\n", roff(group))
		}
		fmt.Fprintf(s, ".TP\n\\fB%s\\fR \\fI%s\\fR\n%s\n", roff(f.Name), roff(f.Metavar), roff(f.said()))
	}
	if len(page.Examples) > 0 {
		s.WriteString(".PP\nExamples:\n")
	}
	for _, x := range page.Examples {
		fmt.Fprintf(s, ".TP\n\\fB%s\\fR\n%s\n", roff(strings.TrimSpace(p.Name+" "+x.Line)), roff(x.Words))
	}
}

// manText writes paragraphs. Indented lines stay as they are.
func manText(text string) string {
	var out []string
	indented := false
	for line := range strings.SplitSeq(text, "\n") {
		if now := strings.HasPrefix(line, "  "); now != indented {
			indented = now
			out = append(out, map[bool]string{true: ".nf", false: ".fi"}[now])
		}
		if line = roff(line); line == "" {
			line = ".PP"
		}
		out = append(out, line)
	}
	if indented {
		out = append(out, ".fi")
	}
	return strings.Join(out, "\n")
}

// roff writes text so that man takes no part of it for a command.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, `"`, `\(dq`, "…", "...").Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
