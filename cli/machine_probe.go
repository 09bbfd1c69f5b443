package cli

import (
	"context"
	"fmt"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
	"dragstrip/hwinfo"
)

// probes remembers the measured memory bandwidth.
func (e *env) probes() remembered.Probes { return remembered.Probes{Folder: e.places.state} }

// readMemory gives the memory bandwidth. It takes the remembered figure of an
// undisturbed probe from this boot. If there is none, or a fresh one is asked
// for, it measures, unless that would disturb a session. seen is that figure. best is the better one of seen and
// what is remembered; models are compared with it. If the figure cannot be
// remembered, the next call measures again.
func (e *env) readMemory(ctx context.Context, m bench.Machine, fresh bool) (seen, best bench.Bandwidth, err error) {
	if known, ok := e.probes().Best(m); ok && !fresh {
		return known, known, nil
	}
	if measured, ok := e.sessions().Measured(); ok {
		return seen, best, fmt.Errorf("dragstrip is measuring %s, and reading the memory now would disturb it; try again when it has ended", measured)
	}
	if seen, err = hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &m}); err != nil {
		return seen, seen, err
	}
	best, _ = e.probes().Remember(m, seen)
	return seen, best, nil
}
