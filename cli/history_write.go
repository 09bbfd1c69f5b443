package cli

import (
	"fmt"
	"strings"

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
		line := report.OverTime{Title: dotted(s.Model, s.Test, s.How, s.Machine)}
		for _, p := range s.Points {
			line.Points = append(line.Points, report.PointInTime{When: p.Started, Build: p.Build, TPS: p.TPS, Change: changeWords(p)})
		}
		out = append(out, line)
	}
	return out
}

// printSeries prints each series as lines.
func (e *env) printSeries(all []sessions.Series) {
	for i, s := range all {
		if i > 0 {
			fmt.Fprintln(e.out)
		}
		fmt.Fprintln(e.told(), bench.Clean(dotted(s.Model, s.Test, s.How, s.Machine)))
		for _, p := range s.Points {
			fmt.Fprintln(e.told(), strings.TrimRight(fmt.Sprintf("  %s  %-12s %9s t/s  %s", p.Started.Local().Format("2006-01-02 15:04"), bench.Clean(p.Build), bench.FormatTPS(p.TPS), changeWords(p)), " "))
		}
	}
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
	return text + ", with the same build: check what was changed on this machine"
}
