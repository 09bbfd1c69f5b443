package servingtest

import (
	"slices"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Lines are the lines of a driver.
type Lines []engine.Line

// Drive calls a driver and gathers its lines. It also gives those that the driver
// said before an error.
func Drive(t *testing.T, drive engine.Driver, args ...string) (lines Lines, err error) {
	t.Helper()
	err = drive(t.Context(), args, func(l engine.Line) error {
		lines = append(lines, l)
		return nil
	})
	return lines, err
}

// Each puts a flag before each of several words: the arguments of a driver.
func Each(flag string, words ...string) (args []string) {
	for _, w := range words {
		args = append(args, flag, w)
	}
	return args
}

// Told are the settings that the driver told, by their names.
func (list Lines) Told() map[string]string {
	told := map[string]string{}
	for _, l := range list {
		for _, one := range l.Told {
			told[one.Name] = one.Value
		}
	}
	return told
}

// Exchanges are the requests of each result.
func (list Lines) Exchanges() (all [][]bench.Exchange) {
	for _, l := range list {
		if l.E == "result" {
			all = append(all, l.Exchanges)
		}
	}
	return all
}

// Has tells whether one of the lines is such a line.
func (list Lines) Has(is func(engine.Line) bool) bool { return slices.ContainsFunc(list, is) }
