package sitting

import (
	"context"
	"errors"
	"fmt"
	"math"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// bandwidthDrift is how far two probes may differ before the results between
// them are doubted. On a virtual machine, neighbours take memory bandwidth away
// without any other sign. If the values within one probe differ more than this,
// a change that is not larger than their spread is no sign of drift.
const bandwidthDrift = 0.05

// probeMemory probes the memory before or after the session, so that each
// result can be compared with what the memory could do at that time.
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

// keepProbe writes a probe into the journal and keeps it for later sessions. If
// an earlier probe of this machine and boot is better than all probes of this
// session, keepProbe writes the earlier probe, too, with its date. Ceilings are
// computed from the better probe. The memory can still be that fast, even if it
// is busy now.
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

// notProbed warns that the memory bandwidth is not known, and says why.
func notProbed(err error) bench.Warning {
	return bench.Warning{
		Code: "bandwidth_not_measured", Text: "the memory bandwidth could not be measured: " + bench.Clean(err.Error()),
		Remedy: "the results are not affected, but have no measured ceiling; --no-probe leaves the probe out",
	}
}

// drifted tells whether two probes differ too much. A probe that other programs
// disturbed says nothing about drift. Those programs lowered its figure, or the
// figure is only an estimate.
func drifted(before, after bench.Bandwidth) (bench.Warning, bool) {
	drift := after.PeakGBps/before.PeakGBps - 1
	return bench.Warning{
		Code:   "bandwidth_drift",
		Text:   fmt.Sprintf("the memory bandwidth was %s before the session and %s after it (%+.0f %%)", bench.FormatGBps(before.PeakGBps), bench.FormatGBps(after.PeakGBps), 100*drift),
		Remedy: "something else used the memory, or the clocks changed: close other programs, let the machine cool and measure again; --rounds spreads drift over all jobs",
	}, before.Clean && after.Clean && math.Abs(drift) > max(bandwidthDrift, before.SpreadFraction, after.SpreadFraction)
}

// bandwidthBefore gives the newest probe that was taken before measuring, or
// none.
func bandwidthBefore(s *bench.Session) bench.Bandwidth {
	for i := len(s.Bandwidth) - 1; i >= 0; i-- {
		if s.Bandwidth[i].When == "before" {
			return s.Bandwidth[i].Bandwidth
		}
	}
	return bench.Bandwidth{}
}
