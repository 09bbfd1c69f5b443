package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/cli/sessions"
)

// seriesWriter says how speeds over time are written.
type seriesWriter struct {
	json, html bool
	output     string
}

func (w seriesWriter) write(e *env, model string, all []sessions.Series) error {
	switch {
	case w.json:
		return report.WriteJSON(e.out, all)
	case w.html:
		var text strings.Builder
		if err := report.OverTimeHTML(&text, model, linesOverTime(all), e.fileOptions(false)); err != nil {
			return fmt.Errorf("write the page: %w", err)
		}
		return e.writeTo(w.output, "the page", text.String())
	}
	e.printSeries(all)
	return nil
}

// linesOverTime gives the series in the form that the page draws.
func linesOverTime(all []sessions.Series) (out []report.OverTime) {
	for _, s := range all {
		line := report.OverTime{Title: headingOf(s), Published: s.Imported != ""}
		for _, p := range s.Points {
			line.Points = append(line.Points, report.PointInTime{When: p.Started, Day: dayOf(s, p, time.UTC), Build: p.Build, TPS: p.TPS, Grade: p.Grade, Change: changeWords(s, p)})
		}
		out = append(out, line)
	}
	return out
}

// headingOf names a series.
func headingOf(s sessions.Series) string {
	source := ""
	if s.Imported != "" {
		source = "published " + report.GradeSign(bench.GradePublished) + " " + s.Imported
	}
	return dotted(s.Model, s.Test, s.How, s.Machine, source)
}

// dayOf says when a session was measured. The source of an imported one states a
// day, or less.
func dayOf(s sessions.Series, p sessions.Point, zone *time.Location) string {
	switch {
	case s.Imported == "":
		return p.Started.In(zone).Format("2006-01-02 15:04")
	case p.Day == "":
		return "imported " + p.Started.In(zone).Format(time.DateOnly)
	}
	return p.Day
}

// printSeries prints each series as lines.
func (e *env) printSeries(all []sessions.Series) {
	for i, s := range all {
		if i > 0 {
			fmt.Fprintln(e.out)
		}
		fmt.Fprintln(e.told(), bench.Clean(headingOf(s)))
		for _, p := range s.Points {
			fmt.Fprintln(e.told(), strings.TrimRight(fmt.Sprintf("  %-16s  %-12s %9s t/s  %s", bench.Clean(dayOf(s, p, time.Local)), bench.Clean(p.Build), bench.FormatTPS(p.TPS), dotted(report.GradeSign(p.Grade), changeWords(s, p))), " "))
		}
	}
	if slices.ContainsFunc(all, sessions.Series.IsDoubtful) {
		fmt.Fprintf(e.told(), "\n%s: noisy or throttled; `dragstrip report SESSION` says why.\n", report.GradeSign(bench.GradeNoisy))
	}
	if slices.ContainsFunc(all, func(s sessions.Series) bool { return s.Imported != "" }) {
		fmt.Fprintf(e.told(), "\n%s: %s.\n", report.GradeSign(bench.GradePublished), report.PublishedOverTime)
	}
}

// changeWords says that the level changed.
func changeWords(s sessions.Series, p sessions.Point) string {
	if p.Change == 0 {
		return ""
	}
	text := bench.FormatChange(1+p.Change) + " from here on"
	switch {
	case p.NewBuild:
		return text + ", with another build"
	case s.Imported != "":
		return text
	}
	return text + ", with the same build: check what was changed on this machine"
}
