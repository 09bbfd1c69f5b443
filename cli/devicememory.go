package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/hwinfo"
)

// What was measured of devices is remembered in one small file, because it
// takes a minute and the memory stays the same. An entry belongs to a machine:
// a home folder may be on several.

const (
	devicesFile     = "devices.json"
	maxDevicesFile  = 1 << 20
	maxDevicesKnown = 64
)

type rememberedDevice struct {
	HostName string `json:"host_name"`
	CPU      string `json:"cpu"`
	bench.DeviceBandwidth
}

func (r rememberedDevice) on(m bench.Machine) bool { return r.HostName == m.HostName && r.CPU == m.CPU }

// describe is what the machine is, and what was once measured of its devices.
func (e *env) describe(ctx context.Context) bench.Machine {
	m := hwinfo.Describe(ctx, hwinfo.Root{})
	m.DeviceBandwidth = e.devicesOf(m)
	return m
}

func (e *env) devicesPath() string { return filepath.Join(e.places.state, devicesFile) }

// devicesOf gives what is remembered of a machine, newest first. A file that
// cannot be read is one in which nothing is remembered.
func (e *env) devicesOf(m bench.Machine) []bench.DeviceBandwidth {
	all, _ := e.allDevices()
	var out []bench.DeviceBandwidth
	for _, r := range all {
		if r.on(m) && r.MedianGBps > 0 {
			out = append(out, r.DeviceBandwidth)
		}
	}
	slices.SortStableFunc(out, func(a, b bench.DeviceBandwidth) int { return b.Measured.Compare(a.Measured) })
	return out
}

func (e *env) allDevices() ([]rememberedDevice, error) {
	look, err := os.Stat(e.devicesPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !look.Mode().IsRegular() || look.Size() > maxDevicesFile {
		return nil, fmt.Errorf("%s is not what dragstrip writes", devicesFile)
	}
	text, err := os.ReadFile(e.devicesPath())
	if err != nil {
		return nil, err
	}
	var all []rememberedDevice
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", devicesFile, err)
	}
	return all, nil
}

// rememberDevice replaces what was known of the device. A damaged file is
// begun anew: it can be measured again.
func (e *env) rememberDevice(m bench.Machine, d bench.DeviceBandwidth) error {
	all, _ := e.allDevices()
	all = slices.DeleteFunc(all, func(r rememberedDevice) bool { return r.on(m) && r.SameDevice(d) })
	all = append(all, rememberedDevice{m.HostName, m.CPU, d})
	all = all[max(len(all)-maxDevicesKnown, 0):]
	text, err := json.MarshalIndent(all, "", "  ")
	if err == nil {
		err = os.MkdirAll(e.places.state, 0o700)
	}
	if err == nil {
		err = journal.WriteFile(e.devicesPath(), append(text, '\n'))
	}
	if err != nil {
		return fmt.Errorf("remember what was measured: %w", err)
	}
	return nil
}
