package remembered

import (
	"context"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// Devices remembers in a folder how fast engines read the memory of devices.
// Measuring takes a minute, and the memory stays the same.
type Devices struct{ Folder string }

type device struct {
	HostName string `json:"host_name"`
	CPU      string `json:"cpu"`
	bench.DeviceBandwidth
}

func (d device) on(m bench.Machine) bool { return d.HostName == m.HostName && d.CPU == m.CPU }

// Describe gives the description of this machine, with what was once measured
// on its devices.
func (d Devices) Describe(ctx context.Context) bench.Machine {
	here := hwinfo.Describe(ctx, hwinfo.Root{})
	here.DeviceBandwidth = d.Of(here)
	return here
}

func (d Devices) list() list[device] { return list[device]{d.Folder, "devices.json"} }

// Of gives what is remembered about a machine, newest first.
func (d Devices) Of(machine bench.Machine) []bench.DeviceBandwidth {
	var out []bench.DeviceBandwidth
	for _, one := range d.list().read() {
		if one.on(machine) && one.MedianGBps > 0 {
			out = append(out, one.DeviceBandwidth)
		}
	}
	slices.SortStableFunc(out, func(a, b bench.DeviceBandwidth) int { return b.Measured.Compare(a.Measured) })
	return out
}

// Remember replaces what was remembered about the device. A doubtful measurement
// does not replace an undisturbed one; both are kept.
func (d Devices) Remember(machine bench.Machine, measured bench.DeviceBandwidth) error {
	all := slices.DeleteFunc(d.list().read(), func(one device) bool {
		return one.on(machine) && one.SameDevice(measured) && (measured.Clean || !one.Clean)
	})
	if err := d.list().write(append(all, device{machine.HostName, machine.CPU, measured})); err != nil {
		return fmt.Errorf("remember what was measured: %w", err)
	}
	return nil
}
