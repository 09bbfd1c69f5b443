package imported

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// Limits of what is read. MaxBytes is for the text as a whole.
const (
	MaxBytes   = 64 << 20
	maxFigures = 200_000
	maxCells   = 200   // columns in a row
	maxLeftOut = 1_000 // left-out rows that are named; further ones are only counted
	maxStated  = 12
)

// Found is everything that was found in a text.
type Found struct {
	// Format names what was read: "llama-bench CSV".
	Format  string
	Figures []*Figure
	// LeftOut are the rows that were not taken. If there are too many, the rest are
	// only counted, in More.
	LeftOut []LeftOut
	More    int
	// Assumed holds sentences. Each says what the text does not say, and what was
	// assumed instead.
	Assumed []string

	cells cells
}

// LeftOut is a row that was not taken.
type LeftOut struct {
	Line int    `json:"line"`
	What string `json:"what,omitempty"`
	Why  string `json:"why"`
}

func (l LeftOut) String() string {
	what := ""
	if l.What != "" {
		what = " (" + l.What + ")"
	}
	return fmt.Sprintf("line %d%s: %s", l.Line, what, l.Why)
}

// mostWhy is the longest reason, in letters. A remedy may follow the reason.
const mostWhy = 400

// leave notes a row that is not taken.
func (f *Found) leave(line int, what, why string) {
	if len(f.LeftOut) >= maxLeftOut {
		f.More++
		return
	}
	f.LeftOut = append(f.LeftOut, LeftOut{line, bench.CleanLine(strings.Join(strings.Fields(what), " "), 60), bench.CleanLine(why, mostWhy)})
}

// LeftOutCount is how many rows were not taken.
func (f *Found) LeftOutCount() int { return len(f.LeftOut) + f.More }

// add takes a figure and gives it as it is kept. If nobody can have measured it,
// add gives nil.
func (f *Found) add(one Figure) *Figure {
	what := strings.TrimSpace(one.Model + " " + one.Quant + " " + one.Test.String())
	if why := one.wrong(); why != "" {
		f.leave(one.Line, what, why)
		return nil
	}
	if len(f.Figures) >= maxFigures {
		f.leave(one.Line, what, fmt.Sprintf("at most %d figures are read", maxFigures))
		return nil
	}
	f.Figures = append(f.Figures, &one)
	return &one
}

// DropDatesAfter takes the dates after a moment from the figures, and says so. The
// figures stay.
func (f *Found) DropDatesAfter(latest time.Time) {
	dropped, example := 0, ""
	for _, one := range f.Figures {
		if one.When.After(latest) {
			dropped, example = dropped+1, one.When.Format(time.DateOnly)
			one.When = time.Time{}
		}
	}
	if dropped > 0 {
		f.assume(bench.Plural(dropped, "result") + " had a date in the future, such as " + example + "; the date was left out")
	}
}

// assume adds a sentence about what the text does not say, once.
func (f *Found) assume(text string) {
	if !slices.Contains(f.Assumed, text) {
		f.Assumed = append(f.Assumed, text)
	}
}
