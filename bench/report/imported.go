package report

import (
	"fmt"
	"math"
	"slices"
	"time"

	"dragstrip/bench"
)

// ImportedFrom names the source of results that somebody else measured: "from
// post.md (J. Doe, 2025-08-06)". It is "" for a session that was measured here.
func ImportedFrom(s *bench.Session) string {
	if s == nil || s.Imported == nil {
		return ""
	}
	text := "from " + orText(bench.Clean(s.Imported.From), "an unknown source")
	if by := joinNonEmpty(", ", bench.Clean(s.Imported.Who), bench.Clean(s.Imported.Date)); by != "" {
		text += " (" + by + ")"
	}
	return text
}

// MeasuredWhere says where and when results were measured, and by whom, for
// results that stand alone: "measured on Mac Studio M1 Ultra, imported from post.md
// (J. Doe, 2025-08-06)". It is "" if nothing is known.
func MeasuredWhere(s *bench.Session, zone *time.Location) string {
	machine, from := bench.Clean(orText(s.Machine.Line, s.Machine.CPU)), ImportedFrom(s)
	switch {
	case machine == "" && from == "":
		return ""
	case machine == "":
		machine = "an unknown machine"
	}
	day := ""
	// If nothing else is known, imported results have the date of the import, which
	// is not shown.
	if stated := s.Imported != nil && (s.Imported.Date != "" || s.Started.Equal(s.Imported.Read)); !s.Started.IsZero() && !stated {
		day = s.Started.In(zone).Format(time.DateOnly)
	}
	if from != "" {
		from = "imported " + from
	}
	return "measured on " + joinNonEmpty(", ", machine, day, from)
}

// publishedMeans explains the sign of figures that were not measured here.
const publishedMeans = "published ○: somebody else measured it. There are no times of repetitions, so there is no interval and no verdict; mean ± sd are as published"

// unwatchedMeans explains imported results that have the times of repetitions.
const unwatchedMeans = "published ○: somebody else measured it, and dragstrip did not watch that machine. The interval is made of the published times"

// publishedNotes explains those figures of the rows that somebody else
// published, in sentences without a full stop.
func publishedNotes(rows []Row) []string {
	var out []string
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Summary.Published }) {
		out = append(out, publishedMeans)
	}
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Grade == bench.GradePublished && !r.Summary.Published }) {
		out = append(out, unwatchedMeans)
	}
	return out
}

// repetitionsSaid says how many repetitions a job asked for, and how many were
// measured if further rounds are missing. It is "" if somebody else measured, and
// does not say how often.
func repetitionsSaid(s *bench.Session, j *bench.JobState) string {
	if s.Plan.Tuning != nil {
		return "" // the search decides how often each job is measured
	}
	if j.OnlyStated && !slices.ContainsFunc(j.Tests, func(t *bench.TestState) bool {
		p := t.Published()
		return p == nil && len(t.Results) > 0 || p != nil && p.N > 0
	}) {
		return ""
	}
	text := bench.Plural(j.Repetitions, "repetition")
	if s.Plan.Precision > 0 {
		return text + " and more"
	}
	return repetitionsThere(j) + text
}

// repetitionsThere is as in "2 of " or "2 to 4 of " for a job with tests that were
// measured partly. It is "" for other jobs, and if the job was queued again and
// so has more repetitions than a pass over it.
func repetitionsThere(j *bench.JobState) string {
	least, most := math.MaxInt, 0
	for _, t := range j.Tests {
		if t.Measured() && t.Published() == nil {
			n := len(t.SamplesNS())
			least, most = min(least, n), max(most, n)
		}
	}
	switch {
	case !slices.ContainsFunc(j.Tests, (*bench.TestState).MeasuredPartly) || most == 0 || most > j.Repetitions:
		return ""
	case least == most:
		return fmt.Sprintf("%d of ", most)
	}
	return fmt.Sprintf("%d to %d of ", least, most)
}

// importedFact says where imported results come from, without private texts.
func (r *redactor) importedFact(s *bench.Session) *bench.SessionImported {
	if s.Imported == nil {
		return nil
	}
	of := *s.Imported
	of.From, of.Who, of.Date, of.Format = r.text(of.From), r.text(of.Who), r.text(of.Date), bench.Clean(of.Format)
	return &of
}
