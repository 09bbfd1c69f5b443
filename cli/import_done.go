package cli

import (
	"maps"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

// importAsk holds the flags of `dragstrip import`.
type importAsk struct {
	name, who, date, machine, model string
	columns                         list
	asJSON                          bool
	compares                        bool // find out what the results can be compared with
}

// importDone is what was imported from one source.
type importDone struct {
	Source string `json:"source"`
	Format string `json:"format,omitempty"`
	// Already are the sessions that have the same content. Nothing was imported
	// then.
	Already []string `json:"already,omitempty"`
	// Own is the session here that the source is a copy of: it was measured here, or
	// imported before. Nothing was imported then.
	Own      string             `json:"own,omitempty"`
	Sessions []importSession    `json:"sessions,omitempty"`
	Assumed  []string           `json:"assumed,omitempty"`
	LeftOut  []imported.LeftOut `json:"left_out,omitempty"`
	// More is how many further rows were left out.
	More int `json:"more_left_out,omitempty"`
	// newest is the newest session with results that was measured here. here are
	// all sessions, and whether they were measured here.
	newest string
	here   map[string]bool
	// own is the newest session, read only if somebody wants to know what the
	// imported results can be compared with: with those of the session common. If
	// common is "", they have no test in common with it.
	own    *bench.Session
	common string
}

// importSession is one session that the import made.
type importSession struct {
	Session string `json:"session"`
	Machine string `json:"machine,omitempty"`
	Results int    `json:"results"`
	Models  int    `json:"models"`
}

// fact gives the fact that marks a session as imported.
func (a importAsk) fact(from, digest string, now time.Time) bench.SessionImported {
	fact := bench.SessionImported{From: from, Who: a.who, Date: a.date, Read: now.UTC().Round(0), SHA256: digest}
	if a.name != "" {
		fact.From = a.name
	}
	_ = bench.Admit(&fact) // cleans what was typed or pasted
	return fact
}

// mistake says what is wrong with what was given on the command line.
func (a importAsk) mistake() error {
	if a.date == "" {
		return nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		switch begin, err := time.Parse(layout, a.date); {
		case err != nil:
		case begin.After(latestDate(time.Now())):
			return usagef("--date %s is in the future: write the day on which it was measured or published", bench.Clean(a.date))
		default:
			return nil
		}
	}
	return usagef("--date %s is not a date: write year, month and day, as in 2025-08-06; 2025-08 and 2025 are possible, too", bench.Clean(a.date))
}

// latestDate is the latest date that results can have at a moment. The clocks of
// two machines may differ, and days begin earlier in the east.
func latestDate(now time.Time) time.Time { return now.Add(24 * time.Hour) }

// unknownColumn gives an error if no table of a source has a column that
// --column names.
func unknownColumn(text []byte, source string, columns map[string]imported.Meaning) error {
	if len(columns) == 0 {
		return nil
	}
	heads := imported.Headings(text)
	for _, asked := range slices.Sorted(maps.Keys(columns)) {
		switch {
		case slices.ContainsFunc(heads, func(head string) bool { return strings.ToLower(head) == asked }):
		case len(heads) == 0:
			return usagef("--column: %s has no table; leave --column out", bench.Clean(source))
		default:
			return usagef("--column: %s has no column %s; its columns are %s", bench.Clean(source), bench.Clean(asked), bench.CleanLine(strings.Join(heads, ", "), 300))
		}
	}
	return nil
}

func modelsIn(jobs []bench.Job) int {
	seen := map[string]bool{}
	for _, j := range jobs {
		seen[j.Model.Label()] = true
	}
	return len(seen)
}
