package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// countOf writes a count with its noun, or alone if there is none.
func countOf(n int, noun string) string {
	if noun == "" {
		return fmt.Sprint(n)
	}
	return bench.Plural(n, noun)
}

// joined puts facts in a row and leaves out those that are not known.
func (d *desk) joined(parts ...string) string {
	var known []string
	for _, p := range parts {
		if p != "" {
			known = append(known, p)
		}
	}
	return strings.Join(known, " "+d.Dot+" ")
}

// buildName is an engine build as a person tells it from others.
func buildName(b bench.EngineBuild) string {
	parts := []string{b.Engine}
	if b.Traits.VersionOf != "" && b.Library != "" {
		parts[0] = b.Traits.VersionOf
	}
	switch {
	case b.Number > 1:
		parts = append(parts, fmt.Sprintf("b%d", b.Number))
	case b.Version != "":
		parts = append(parts, b.Version)
	}
	if len(parts) == 1 && b.ID != "" {
		parts = append(parts, b.ID)
	}
	return bench.Clean(strings.Join(append(parts, b.Backends...), " "))
}

// expectedText is a range of speeds that is expected; "" where none is known.
func expectedText(low, high float64) string {
	switch {
	case low <= 0:
		return ""
	case bench.FormatTPS(low) == bench.FormatTPS(high):
		return "expected " + bench.FormatTPS(low) + " t/s"
	}
	return "expected " + bench.FormatTPS(low) + " " + bench.NotMeasured + " " + bench.FormatTPS(high) + " t/s"
}

// shorter drops what a line can do without, from the right, until it fits.
func shorter(width func(string) int, room int, variants ...string) string {
	for _, v := range variants {
		if width(v) <= room {
			return v
		}
	}
	return variants[len(variants)-1]
}

// cleanText makes lines of a text, each safe to show.
func cleanText(text string) []string { return cleanAll(strings.Split(text, "\n")) }

func cleanAll(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = bench.Clean(line)
	}
	return out
}

// testName is a test's name, or nothing for no test.
func testName(t bench.Test) string {
	if t.Tokens() == 0 {
		return ""
	}
	return t.String()
}

// wrapped is a text over as many lines as it needs, a little indented.
func (d *desk) wrapped(tone theme.Tone, text string, width int) []string {
	if text == "" {
		return nil
	}
	var out []string
	for _, l := range widget.Wrap(text, max(width-4, 1)) {
		out = append(out, "  "+d.Paint(tone, l))
	}
	return out
}

// jobName names a job by what tells it from the others, as far as there is
// room: what all have in common comes last.
func (d *desk) jobName(j *bench.JobState, room int) string {
	model, build, params := bench.Clean(j.Model.Label()), buildName(j.Build), j.Params.String()
	sameModel, sameBuild := true, true
	for _, o := range d.session.Jobs {
		sameModel = sameModel && o.Model.Label() == j.Model.Label()
		sameBuild = sameBuild && o.Build.ID == j.Build.ID
	}
	if len(d.session.Jobs) == 1 || !sameModel && !sameBuild {
		return shorter(widget.Width, room, d.joined(model, build, params), d.joined(model, params), model)
	}
	if sameModel && !sameBuild {
		return shorter(widget.Width, room, d.joined(build, params, model), d.joined(build, params), build)
	}
	if sameModel {
		return shorter(widget.Width, room, d.joined(params, model, build), d.joined(params, model), d.joined(params, j.ID))
	}
	if params != "" && widget.Width(d.joined(model, params)) > room { // the same model may stand there twice
		return d.joined(widget.Cut(model, max(room-widget.Width(params)-3, 8), d.More), params)
	}
	return shorter(widget.Width, room, d.joined(model, params, build), d.joined(model, params), model)
}
