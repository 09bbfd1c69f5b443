package sessions

import (
	"testing"
	"time"

	"dragstrip/bench"
)

// West of Greenwich, a stated day without a time used to be the day before. A
// stated month used to be the day of the import.
func TestImportedResultsKeepTheDaysThatTheirSourceStates(t *testing.T) {
	zone := time.Local
	time.Local = time.FixedZone("west", -5*60*60)
	defer func() { time.Local = zone }()
	read := time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		stated           string
		started          time.Time
		day, first, last string
	}{
		{"", read, "", "2026-11-29", "2026-11-29"},
		{"2025-08-06", time.Date(2025, 8, 6, 0, 0, 0, 0, time.UTC), "2025-08-06", "2025-08-06", "2025-08-06"},
		{"2025-08", read, "2025-08", "2025-08-01", "2025-08-31"},
		{"2024", read, "2024", "2024-01-01", "2024-12-31"},
		{"some day", read, "", "2026-11-29", "2026-11-29"},
	} {
		s := bench.NewSession()
		s.Started, s.Imported = c.started, &bench.SessionImported{From: "post.md", Date: c.stated, Read: read}
		l := LineOf(s)
		if first, last := l.Days(); l.Measured != c.day || first != c.first || last != c.last {
			t.Errorf("%q: measured %q, from %s to %s", c.stated, l.Measured, first, last)
		}
		_, day := measuredOn(s, s.Started)
		if first, last := (Point{Started: c.started, Day: day}).Days(); first != c.first || last != c.last {
			t.Errorf("%q: the point is from %s to %s", c.stated, first, last)
		}
	}
	if first, last := (Line{Started: read}).Days(); first != "2026-11-29" || last != first {
		t.Errorf("measured here: from %s to %s", first, last)
	}
}
