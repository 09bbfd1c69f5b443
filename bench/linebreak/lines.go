package linebreak

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Lines breaks a text into lines of at most width cells. A word that is wider
// than a line is broken anywhere, because a screen shows nothing beyond its
// edge. A line is too wide only if a single character is wider than width.
func Lines(text string, width int) []string {
	if width <= 0 {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, broken(line, width, width, true)...)
	}
	return lines
}

// Hanging breaks each line of a text that is wider than width. The continuation
// lines begin with indent. A word that is wider than a line stays whole, because
// a terminal breaks it by itself, and people copy it from there in one piece.
func Hanging(text string, width int, indent string) string {
	rest := max(width-cells(indent), 1)
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		all = append(all, strings.Join(broken(line, max(width, 1), rest, false), "\n"+indent))
	}
	return strings.Join(all, "\n")
}

// Column breaks a text like [Hanging]. Its lines have width cells and begin at
// the cell left. The caller writes the first line there.
func Column(text string, left, width int) string {
	return strings.ReplaceAll(Hanging(text, width, ""), "\n", "\n"+strings.Repeat(" ", left))
}

// broken breaks one line at its spaces. The first line has at most first cells,
// the others at most rest. Spaces where a line is broken are left out.
func broken(line string, first, rest int, cutWords bool) []string {
	if fits(line, first) {
		return []string{line}
	}
	var (
		lines []string
		now   string
		used  int
		room  = first
	)
	for at := 0; at < len(line); {
		gap := len(line[at:]) - len(strings.TrimLeft(line[at:], " "))
		word := firstWord(line[at+gap:], rest)
		spaces := line[at : at+gap]
		at += gap + len(word)
		if word == "" {
			if !cutWords && used+gap <= room {
				now += spaces // a question ends with one, so that the answer does not touch it
			}
			break
		}
		wide := cells(word)
		switch tooLong := wide > rest; {
		case used+gap+wide <= room, tooLong && !cutWords:
			now, used = now+spaces+word, used+gap+wide
			continue
		case now != "":
			lines, room = append(lines, now), rest
		}
		parts := []string{word}
		if cutWords {
			parts = cut(word, room)
		}
		last := len(parts) - 1
		if lines = append(lines, parts[:last]...); last > 0 {
			room = rest
		}
		now, used = parts[last], cells(parts[last])
	}
	return append(lines, now)
}

// firstWord gives the text up to a space. If a single sign follows, such as "·"
// or an arrow, it belongs to the word, because a sign must not begin a line.
func firstWord(text string, room int) string {
	word, rest, _ := strings.Cut(text, " ")
	sign, _, _ := strings.Cut(rest, " ")
	r, size := utf8.DecodeRuneInString(sign)
	if word == "" || cells(word)+2 > room || size == 0 || size < len(sign) || unicode.IsLetter(r) || unicode.IsDigit(r) {
		return word
	}
	return text[:len(word)+1+size]
}

// cut breaks a word anywhere, if it is wider than width. ansi.Hardwrap counts a
// letter with a variation selector as one cell, but the letter takes two. So
// the pieces are made narrower until each of them fits.
func cut(word string, width int) []string {
	pieces := []string{word}
	tooWide := func(s string) bool { return !fits(s, width) }
	for at := width; at > 0 && slices.ContainsFunc(pieces, tooWide); at-- {
		pieces = strings.Split(ansi.Hardwrap(word, at, true), "\n")
	}
	return pieces
}

// fits tells whether a text takes at most width cells. No character takes more
// cells than it has bytes, so short texts need not be counted.
func fits(s string, width int) bool { return len(s) <= width || cells(s) <= width }

func cells(s string) int { return ansi.StringWidth(s) }
