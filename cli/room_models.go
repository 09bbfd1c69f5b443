package cli

import (
	"context"
	"errors"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/problem"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/tui"
)

// assumedDepth is the context in what the screens say of fit and ceiling.
const assumedDepth = 4096

// modelRoom finds models for the screens and makes stand-ins.
func (r rooms) modelRoom() tui.ModelRoom {
	pairs := &models.Pairing{}
	return tui.ModelRoom{
		Stores:    models.StoreNames,
		SameModel: pairs.Of,
		Find: func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(tui.Model)) []string {
			y := models.YardstickOf(m, best, assumedDepth)
			var problems []string
			pairs.Reset()
			defer pairs.Of("") // worked out here, and not while a screen is drawn
			see := func(f *models.Found, p *problem.Problem) {
				switch {
				case f != nil:
					pairs.Add(*f)
					each(shownModelOf(y, *f, r.kinds))
				case !errors.Is(p, problem.ErrNotOffered):
					problems = append(problems, p.Error())
				}
			}
			r.cores.all(func() { r.everywhere(r.getenv(envName("model-folders"))).Each(ctx, see) })
			return problems
		},
		AddFolder: func(path string) error { return r.changeFolders(path, "") },
		Shapes:    (&shapePreviews{}).give(r.kinds),
		WriteStandIn: func(ctx context.Context, s tui.Shape, done func(done, total int64)) (err error) {
			r.cores.all(func() { err = r.writeOffered(ctx, s, done) })
			return err
		},
	}
}

// shownModelOf is what the screens show of one.
func shownModelOf(y models.Yardstick, f models.Found, known runner.Kinds) tui.Model {
	said := y.Of(f)
	m := tui.Model{
		Model: f.Model, Place: f.Place, BitsPerWeight: f.Facts.BitsPerWeight, ContextTokens: f.Facts.ContextLength,
		CeilingSpecified: said.Ceilings.SpecifiedTPS, CeilingMeasured: said.Ceilings.MeasuredTPS,
	}
	if kinds := known.Reading(f.Model); len(kinds) > 0 {
		m.Engine = kinds[0].Title()
		if !kinds[0].Is(known.First()) {
			m.Unread = m.Engine + " is not installed: s on the Machine screen installs it"
		}
	}
	if len(said.Fits) > 0 {
		m.Fit, m.FitText = string(said.Fits[0].Verdict), said.Fits[0].String()
		m.NeedBytes = said.Fits[0].Need.Total()
	}
	for _, row := range append(modelRows(f), outlookRows(y, f)...) {
		if row[1] != "" {
			m.Facts = append(m.Facts, row)
		}
	}
	return m
}

func (r rooms) writeOffered(ctx context.Context, s tui.Shape, done func(done, total int64)) error {
	in := standin.StandIn{Shape: s.Name, Quant: s.Model.Quant, Format: s.Model.Format}
	in.Path = r.places.standIn(in)
	return standin.Write(ctx, in, done)
}
