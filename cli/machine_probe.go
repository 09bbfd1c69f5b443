package cli

import (
	"context"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
	"dragstrip/hwinfo"
)

// probes remembers what the memory moved.
func (e *env) probes() remembered.Probes { return remembered.Probes{Folder: e.places.state} }

// readMemory says what the memory moves: as remembered from an undisturbed
// probe of this boot, or measured now where there is none or a fresh one is
// asked for. seen is that; best is the better of it and what is remembered,
// which is what models are held against. What cannot be remembered is measured
// again the next time.
func (e *env) readMemory(ctx context.Context, m bench.Machine, fresh bool) (seen, best bench.Bandwidth, err error) {
	if known, ok := e.probes().Best(m); ok && !fresh {
		return known, known, nil
	}
	if seen, err = hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &m}); err != nil {
		return seen, seen, err
	}
	best, _ = e.probes().Remember(m, seen)
	return seen, best, nil
}
