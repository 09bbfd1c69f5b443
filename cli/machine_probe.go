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
// undisturbed probe from this boot. If there is no such figure, or fresh is set,
// it measures. It does not measure while a session is being measured. seen is
// the figure that it took or measured. best is the better one of seen and the
// remembered figure. The speed of models is compared with best. If the new
// figure cannot be remembered, the next call measures again.
func (e *env) readMemory(ctx context.Context, m bench.Machine, fresh bool) (seen, best bench.Bandwidth, err error) {
	if known, ok := e.probes().Best(m); ok && !fresh {
		return known, known, nil
	}
	if measured, ok := e.sessions().Measured(); ok {
		return seen, best, fmt.Errorf("dragstrip is measuring %s, and reading the memory now would disturb it; try again when it has ended", measured.What)
	}
	if seen, err = hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &m}); err != nil {
		return seen, seen, err
	}
	best, _ = e.probes().Remember(m, seen)
	return seen, best, nil
}
