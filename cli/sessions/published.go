package sessions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// addImported adds the results of an imported session to series of their own:
// results of one source about one machine. Few sessions are imported, and one may
// have a thousand jobs. So the list does not remember these, and their journals
// are read when somebody asks.
func (s Shelf) addImported(ctx context.Context, all *collected, l Line, words []string) error {
	if !slices.ContainsFunc(l.Models, func(name string) bool { return HoldsAll(name, words) }) {
		return nil
	}
	read, err := s.folder(l.Name).ReadShown(ctx)
	if err != nil {
		return ctx.Err() // the list says that it cannot be read
	}
	session := read.Session
	source, key := sourceOf(session)
	for _, j := range session.Jobs {
		job := measuredJobOf(session, j)
		if !HoldsAll(job.Model, words) {
			continue
		}
		stated := statedOf(j)
		job.How = strings.Join(slices.DeleteFunc([]string{job.How, bench.Clean(stated)}, func(text string) bool { return text == "" }), " · ")
		for _, t := range j.Tests {
			p := Point{Session: l.Name, Build: job.Version, TPS: t.Summary().Median, Grade: gradeOf(session, j, t)}
			if p.TPS <= 0 || p.Grade == bench.GradeSuspect {
				continue
			}
			started := t.Started()
			if started.IsZero() || session.Started.Equal(session.Imported.Read) {
				started = session.Started
			}
			p.Started, p.Day = measuredOn(session, started)
			begin := Series{Model: job.Model, Test: t.Test.String(), How: job.How, Machine: l.Machine, Imported: source, first: job, onlyMeans: t.Published() != nil}
			all.add(fmt.Sprintf("%s %q %q", job.What, key, stated), begin, p)
		}
	}
	return nil
}

// sourceOf says where the results of an imported session come from: as a text for
// people, without the day, and as a text that is the same for all sessions of
// one source. Another dragstrip names its machine, so that all sessions of this
// machine are of one source, whatever their files are called.
func sourceOf(s *bench.Session) (source, key string) {
	from := *s.Imported
	from.Date = ""
	if from.ByDragstrip && s.Machine.HostName != "" && s.Machine.Container == "" {
		from.From = "another dragstrip"
		return report.ImportedFrom(&bench.Session{Imported: &from}), "dragstrip " + from.Who
	}
	source = report.ImportedFrom(&bench.Session{Imported: &from})
	return source, source
}

// statedOf is what a source says about a job beside model, build and parameters.
// The number of threads matters only on the CPU.
func statedOf(j *bench.JobState) string {
	stated := slices.Clone(j.Stated)
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if r.Threads > 0 && j.OnCPU() && j.Params["n_threads"] == "" {
				return strings.Join(append(stated, fmt.Sprintf("-t %d", r.Threads)), ", ")
			}
		}
	}
	return strings.Join(stated, ", ")
}
