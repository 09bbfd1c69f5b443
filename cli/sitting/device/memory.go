package device

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
	memoryFile = "devices.json"
	maxMemory  = 1 << 20
	maxKnown   = 64
)

// Memory is what is remembered in a folder.
type Memory struct{ Folder string }

type remembered struct {
	HostName string `json:"host_name"`
	CPU      string `json:"cpu"`
	bench.DeviceBandwidth
}

func (r remembered) on(m bench.Machine) bool { return r.HostName == m.HostName && r.CPU == m.CPU }

// Describe is what this machine is, and what was once measured of its devices.
func (m Memory) Describe(ctx context.Context) bench.Machine {
	here := hwinfo.Describe(ctx, hwinfo.Root{})
	here.DeviceBandwidth = m.Of(here)
	return here
}

func (m Memory) path() string { return filepath.Join(m.Folder, memoryFile) }

// Of gives what is remembered of a machine, newest first. A file that
// cannot be read is one in which nothing is remembered.
func (m Memory) Of(machine bench.Machine) []bench.DeviceBandwidth {
	all, _ := m.all()
	var out []bench.DeviceBandwidth
	for _, r := range all {
		if r.on(machine) && r.MedianGBps > 0 {
			out = append(out, r.DeviceBandwidth)
		}
	}
	slices.SortStableFunc(out, func(a, b bench.DeviceBandwidth) int { return b.Measured.Compare(a.Measured) })
	return out
}

func (m Memory) all() ([]remembered, error) {
	look, err := os.Stat(m.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !look.Mode().IsRegular() || look.Size() > maxMemory {
		return nil, fmt.Errorf("%s is not what dragstrip writes", memoryFile)
	}
	text, err := os.ReadFile(m.path())
	if err != nil {
		return nil, err
	}
	var all []remembered
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", memoryFile, err)
	}
	return all, nil
}

// Remember replaces what was known of the device. A damaged file is
// begun anew: it can be measured again.
func (m Memory) Remember(machine bench.Machine, d bench.DeviceBandwidth) error {
	all, _ := m.all()
	all = slices.DeleteFunc(all, func(r remembered) bool { return r.on(machine) && r.SameDevice(d) })
	all = append(all, remembered{machine.HostName, machine.CPU, d})
	all = all[max(len(all)-maxKnown, 0):]
	text, err := json.MarshalIndent(all, "", "  ")
	if err == nil {
		err = os.MkdirAll(m.Folder, 0o700)
	}
	if err == nil {
		err = journal.WriteFile(m.path(), append(text, '\n'))
	}
	if err != nil {
		return fmt.Errorf("remember what was measured: %w", err)
	}
	return nil
}
