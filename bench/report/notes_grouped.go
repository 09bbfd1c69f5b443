package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/bench/naming"
)

// grouped is one text for several notes that say the same.
type grouped struct {
	text, remedy, code string
	// where says which tests it applies to; "" means the session.
	where string
	// notes is how many notes it stands for. tail is the tail of the first
	// note.
	notes int
	tail  []string
}

// grouper joins similar notes and names the tests they apply to.
type grouper struct {
	s *bench.Session
	// names are the names of the jobs, made from what differs between them.
	names map[string]string
}

func newGrouper(s *bench.Session, spell func(string) string) grouper {
	g := grouper{s, map[string]string{}}
	var things []naming.Thing
	for _, j := range naming.Told(s.Jobs) {
		things = append(things, withoutTests(naming.Job(j).Spelled(spell), j.ID))
	}
	names := naming.Apart(things)
	for i, j := range s.Jobs {
		g.names[j.ID] = names.Full[i]
	}
	return g
}

// withoutTests names a job by its ID instead of by all of its tests. The tests
// that a note concerns follow the name, and two lists of tests would read as one.
func withoutTests(job naming.Thing, id string) naming.Thing {
	out := slices.Clone(job)
	for i, a := range out {
		if a.Key == naming.Tests {
			out[i] = naming.Aspect{Key: a.Key, Text: bench.Clean(id), Rank: a.Rank}
		}
	}
	return out
}

// group joins notes that differ only in their numbers. text gives a note's
// text.
func (g grouper) group(notes []note, text func(note) string) []grouped {
	var order []string
	alike := map[string][]note{}
	for _, n := range notes {
		key := sameButNumbers(n.code, text(n), n.remedy)
		if alike[key] == nil {
			order = append(order, key)
		}
		alike[key] = append(alike[key], n)
	}
	var out []grouped
	for _, key := range order {
		list := alike[key]
		var texts, remedies []string
		for _, n := range list {
			texts, remedies = append(texts, text(n)), append(remedies, n.remedy)
		}
		out = append(out, grouped{rangesOf(texts), rangesOf(remedies), list[0].code, g.where(list), len(list), list[0].tail})
	}
	return out
}

// number is a figure in a sentence, a duration, or a range of them: "1.5",
// "1:22", "1 to 1.5".
var number = lazyregexp.New(`\d+(?:[.:]\d+)*(?: to \d+(?:[.:]\d+)*)?`)

// sameButNumbers is the same for texts that differ only in their numbers. Texts
// with an interval stay apart, because "41.0 to 72.5 – 203 to 360 t/s" says
// nothing about any test.
func sameButNumbers(texts ...string) string {
	if all := strings.Join(texts, "\x00"); strings.Contains(all, " – ") {
		return all
	}
	return number.ReplaceAllString(strings.Join(texts, "\x00"), "0")
}

// rangesOf joins texts that differ only in their numbers, and writes the
// smallest and the largest of each number: "keep 1.5 to 2 of 2 cores busy".
func rangesOf(texts []string) string {
	all := make([][]string, len(texts))
	for i, text := range texts {
		all[i] = number.FindAllString(text, -1)
	}
	at := -1
	return number.ReplaceAllStringFunc(texts[0], func(string) string {
		at++
		least, most := endsOf(all[0][at])
		for _, numbers := range all {
			low, high := endsOf(numbers[at])
			if valueOf(low) < valueOf(least) {
				least = low
			}
			if valueOf(high) > valueOf(most) {
				most = high
			}
		}
		if least == most {
			return least
		}
		return least + " to " + most
	})
}

// endsOf gives the ends of a range; both are the same for a single number.
func endsOf(text string) (low, high string) {
	if low, high, isRange := strings.Cut(text, " to "); isRange {
		return low, high
	}
	return text, text
}

// valueOf makes numbers comparable. Durations count in seconds.
func valueOf(text string) float64 {
	value := 0.0
	for part := range strings.SplitSeq(text, ":") {
		v, _ := strconv.ParseFloat(part, 64) // a text with several points is a version; it counts as 0
		value = 60*value + v
	}
	return value
}

// mostTestsNamed is how many tests are named one by one.
const mostTestsNamed = 3

// spot is a test of a job, or the whole job.
type spot struct {
	job  string
	test bench.Test
}

// jobsOf are the jobs that a note applies to. If the note names no job, they are
// all jobs. If the note concerns the session, the list is empty.
func (g grouper) jobsOf(n note) []*bench.JobState {
	switch {
	case n.job != "":
		if j := g.s.Job(n.job); j != nil {
			return []*bench.JobState{j}
		}
		return nil
	case len(n.tests) == 0 || slices.Contains(n.tests, bench.Test{}):
		return nil
	}
	return g.s.Jobs
}

// where says as briefly as possible which tests some notes apply to.
func (g grouper) where(notes []note) string {
	var spots []spot
	seen := map[spot]bool{}
	add := func(at spot) {
		if !seen[at] {
			seen[at], spots = true, append(spots, at)
		}
	}
	for _, n := range notes {
		for _, j := range g.jobsOf(n) {
			switch {
			case len(n.tests) == 0:
				add(spot{job: j.ID})
			case slices.Contains(n.tests, bench.Test{}):
				for _, t := range j.Tests {
					add(spot{j.ID, t.Test})
				}
			default:
				for _, t := range j.Tests {
					if slices.Contains(n.tests, t.Test) {
						add(spot{j.ID, t.Test})
					}
				}
			}
		}
	}
	asked := g.s.Tally().Asked
	switch {
	case len(spots) == 0:
		return ""
	case len(spots) == asked && asked == 2:
		return "both tests"
	case len(spots) == asked && asked > 2:
		return fmt.Sprintf("all %d tests", asked)
	case len(spots) > mostTestsNamed:
		same := !slices.ContainsFunc(spots, func(s spot) bool { return s.test != spots[0].test })
		if same && spots[0].test != (bench.Test{}) {
			return fmt.Sprintf("%s of %s", spots[0].test, bench.Plural(len(spots), "job"))
		}
		return fmt.Sprintf("%d of %d tests", len(spots), asked)
	}
	var names []string
	for len(spots) > 0 {
		job, tests := spots[0].job, []string{}
		spots = slices.DeleteFunc(spots, func(at spot) bool {
			if at.job == job && at.test != (bench.Test{}) {
				tests = append(tests, at.test.String())
			}
			return at.job == job
		})
		name := ""
		if len(g.s.Jobs) > 1 {
			name = g.names[job]
		}
		names = append(names, joinNonEmpty(partsBy, name, strings.Join(tests, ", ")))
	}
	return strings.Join(names, "; ")
}
