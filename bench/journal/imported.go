package journal

import (
	"io"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// isImported tells whether the session of a journal was imported. Such a journal
// says so in its second line.
func isImported(journal string) bool {
	file, err := regular.Open(journal)
	if err != nil {
		return false
	}
	defer file.Close()
	lines := newEventReader(io.LimitReader(file, bench.MaxPlanBytes+1<<20))
	if _, err := lines.next(); err != nil {
		return false
	}
	second, err := lines.next()
	kind, _ := kindIn(second)
	return err == nil && string(kind) == bench.SessionImported{}.Kind()
}
