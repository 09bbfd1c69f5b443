package sessions

import (
	"time"

	"dragstrip/bench"
)

// measuredOn says when imported results were measured. started is the time in
// their journal, which is the time of the import if nobody stated another one.
// day is as much as was stated, such as "2025-08-06", "2025-08" or "2025", and
// begin is the beginning of that time. If nothing was stated, day is "" and begin
// is the time of the import.
func measuredOn(s *bench.Session, started time.Time) (begin time.Time, day string) {
	if !started.Equal(s.Imported.Read) {
		return started, started.UTC().Format(time.DateOnly)
	}
	for _, layout := range [...]string{time.DateOnly, "2006-01", "2006"} {
		if begin, err := time.Parse(layout, s.Imported.Date); err == nil {
			return begin, s.Imported.Date
		}
	}
	return started, ""
}

// daysOf gives the first and the last day on which results may have been measured,
// such as "2025-08-01" and "2025-08-31" for the stated day "2025-08". If nothing
// was stated, both are the day of at in this machine's time zone.
func daysOf(stated string, at time.Time) (first, last string) {
	for layout, end := range map[string][2]int{"2006-01": {0, 1}, "2006": {1, 0}} {
		if begin, err := time.Parse(layout, stated); err == nil {
			return begin.Format(time.DateOnly), begin.AddDate(end[0], end[1], -1).Format(time.DateOnly)
		}
	}
	if _, err := time.Parse(time.DateOnly, stated); err == nil {
		return stated, stated
	}
	day := at.Local().Format(time.DateOnly)
	return day, day
}
