package cli

import (
	"context"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/tui"
)

// give makes the function that the screens call. That function passes on each
// shape in the quantizations that people use, for all engines. It also says how
// each of these fits the machine.
func (p *shapePreviews) give(kinds runner.Kinds, ahead *expectations) func(context.Context, bench.Machine, bench.Bandwidth, func(tui.Shape)) {
	return func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(tui.Shape)) {
		y := models.YardstickOf(m, ahead.found(), best, assumedDepth)
		p.each(ctx, func(one shapePreview) {
			each(tui.Shape{Name: one.name, Model: shownModelOf(y, one.found, kinds, ahead)})
		})
	}
}

func (r rooms) writeOffered(ctx context.Context, s tui.Shape, done func(done, total int64)) error {
	in := standin.StandIn{Shape: s.Name, Quant: s.Model.Quant, Format: s.Model.Format}
	in.Path = r.places.standIn(in)
	return standin.Write(ctx, in, done)
}
