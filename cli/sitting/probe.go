package sitting

import (
	"context"
	"errors"
	"fmt"
	"math"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// bandwidthDrift is how far two probes may lie apart before results made
// between them are doubted. On a virtual machine neighbours take memory
// bandwidth away without any other sign. Where a probe's own bins lie further
// apart than this, it is their spread: a change within it is no sign of drift.
const bandwidthDrift = 0.05

// probeMemory probes the memory before or after the session, so that
// each result can be held against what the memory could do at the time.
func (s *Sitting) probeMemory(ctx context.Context, when string) error {
	session := s.journal.Session
	if !session.Plan.Probe || ctx.Err() != nil {
		return nil
	}
	if err := s.emit("", bench.PhaseEntered{Phase: bench.PhaseProbing}); err != nil {
		return err
	}
	measured, err := hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &session.Machine})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	if err != nil {
		return s.emit("", bench.Warned{Warning: notProbed(err)})
	}
	before := bandwidthBefore(session)
	if err := s.keepProbe(when, measured); err != nil || before.PeakGBps <= 0 || when != "after" {
		return err
	}
	if warning, doubtful := drifted(before, measured); doubtful {
		return s.emit("", bench.Warned{Warning: warning})
	}
	return nil
}

// keepProbe writes a probe into the journal and keeps it for later sessions. Where
// an earlier one of this machine and boot is better than all that this session
// knows, the journal gets that one, too, with its date, and ceilings follow it: a
// busy moment takes nothing from what the memory can do.
func (s *Sitting) keepProbe(when string, measured bench.Bandwidth) error {
	if err := s.emit("", bench.BandwidthMeasured{When: when, Bandwidth: measured}); err != nil {
		return err
	}
	best, err := s.Probes.Remember(s.journal.Session.Machine, measured)
	if known, _ := s.journal.Session.BestProbe(); err != nil || best.PeakGBps <= 0 || !best.Better(known) {
		return nil // what cannot be remembered is measured again the next time
	}
	return s.emit("", bench.BandwidthMeasured{When: bench.ProbedEarlier, Bandwidth: best})
}

// notProbed says that there is no figure of the memory, and why.
func notProbed(err error) bench.Warning {
	return bench.Warning{
		Code: "bandwidth_not_measured", Text: "the memory bandwidth could not be measured: " + bench.Clean(err.Error()),
		Remedy: "the results are not affected, but have no measured ceiling; --no-probe leaves the probe out",
	}
}

// drifted tells whether two probes lie too far apart. A probe that other programs
// disturbed tells nothing: it is those programs that lowered it, or an estimate.
func drifted(before, after bench.Bandwidth) (bench.Warning, bool) {
	drift := after.PeakGBps/before.PeakGBps - 1
	return bench.Warning{
		Code:   "bandwidth_drift",
		Text:   fmt.Sprintf("the memory bandwidth was %s before the session and %s after it (%+.0f %%)", bench.FormatGBps(before.PeakGBps), bench.FormatGBps(after.PeakGBps), 100*drift),
		Remedy: "something else used the memory, or the clocks changed: close other programs, let the machine cool and measure again; --rounds spreads drift over all jobs",
	}, before.Clean && after.Clean && math.Abs(drift) > max(bandwidthDrift, before.SpreadFraction, after.SpreadFraction)
}

// bandwidthBefore is the newest probe taken before measuring, or none.
func bandwidthBefore(s *bench.Session) bench.Bandwidth {
	for i := len(s.Bandwidth) - 1; i >= 0; i-- {
		if s.Bandwidth[i].When == "before" {
			return s.Bandwidth[i].Bandwidth
		}
	}
	return bench.Bandwidth{}
}
