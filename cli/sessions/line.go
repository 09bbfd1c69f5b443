package sessions

import (
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// Line is one session in a list.
type Line struct {
	Name    string    `json:"name"`
	Started time.Time `json:"started,omitzero"`
	State   string    `json:"state"`
	// Live says that a bench process works on it.
	Live    bool          `json:"live,omitempty"`
	Outcome bench.Outcome `json:"outcome,omitempty"`
	Models  []string      `json:"models"`
	// Machine is the text of the machine. What names the models, and the backends
	// and flags with which they were measured. BestTest is the fastest generation
	// or, if there is no generation, the fastest test.
	Machine string `json:"machine,omitempty"`
	// Builds are the engine builds that measured, with version and backend.
	Builds []string `json:"builds,omitempty"`
	What   string   `json:"what,omitempty"`
	// Found says what a search for the best configuration found, in a sentence for
	// each goal. Other sessions have none.
	Found    []string `json:"found,omitempty"`
	BestTest string   `json:"best_test,omitempty"`
	BestTPS  float64  `json:"best_tps,omitempty"`
	// BestGrade says whether that figure is doubtful.
	BestGrade bench.Grade `json:"best_grade,omitempty"`
	Done      int         `json:"tests_done"`
	// Partly counts the tests with a figure of some of their repetitions only.
	Partly int `json:"tests_partly,omitempty"`
	Tests  int `json:"tests"`
	// Configurations counts those of a search, Tried those of them that were
	// measured, or that failed.
	Configurations int    `json:"configurations,omitempty"`
	Tried          int    `json:"configurations_tried,omitempty"`
	Note           string `json:"note,omitempty"`
	// Imported says where the results come from, if somebody else measured them.
	Imported string `json:"imported,omitempty"`
	// ImportedSHA256 is the digest of the text from which imported results were
	// read.
	ImportedSHA256 string `json:"imported_sha256,omitempty"`
	// ImportedAt is when the results were imported. Started is when they were
	// measured, or also the time of the import if nobody stated it.
	ImportedAt time.Time `json:"imported_at,omitzero"`
	// Measured is when imported results were measured, as far as their source says:
	// "2025-08-06", "2025-08" or "2025". It is "" if nobody stated it, and for other
	// sessions.
	Measured string `json:"measured,omitempty"`
	Problem  string `json:"problem,omitempty"`
	// Figures are the results, test by test.
	Figures []Figure `json:"figures,omitempty"`
	// Installed are the builds that the session measured with and that dragstrip
	// installed. They are named by their folders.
	Installed []string `json:"installed_builds,omitempty"`
	// Since says what is slower or faster with a build of this session than with
	// the next older build, what is slower first.
	Since []report.Since `json:"since,omitempty"`
}

// searchFor begins what is said of a session that searches for the best
// configuration.
const searchFor = "search for the best · "

// Text is the text in which the words of a filter are looked for. It has the
// models, engine builds, machine, day and state, and everything else that the
// list shows.
func (l Line) Text() string {
	parts := append(slices.Clone(l.Models), l.Builds...)
	day := l.Measured
	if day == "" && !l.When().IsZero() {
		day = l.When().Local().Format(time.DateOnly)
	}
	return strings.Join(append(parts, day, l.Name, l.State, l.Machine, l.What, l.Note), " ")
}

// When is when the session came to be in the list: when it was imported or else
// when it started. The newest session is the first of the list.
func (l Line) When() time.Time {
	if !l.ImportedAt.IsZero() {
		return l.ImportedAt
	}
	return l.Started
}

// Days gives the first and the last day on which the session may have been
// measured, such as "2026-11-30": the days that the source of imported results
// states. If it states none, both are the day of the import.
func (l Line) Days() (first, last string) { return daysOf(l.Measured, l.When()) }

// MeasuredHere tells whether the session has results, and nobody else measured
// them.
func (l Line) MeasuredHere() bool { return l.Imported == "" && l.BestTPS > 0 }

// Tally counts the tests of the session, or its configurations.
func (l Line) Tally() bench.Tally {
	return bench.Tally{Measured: l.Done, Partly: l.Partly, Asked: l.Tests, Configurations: l.Configurations, Tried: l.Tried}
}

// LineOf makes a line from what the journal alone says. The session's name and
// state are not set.
func LineOf(s *bench.Session) Line {
	l := Line{
		Started: s.Started, Outcome: s.Outcome, Note: bench.Clean(s.Plan.Note),
		Machine: bench.Clean(s.Machine.Line), What: measuredWith(s.Jobs),
	}
	if l.Imported = report.ImportedFrom(s); l.Imported != "" {
		l.ImportedSHA256, l.ImportedAt = s.Imported.SHA256, s.Imported.Read
		_, l.Measured = measuredOn(s, s.Started)
		l.What = strings.TrimPrefix(l.What+" · "+l.Imported, " · ")
	}
	if found, is := report.FoundIn(s, report.Options{HostName: true}); is {
		l.What, l.Found = searchFor+l.What, found.Headlines()
	}
	seen := map[string]bool{}
	for _, j := range s.Jobs {
		if build := bench.Clean(j.BuildLabel()); build != "" && !slices.Contains(l.Builds, build) && len(l.Builds) < mostFigures {
			l.Builds = append(l.Builds, build)
		}
		if label := bench.Clean(j.Model.Label()); !seen[label] {
			seen[label] = true
			l.Models = append(l.Models, label)
		}
	}
	if s.Imported == nil { // otherwise the builds and figures are from another machine
		l.Installed, l.Figures = installedBuilds(s.Jobs), figuresOf(s)
	}
	tests := s.Tally()
	l.Done, l.Partly, l.Tests = tests.Measured, tests.Partly, tests.Asked
	l.Configurations, l.Tried = tests.Configurations, tests.Tried
	l.BestTest, l.BestTPS, l.BestGrade = fastest(s)
	return l
}
