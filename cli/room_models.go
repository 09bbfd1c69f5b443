package cli

import (
	"context"
	"errors"
	"sync/atomic"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/problem"
	"dragstrip/tui"
)

// modelRoom finds models for the screens and writes stand-ins.
func (r rooms) modelRoom() tui.ModelRoom {
	pairs := &models.Pairing{}
	var searched atomic.Uint64 // the fingerprint of the last search
	searchNow := func() models.Search { return r.everywhere(r.getenv(envName("model-folders"))) }
	return tui.ModelRoom{
		Stores:    models.StoreNames,
		SameModel: pairs.Of,
		Find: func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(tui.Model)) []string {
			y := models.YardstickOf(m, r.ahead.found(), best, assumedDepth)
			var problems []string
			pairs.Reset()
			defer pairs.Of("") // finds the pairs now, and not while a screen is drawn
			served := r.newServedRows(ctx)
			show := func(f models.Found) {
				pairs.Add(f)
				each(served.onFile(shownModelOf(y, f, r.kinds, r.ahead)))
			}
			see := func(f *models.Found, p *problem.Problem) {
				switch {
				case f != nil:
					show(*f)
				case !errors.Is(p, problem.ErrNotOffered):
					problems = append(problems, p.Error())
				}
			}
			r.cores.all(func() {
				searched.Store(searchNow().Each(ctx, see))
				served.rest(show, each)
			})
			return problems
		},
		Changed:   func(ctx context.Context) bool { return searchNow().Fingerprint(ctx) != searched.Load() },
		AddFolder: func(path string) error { return r.changeFolders(path, "") },
		Shapes:    r.shapes.give(r.kinds, r.ahead),
		WriteStandIn: func(ctx context.Context, s tui.Shape, done func(done, total int64)) (err error) {
			r.cores.all(func() { err = r.writeOffered(ctx, s, done) })
			return err
		},
	}
}
