package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/cli/sessions"
)

// dayOf reads a date and gives the beginning of that day in the local time zone.
// If the text is empty, dayOf gives the zero time.
func dayOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return day, usagef("--since %s: write the day as %s", bench.Clean(text), time.Now().Format(time.DateOnly))
	}
	return day, nil
}

// chosenLines keeps the sessions that started at this time or later and whose
// lines in the list contain all words.
func chosenLines(lines []sessions.Line, from time.Time, words []string) []sessions.Line {
	return slices.DeleteFunc(lines, func(l sessions.Line) bool {
		text := strings.ToLower(strings.Join(append(slices.Clone(l.Models), l.Name, l.State, l.Machine, l.What, l.Note), " "))
		return l.Started.Before(from) || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
	})
}

// speedOverTime prints each test of a model over time.
func (e *env) speedOverTime(model []string, from time.Time, asJSON bool) error {
	all, err := e.sessions().Series(context.Background(), model)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Points = slices.DeleteFunc(all[i].Points, func(p sessions.Point) bool { return p.Started.Before(from) })
	}
	all = slices.DeleteFunc(all, func(s sessions.Series) bool { return len(s.Points) == 0 })
	if asJSON {
		return report.WriteJSON(e.out, all)
	}
	if len(all) == 0 {
		when := ""
		if !from.IsZero() {
			when = " since " + from.Format(time.DateOnly)
		}
		return fmt.Errorf("no session%s measured a model named %s; `dragstrip history` lists the sessions", when, bench.Clean(strings.Join(model, " ")))
	}
	for i, s := range all {
		if i > 0 {
			fmt.Fprintln(e.out)
		}
		fmt.Fprintln(e.told(), bench.Clean(dotted(s.Model, s.Test, s.How, s.Machine)))
		for _, p := range s.Points {
			fmt.Fprintln(e.told(), strings.TrimRight(fmt.Sprintf("  %s  %-12s %9s t/s  %s", p.Started.Local().Format("2006-01-02 15:04"), bench.Clean(p.Build), bench.FormatTPS(p.TPS), changeWords(p)), " "))
		}
	}
	return nil
}

// changeWords says that the level changed.
func changeWords(p sessions.Point) string {
	if p.Change == 0 {
		return ""
	}
	text := bench.FormatChange(1+p.Change) + " from here on"
	if p.NewBuild {
		return text + ", with another build"
	}
	return text + ", with the same build: look what was changed on this machine"
}

// nothingChosen says that sessions were measured, but none was chosen.
func nothingChosen(since, with string) string {
	var asked []string
	if since != "" {
		asked = append(asked, "--since "+since)
	}
	if with != "" {
		asked = append(asked, "--with "+bench.Clean(quoted(with)))
	}
	return "No session matches " + strings.Join(asked, " and ") + "; `dragstrip history` lists all sessions."
}
