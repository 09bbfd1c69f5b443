package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"

	"dragstrip/bench/report"
	"dragstrip/cli/sitting/device"
)

func machineVerb(e *env, args []string) error {
	f := newFlags("machine", "", `Describes this machine, measures how fast its memory can be read, and names everything that
would disturb a measurement now. Measuring the memory takes about two seconds. The best undisturbed
figure is remembered until the machine is restarted; --fresh measures again.

With --gpu, the memory bandwidth of a GPU is measured first, with the engine itself, and
remembered. For this, two stand-ins with random weights are written (2.8 GB; less if memory or
disk is small, but at least 0.7 GB) and measured alternately. They are kept for later runs
if at least ten times their size is still free on the disk. If no engine build offers a GPU, the CPU is
measured instead, and a note says so.`)
	var ask device.Ask
	var engines list
	f.under("Memory bandwidth of a GPU")
	gpu := f.Bool("gpu", false, "measure the bandwidth of the first device that an engine build offers")
	f.StringVar(&ask.Device, "device", "", "with --gpu: the `DEVICE`, as dragstrip engines lists it, or CPU")
	f.StringVar(&ask.Size, "size", "", "with --gpu: size of the stand-ins: large, medium, small or (to try it out) tiny")
	f.IntVar(&ask.Threads, "t", 0, "with --gpu: number of CPU threads")
	f.metavars["t"], f.metavars["size"] = "N", "large|medium|small|tiny"
	f.BoolVar(&ask.Drop, "drop", false, "with --gpu: remove the stand-ins afterwards")
	f.Var(&engines, "engine", "with --gpu: the `ENGINE` build, written as for dragstrip run --engine")
	f.under("Memory bandwidth")
	noProbe := f.Bool("no-probe", false, "do not measure the memory bandwidth")
	fresh := f.Bool("fresh", false, "measure the memory bandwidth again, even if it is remembered")
	f.under(groupOutput)
	asJSON := f.Bool("json", false, "print a JSON object, with the source of every value")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("machine takes no arguments")
	}
	if err := gpuMistake(*gpu, f.typed); err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	// The machine is shown even if the measurement of a device failed.
	var failed error
	if *gpu {
		failed = e.showDevice(ctx, ask, engines)
		var wrong usageError
		if errors.As(failed, &wrong) || ctx.Err() != nil {
			return failed
		}
	}
	p := e.look(ctx, !*noProbe, *fresh)
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	if *asJSON {
		if err := report.WriteJSON(e.out, p); err != nil {
			return err
		}
		return failed
	}
	e.print(p)
	if !*gpu {
		e.sayStandIns()
	}
	return failed
}

// gpuMistake gives an error if a flag for the measurement of a GPU is given
// without --gpu. The measurement takes minutes and writes gigabytes, so it needs
// the flag that asks for it. An environment variable serves many commands, so it
// is no mistake.
func gpuMistake(gpu bool, typed func(flag string) bool) error {
	for _, name := range []string{"device", "size", "t", "drop", "engine"} {
		if typed(name) && !gpu {
			return usagef("%s says how --gpu measures, so it needs --gpu; dragstrip machine --gpu takes some minutes and writes up to 2.8 GB", spelled(name))
		}
	}
	if typed("gpu") && typed("no-probe") {
		return usagef("--gpu measures memory bandwidth, and --no-probe measures none; give one of them")
	}
	return nil
}
