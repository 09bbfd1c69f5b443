package cli

import (
	"context"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui"
)

// whatIfRoom answers the questions of the screen What if, with the same code as
// dragstrip predict.
func (r rooms) whatIfRoom() tui.WhatIfRoom {
	return tui.WhatIfRoom{
		On: func(_ context.Context, m bench.Model) (whatif.Machines, error) {
			return onEveryMachine(m, r.hereShown())
		},
		Fitting: func(ctx context.Context, machine string) (answers []whatif.Answer) {
			r.cores.all(func() {
				answers = fittingOn(machine, r.hereShown(), 0, func(each func(bench.Model)) { r.everyModel(ctx, r.shapes, each) })
			})
			return answers
		},
		Published: publishedBeside, Answering: answeringChips, Sources: sourcesOf,
	}
}

// hereShown is this machine as the screens describe it.
func (r rooms) hereShown() whatif.Here {
	if m := r.here.Load(); m != nil {
		return whatif.NewHere(*m, r.ahead.found(), r.ahead.ofTest, r.ahead.lack)
	}
	return whatif.Here{Expect: r.ahead.ofTest, Lack: r.ahead.lack}
}
