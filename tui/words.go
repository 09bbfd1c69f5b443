package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// countOf writes a number and what is counted.
func countOf(n int, noun string) string {
	switch {
	case noun == "":
		return fmt.Sprint(n)
	case n == 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
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
	if b.Engine == bench.EngineMLX && b.Library != "" {
		parts[0] = "mlx-lm" // whose version it is
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

// shorter drops what a line can do without, from the right, until it fits.
func shorter(width func(string) int, room int, variants ...string) string {
	for _, v := range variants {
		if width(v) <= room {
			return v
		}
	}
	return variants[len(variants)-1]
}
