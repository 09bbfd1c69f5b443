package naming

import (
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// Measured describes the jobs of a session together: their models, their engine
// builds with their environments, and the values of each flag, "fa on/off".
func Measured(jobs []*bench.JobState) Thing {
	var models, builds []string
	for _, j := range jobs {
		models, builds = addNew(models, bench.Clean(j.Model.Label())), addNew(builds, bench.Clean(j.BuildLabel()))
	}
	t := Thing{
		{Key: "models", Text: strings.Join(models, ", "), By: ", "},
		{Key: "engine builds", Text: strings.Join(builds, ", "), By: ", ", Minor: true},
	}
	// What was set for a build comes before what all builds inherited: if the line
	// is cut, what somebody chose remains.
	set, inherited := variants(jobs)
	t = slices.Concat(t, set, parameters(jobs...), inherited)
	if slices.ContainsFunc(jobs, func(j *bench.JobState) bool { return j.OnlyStated }) {
		t = append(t, Aspect{Key: NotStated})
	}
	return t
}

// MachineLine is the key of a machine's description in one line.
const MachineLine = "machine"

// Occasion says where and when a session was measured, in the given zone.
func Occasion(s *bench.Session, zone *time.Location) Thing {
	t := Thing{{Key: MachineLine, Text: bench.Clean(s.Machine.Line), By: " · ", Without: "another machine", Usual: true, Foreign: s.Imported != nil}}
	if s.Imported != nil {
		t = append(t, Aspect{Key: "source", Text: "from " + bench.Clean(s.Imported.From), Rank: Differing})
	}
	if !s.Started.IsZero() {
		started := s.Started.In(zone)
		t = append(t,
			Aspect{Key: "day", Text: started.Format(time.DateOnly), Rank: Differing},
			Aspect{Key: "time", Text: started.Format("15:04"), Rank: LastResort},
			Aspect{Key: "time to the second", Text: started.Format(time.TimeOnly), Rank: LastResort})
	}
	return append(t,
		Aspect{Key: "host", Text: bench.Clean(s.Machine.HostName), Rank: LastResort},
		Aspect{Key: "session", Text: bench.Clean(s.ID), Rank: LastResort})
}
