package cli

import (
	"context"
	"errors"
	"fmt"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
	"dragstrip/cli/sitting/device"
)

// showDevice measures a device and prints the progress to standard error. The
// result is among the machine's rows.
func (e *env) showDevice(ctx context.Context, ask device.Ask, engines []string) error {
	said := ""
	var written *progress
	d, err := device.Measure(ctx, e.deviceHere(engines), ask, func(s device.Step) {
		if s.Total > 0 {
			if written == nil || said != s.Text {
				written = e.progress(s.Text)
			}
			written.set(s.Done, s.Total)
		} else if written != nil {
			written.done()
			written = nil
		}
		// Repetitions follow each other fast. A line for each round is enough.
		if text := s.Text; text != said {
			said = text
			if s.Waiting {
				text += "; ctrl-c gives up"
			}
			fmt.Fprintln(e.err, bench.Clean(text))
		}
	})
	if written != nil {
		written.done()
	}
	var stopped device.Stopped
	if errors.As(err, &stopped) {
		if stopped.LeftBytes > 0 {
			fmt.Fprintf(e.err, "interrupted; the stand-ins, as far as they are written, stay in %s, and the same command continues with them\n", e.places.bandwidth())
		}
		return exitError(exitInterrupted)
	}
	var size device.SizeError
	if errors.As(err, &size) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if d.Device == bench.DeviceCPU && ask.Device == "" {
		fmt.Fprintln(e.err, "note: no engine build here offers a GPU; the CPU was measured instead")
	}
	return nil
}

// deviceHere gives what a measurement must know about this machine.
func (e *env) deviceHere(engines []string) device.Here {
	return device.Here{
		Builds: device.Builds{
			Named: len(engines) > 0,
			Chosen: func(ctx context.Context) ([]bench.EngineBuild, error) {
				builds, err := e.chooseBuilds(ctx, engines)
				if errors.Is(err, errNoEngine) {
					err = fmt.Errorf("%w: the bandwidth is measured with %s; `dragstrip setup` installs it, or name a build with --engine PATH", errNoEngine, e.kinds.First().Title())
				}
				return builds, err
			},
			Every: func(ctx context.Context) []bench.EngineBuild { return e.findBuilds(ctx, nil).Builds },
		},
		Adapter: e.adapters(), Memory: e.devices(), Folder: e.places.bandwidth(), MachineLock: e.getenv(machineLock),
	}
}

// devices remembers what was measured on devices.
func (e *env) devices() remembered.Devices { return remembered.Devices{Folder: e.places.state} }

// describe gives the description of this machine, with what was once measured
// on its devices.
func (e *env) describe(ctx context.Context) bench.Machine { return e.devices().Describe(ctx) }

// sayStandIns names the stand-ins of a measurement that was interrupted or
// killed, because nothing else shows that they fill the disk.
func (e *env) sayStandIns() {
	if _, measuring := e.sessions().Measured(); measuring {
		return
	}
	if bytes := device.Unfinished(e.places.bandwidth()); bytes > 0 {
		fmt.Fprintf(e.err, "note: a measurement of a GPU did not finish and left %s of stand-ins in %s; `dragstrip machine --gpu` continues with them, and with --drop it removes them afterwards\n", bench.FormatBytes(bytes), e.places.bandwidth())
	}
}
