package cli

import (
	"slices"

	"dragstrip/models"
	"dragstrip/runner"
	"dragstrip/tui"
)

// assumedDepth is a number of tokens in the context. The screens show fit and
// ceiling of models for that number.
const assumedDepth = 4096

// shownModelOf gives what the screens show about one model.
func shownModelOf(y models.Yardstick, f models.Found, known runner.Kinds, ahead *expectations) tui.Model {
	said, expected := y.Of(f), ahead.of(f.Model)
	m := tui.Model{
		Model: f.Model, Place: f.Place, OtherNames: f.OtherNames, BitsPerWeight: f.Facts.BitsPerWeight, ContextTokens: f.Facts.ContextLength,
		Expected:         expected.SpeedRange,
		CeilingSpecified: said.Ceilings.SpecifiedTPS, CeilingMeasured: said.Ceilings.MeasuredTPS,
	}
	if kinds := known.Reading(f.Model); len(kinds) > 0 {
		m.Engine = kinds[0].Title()
		if !kinds[0].Is(known.First()) {
			m.Unread = m.Engine + " is not installed: s on the Machine screen installs it"
		}
	}
	if len(said.Fits) > 0 {
		m.Fit, m.FitText = string(said.Fits[0].Verdict), said.Fits[0].String()
		m.NeedBytes = said.Fits[0].Need.Total()
	}
	for _, row := range slices.Concat(modelRows(f), expectedRow(expected), outlookRows(y, f, "m on Machine (1)")) {
		if row[1] != "" {
			m.Facts = append(m.Facts, row)
		}
	}
	return m
}

// addressesOf are the models as the command line takes them: paths, or the names by
// which servers know them.
func addressesOf(shown []tui.Model) (words []string) {
	for _, m := range shown {
		words = append(words, m.Address())
	}
	return words
}
