package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sessions"
)

// days says from which day to which day sessions are listed, such as 2026-11-30.
// "" sets no limit.
type days struct {
	from, until string
	said        []string // the flags that name the days
}

// daysOf reads the first and the last day.
func daysOf(since, until string) (d days, err error) {
	for _, one := range []struct {
		flag, text string
		limit      *string
	}{{"--since", since, &d.from}, {"--until", until, &d.until}} {
		if one.text == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, one.text); err != nil {
			return d, usagef("%s %s: write the day as %s", one.flag, bench.Clean(one.text), time.Now().Format(time.DateOnly))
		}
		*one.limit = one.text
		d.said = append(d.said, one.flag+" "+one.text)
	}
	if d.until != "" && d.until < d.from {
		return d, usagef("%s: the last day is before the first", strings.Join(d.said, " "))
	}
	return d, nil
}

// holds tells whether one of the days between first and last is one of these
// days.
func (d days) holds(first, last string) bool {
	return last >= d.from && (d.until == "" || first <= d.until)
}

// chosenLines keeps the sessions that were measured on these days and whose lines in
// the list contain all words.
func chosenLines(lines []sessions.Line, when days, words []string) []sessions.Line {
	return slices.DeleteFunc(lines, func(l sessions.Line) bool {
		text := strings.ToLower(l.Text())
		return !when.holds(l.Days()) || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
	})
}

// speedOverTime prints each test of a model over time.
func (e *env) speedOverTime(model []string, when days, write seriesWriter) error {
	all, err := e.sessions().Series(context.Background(), model)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Points = slices.DeleteFunc(all[i].Points, func(p sessions.Point) bool { return !when.holds(p.Days()) })
	}
	all = slices.DeleteFunc(all, func(s sessions.Series) bool { return len(s.Points) == 0 })
	if len(all) == 0 && !write.json {
		asked := ""
		if when.said != nil {
			asked = " with " + strings.Join(when.said, " ")
		}
		return fmt.Errorf("no session%s measured a model named %s; `dragstrip history` lists the sessions", asked, bench.Clean(strings.Join(model, " ")))
	}
	return write.write(e, strings.Join(model, " "), all)
}

// nothingChosen says that sessions were measured, but none was chosen.
func nothingChosen(when days, with string) string {
	asked := when.said
	if with != "" {
		asked = append(asked, "--with "+bench.Clean(quoted(with)))
	}
	return "No session matches " + strings.Join(asked, " and ") + "; `dragstrip history` lists all sessions."
}
