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

// days says from which day to which day sessions are listed. A zero time sets no
// limit.
type days struct {
	from, before time.Time
	said         []string // the flags that name the days
}

// daysOf reads the first and the last day, in the local time zone.
func daysOf(since, until string) (d days, err error) {
	for _, one := range []struct {
		flag, text string
		limit      *time.Time
		later      int
	}{{"--since", since, &d.from, 0}, {"--until", until, &d.before, 1}} {
		if one.text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, one.text, time.Local)
		if err != nil {
			return d, usagef("%s %s: write the day as %s", one.flag, bench.Clean(one.text), time.Now().Format(time.DateOnly))
		}
		*one.limit = day.AddDate(0, 0, one.later)
		d.said = append(d.said, one.flag+" "+one.text)
	}
	if !d.before.IsZero() && !d.before.After(d.from) {
		return d, usagef("%s: the last day is before the first", strings.Join(d.said, " "))
	}
	return d, nil
}

func (d days) holds(t time.Time) bool {
	return !t.Before(d.from) && (d.before.IsZero() || t.Before(d.before))
}

// chosenLines keeps the sessions that were measured or imported on these days and whose
// lines in the list contain all words.
func chosenLines(lines []sessions.Line, when days, words []string) []sessions.Line {
	return slices.DeleteFunc(lines, func(l sessions.Line) bool {
		text := strings.ToLower(l.Text())
		return !when.holds(l.When()) || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
	})
}

// speedOverTime prints each test of a model over time.
func (e *env) speedOverTime(model []string, when days, write seriesWriter) error {
	all, err := e.sessions().Series(context.Background(), model)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Points = slices.DeleteFunc(all[i].Points, func(p sessions.Point) bool { return !when.holds(p.Started) })
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
