package cli

import (
	"context"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/tui"
)

// servedRows adds to the list of models what servers have.
type servedRows struct {
	ctx     context.Context
	engines *engineChoice // nil if no server told its models
	listed  []bench.Model
	// shown are the names of the served models that are on the row of a file.
	shown map[string]bool
}

func (r rooms) newServedRows(ctx context.Context) *servedRows {
	s := &servedRows{ctx: ctx, shown: map[string]bool{}}
	if engines, err := r.listedServers(ctx); err == nil && len(engines.listed) > 0 {
		s.engines, s.listed = engines, engines.listed
	}
	return s
}

// onFile adds the servers that have a file to the row of the file.
func (s *servedRows) onFile(row tui.Model) tui.Model {
	if s.engines == nil {
		return row
	}
	copies, err := s.engines.servedFrom(s.ctx, models.Found{Model: row.Model})
	if err != nil || len(copies) == 0 {
		return row
	}
	for _, m := range copies {
		for _, name := range s.engines.namesOf(m) {
			s.shown[name] = true
		}
	}
	row.Services = s.engines.services(copies)
	row.Facts = append(row.Facts, s.engines.serverFacts(row.Services)...)
	return row
}

// rest shows what is not on the row of a file. If a server names a file that the
// search did not find, file shows it. only shows a model that has no file here.
func (s *servedRows) rest(file func(models.Found), only func(tui.Model)) {
	if s.engines == nil || s.ctx.Err() != nil {
		return
	}
	for _, m := range s.listed {
		if s.shown[m.Served] {
			continue
		}
		place := s.engines.files.of[m.Served]
		if place != "" {
			if f, err := s.engines.from().look(place); err == nil {
				f.Place = s.engines.placeOf(m)
				file(f)
				continue
			}
		}
		only(s.engines.servedModel(m))
	}
}
