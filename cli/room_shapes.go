package cli

import (
	"context"
	"sync"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/tui"
)

// shapePreviews holds the stand-ins that can be written, with their figures.
// Computing all of them takes a second or more, so it is done once.
type shapePreviews struct {
	mu    sync.Mutex
	known []shapePreview
	whole bool
}

type shapePreview struct {
	name  string
	found models.Found
}

// give makes the function that the screens call. That function passes on each
// shape in the quantizations that people use, for all engines. It also says how
// each of these fits the machine.
func (p *shapePreviews) give(kinds runner.Kinds, ahead *expectations) func(context.Context, bench.Machine, bench.Bandwidth, func(tui.Shape)) {
	return func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(tui.Shape)) {
		y := models.YardstickOf(m, best, assumedDepth)
		p.each(ctx, func(one shapePreview) {
			each(tui.Shape{Name: one.name, Model: shownModelOf(y, one.found, kinds, ahead)})
		})
	}
}

func (p *shapePreviews) each(ctx context.Context, tell func(shapePreview)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.whole {
		for _, one := range p.known {
			tell(one)
		}
		return
	}
	p.known = nil
	for _, s := range standin.Shapes() {
		for _, in := range offeredForms(s) {
			if ctx.Err() != nil {
				return
			}
			found, err := in.Preview()
			if err != nil {
				continue // this shape is not published in that form
			}
			found.Name = s.Title
			one := shapePreview{s.Name, found}
			p.known = append(p.known, one)
			tell(one)
		}
	}
	p.whole = true
}

func (r rooms) writeOffered(ctx context.Context, s tui.Shape, done func(done, total int64)) error {
	in := standin.StandIn{Shape: s.Name, Quant: s.Model.Quant, Format: s.Model.Format}
	in.Path = r.places.standIn(in)
	return standin.Write(ctx, in, done)
}
