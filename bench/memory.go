package bench

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Memory is the memory that a backend can use, in bytes.
type Memory struct {
	Name  string `json:"name"` // "CPU", "Radeon 8060S"
	Bytes int64  `json:"bytes"`
	// SlowerBytes is the memory that takes the rest: the machine's own memory
	// beside a graphics card's. It is 0 where there is no other.
	SlowerBytes int64 `json:"slower_bytes,omitempty"`
}

// Memories are the memories that each backend can use, the fastest first.
func (m Machine) Memories() []Memory {
	var all []Memory
	for _, g := range m.GPUs {
		all = append(all, m.memoryOf(g))
	}
	return append(all, m.ownMemory())
}

// ownMemory is what the CPU can use.
func (m Machine) ownMemory() Memory {
	own := m.MemoryBytes
	if m.MemoryLimitBytes > 0 {
		own = min(own, m.MemoryLimitBytes)
	}
	return Memory{Name: DeviceCPU, Bytes: own}
}

// memoryOf is what a GPU of the machine can use: its own memory, or that part
// of the machine's which it may use.
func (m Machine) memoryOf(g GPU) Memory {
	own := m.ownMemory().Bytes
	memory := Memory{Name: cmp.Or(g.Name, "GPU"), Bytes: g.MemoryBytes, SlowerBytes: own}
	if g.Shared {
		memory.SlowerBytes = 0
		if g.UsableBytes > 0 {
			memory.Bytes = g.UsableBytes
		}
		if memory.Bytes == 0 || memory.Bytes > own {
			memory.Bytes = own
		}
	}
	return memory
}

// LacksSizes tells whether a GPU's memory is not known. An engine may know it.
func (m Machine) LacksSizes() bool { return slices.ContainsFunc(m.GPUs, GPU.lacksSize) }

func (g GPU) lacksSize() bool {
	if g.Shared {
		return g.UsableBytes == 0
	}
	return g.MemoryBytes == 0
}

// WithSizes adds the sizes of GPUs' memories that only engines know.
func (m Machine) WithSizes(builds []EngineBuild) Machine {
	m.GPUs = slices.Clone(m.GPUs)
	for i, g := range m.GPUs {
		if !g.lacksSize() {
			continue
		}
		for _, b := range builds {
			for _, d := range b.GPUs() {
				if at, found := m.gpuOf(d); found && at == i && g.Shared {
					m.GPUs[i].UsableBytes = max(m.GPUs[i].UsableBytes, d.TotalBytes)
				} else if found && at == i {
					m.GPUs[i].MemoryBytes = max(m.GPUs[i].MemoryBytes, d.TotalBytes)
				}
			}
		}
	}
	return m
}

// gpuOf finds the GPU of the machine that an engine's device is: by its name, or
// because it is the only one.
func (m Machine) gpuOf(d Device) (at int, found bool) {
	if len(m.GPUs) == 1 {
		return 0, true
	}
	says, at := strings.ToLower(d.Description), -1
	for i, g := range m.GPUs {
		name := strings.ToLower(g.Name)
		if name == "" || says == "" || !strings.Contains(says, name) && !strings.Contains(name, says) {
			continue
		}
		if at >= 0 && m.memoryOf(m.GPUs[at]) != m.memoryOf(g) {
			return 0, false // two GPUs of one name that differ
		}
		at = i
	}
	return max(at, 0), at >= 0
}

// MemoryFor is the memory that a job's model lies in: that of all devices it
// uses, or the CPU's. It has 0 bytes if the size is not known.
func (m Machine) MemoryFor(j *Job) Memory {
	devices := j.DevicesMeant()
	if len(devices) == 0 {
		return m.ownMemory()
	}
	all := Memory{}
	for _, d := range devices {
		one := m.memoryOn(d)
		if one.Bytes <= 0 {
			return Memory{Name: one.Name}
		}
		all.Bytes += one.Bytes
		all.SlowerBytes = max(all.SlowerBytes, one.SlowerBytes)
		all.Name = strings.TrimPrefix(all.Name+" + "+one.Name, " + ")
	}
	if j.isSplit() { // part of it is meant to lie in the machine's memory
		all.Bytes, all.SlowerBytes, all.Name = all.Bytes+all.SlowerBytes, 0, all.Name+" + "+DeviceCPU
	}
	return all
}

// memoryOn is the memory of one device. The engine's figure counts where
// nothing else is known of the device.
func (m Machine) memoryOn(d Device) Memory {
	name := d.Name
	if d.Description != "" {
		name += " (" + Clean(d.Description) + ")"
	}
	own := Memory{Name: name, Bytes: d.TotalBytes, SlowerBytes: m.ownMemory().Bytes}
	if d.Remote() || d.Software {
		return own
	}
	if at, found := m.gpuOf(d); found {
		g := m.GPUs[at]
		if known := m.memoryOf(g); !g.lacksSize() || d.TotalBytes <= 0 {
			known.Name = name
			return known
		}
		if g.Shared {
			own.SlowerBytes = 0
		}
	}
	return own
}

// DevicesMeant are the devices that a job's model will lie on; none is the CPU.
func (j *Job) DevicesMeant() []Device {
	if j.AsksForCPU() {
		return nil
	}
	return slices.DeleteFunc(j.Build.Holders(), func(d Device) bool { return !j.asksFor(d) })
}

// FitOn says whether a job's largest test fits a machine. The verdict is empty
// where sizes are not known.
func (j *Job) FitOn(m Machine) Fit { return FitOf(j.Need(), m.MemoryFor(j)) }

// Need is the memory that the largest test of a job takes.
func (j *Job) Need() (need Need) {
	batch, _ := strconv.ParseInt(j.Params["n_ubatch"], 10, 32) // 0 if it is not set
	for _, t := range j.Tests {
		if n := j.Model.Need(Load{int64(t.Context()), batch, j.KVTypes()}); n.Total() > need.Total() {
			need = n
		}
	}
	return need
}

// TightestFit is the worst fit of a plan's jobs; of equal ones, that with the
// least to spare. It is the zero Fit where nothing is known.
func (p *Plan) TightestFit(m Machine) (worst Fit) {
	order := []FitVerdict{"", Fits, FitsTightly, Spills, DoesNotFit}
	for i := range p.Jobs {
		fit := p.Jobs[i].FitOn(m)
		far := cmp.Compare(slices.Index(order, fit.Verdict), slices.Index(order, worst.Verdict))
		if far > 0 || far == 0 && fit.SpareBytes < worst.SpareBytes {
			worst = fit
		}
	}
	return worst
}
