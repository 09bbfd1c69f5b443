package cli

import (
	"context"
	"errors"
	"os/signal"

	"dragstrip/bench/journal"
	"dragstrip/cli/sitting"
	"dragstrip/hwinfo"
	"dragstrip/runner/guard"
)

// benchProcessVerb runs the bench process.
func benchProcessVerb(e *env, args []string) error {
	if len(args) == 0 {
		return usagef("%s takes the session folder", benchVerb)
	}
	guard.IgnoreHangup()
	guard.EndLeftBehind()
	order, err := readOrder(e.in)
	sat := sitting.Sitting{
		Here: e.here(), Folder: journal.Folder{Path: args[0]},
		Grants: order.Grants, Scatter: order.Scatter, Expected: order.Expected, GoesOn: order.GoesOn, RetryFailed: order.RetryFailed,
	}
	if err == nil {
		err = sat.Open()
	}
	guard.Ready(err)
	if err != nil {
		return err
	}
	sat.GivesWay = guard.GiveWay()
	ctx, cancel := signal.NotifyContext(context.Background(), stopSignals...)
	defer cancel()
	return errors.Join(sat.Measure(ctx), sat.Close())
}

// sensors says where hardware readings come from. Tests replace it.
var sensors hwinfo.Root

// here gives what a sitting must know about this machine.
func (e *env) here() sitting.Here {
	return sitting.Here{
		Version: Version, MachineLock: e.getenv(machineLock), Digests: e.places.digests(), Moved: e.moved,
		Describe: e.describe, Learn: e.learnAlone, Probes: e.probes(), Adapter: e.adapters(), Report: e.reportOptions(false), Sensors: sensors,
	}
}
