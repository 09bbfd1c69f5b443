package report

import (
	"slices"
	"strings"
)

// clause is what a headline says about one row: "90.0 t/s with fa on, 11 %
// faster (10 % to 12 %) than fa off (81.0), graded noisy".
type clause struct {
	figure string // "90.0"
	// elsewhere is the configuration of the figure, if it is not the one of the
	// row. Then the names of the other columns say the configuration of the row.
	elsewhere string
	with      string // the column with the highest figure
	faster    string // by how much it is faster, with the interval
	// than is the next column, which is slower. thanFigure is its figure.
	than, thanFigure string
	// why says in a few words why no column is named as the fastest. reason says
	// it in a sentence.
	why, reason string
	// other is the figure that stands beside the highest one if no column is
	// shown to be the fastest: "lowest 1.73", "published 121 with M1 Ultra".
	other string
	grade string
}

// unclear tells whether the clause gives the highest figure without a winner.
func (c clause) unclear() bool { return c.reason != "" }

func (c clause) String() string {
	figure := c.figure
	if figure != "" {
		if c.than == "" && c.thanFigure != "" {
			figure += " against " + c.thanFigure
		}
		figure += " t/s"
	}
	if c.elsewhere != "" {
		figure += " (" + c.elsewhere + ")"
	}
	if c.with != "" {
		figure += " " + withName(c.with)
	}
	if c.unclear() {
		if c.with != "" {
			figure = "highest " + figure
		}
		return joinNonEmpty(", ", c.why, figure, c.other)
	}
	faster := c.faster
	if c.than != "" {
		faster += " than " + c.than + " (" + c.thanFigure + ")"
	}
	return joinNonEmpty(", ", figure, faster, c.why, c.grade)
}

// common removes from the clauses what all of them say. once is that part, to be
// said once before them: "fastest with fa on, next fa off".
func common(clauses []clause) (once string, left []clause) {
	left = slices.Clone(clauses)
	// take returns a part that is the same in all clauses, and empties it.
	take := func(part func(*clause) *string) string {
		said := *part(&left[0])
		if slices.ContainsFunc(left, func(c clause) bool { return *part(&c) != said }) {
			return ""
		}
		for i := range left {
			*part(&left[i]) = ""
		}
		return said
	}
	why := take(func(c *clause) *string { return &c.why })
	fastest, next := "", ""
	unclear := clauses[0].unclear()
	if !slices.ContainsFunc(clauses, func(c clause) bool { return c.unclear() != unclear }) {
		fastest = take(func(c *clause) *string { return &c.with })
	}
	switch {
	case fastest == "":
	case unclear:
		return joinNonEmpty(", ", why, "highest "+withName(fastest)), left
	case slices.ContainsFunc(left, func(c clause) bool { return c.faster == "" }): // no slower column is named
		fastest = withName(fastest)
	default:
		fastest = "fastest " + withName(fastest)
		if next = take(func(c *clause) *string { return &c.than }); next != "" {
			next = "next " + next
		}
	}
	return joinNonEmpty(", ", fastest, next, why, take(func(c *clause) *string { return &c.grade })), left
}

// withName puts "with" before the name of a column. A column that has nothing
// but the lack of a setting is called "without …" already.
func withName(name string) string {
	if strings.HasPrefix(name, "without ") {
		return name
	}
	return "with " + name
}
