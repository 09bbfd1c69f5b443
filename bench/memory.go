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
	// SlowerBytes is the size of the slower memory that takes what does not
	// fit: for a graphics card, the machine's own memory. It is 0 if there is
	// no such memory.
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

// memoryOf is what a GPU of the machine can use: its own memory, or the part of
// the machine's memory that it may use.
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

// LacksSizes tells whether the size of a GPU's memory is not known. An engine
// may know it.
func (m Machine) LacksSizes() bool { return slices.ContainsFunc(m.GPUs, GPU.lacksSize) }

func (g GPU) lacksSize() bool {
	if g.Shared {
		return g.UsableBytes == 0
	}
	return g.MemoryBytes == 0
}

// WithSizes adds the sizes of GPUs' memories that only engines know.
func (m Machine) WithSizes(builds []EngineBuild) Machine {
	sized := m
	sized.GPUs = slices.Clone(m.GPUs)
	for _, b := range builds {
		numbers := m.gpusOf(b)
		for _, d := range b.GPUs() {
			at := numbers[d.Name]
			if at >= len(m.GPUs) || !m.GPUs[at].lacksSize() {
				continue
			}
			if g := &sized.GPUs[at]; g.Shared {
				g.UsableBytes = max(g.UsableBytes, d.TotalBytes)
			} else {
				g.MemoryBytes = max(g.MemoryBytes, d.TotalBytes)
			}
		}
	}
	return sized
}

// UnusedGPU says of a GPU that UsedBy leaves it out, and what to do.
const UnusedGPU = "does not count, because no engine build here can use it; `dragstrip setup` says which build fits, or what it needs"

// UsedBy is the machine with the GPUs that engines can use: without any if none
// of the builds can compute on a GPU. unused names the GPUs that are left out.
// Before a build is installed, all of them count.
func (m Machine) UsedBy(builds []EngineBuild) (used Machine, unused []string) {
	if len(builds) == 0 || slices.ContainsFunc(builds, EngineBuild.mayUseGPU) {
		return m, nil
	}
	for _, g := range m.GPUs {
		unused = append(unused, cmp.Or(g.Name, "GPU"))
	}
	m.GPUs = nil
	return m, unused
}

// mayUseGPU tells whether a build may compute on a GPU of this machine. Old
// builds do not list their devices. Some servers say nothing of their backends,
// but those of this machine use its GPUs.
func (b EngineBuild) mayUseGPU() bool {
	if b.Traits.Serves && len(b.Backends) == 0 {
		return !b.Traits.Elsewhere
	}
	_, pretends := b.Software()
	return len(b.GPUs()) > 0 || GPUBackend(b.Backends...) != "" && !pretends && !b.FoundNoDevice()
}

// MemoryFor is the memory that a job's model lies in: the memory of all GPUs
// that it uses, each counted once, or the CPU's memory. It has 0 bytes if the
// size is not known.
func (m Machine) MemoryFor(j *Job) Memory {
	numbers := m.gpusOf(j.Build)
	devices := m.placedOn(j, numbers)
	if len(devices) == 0 {
		return m.ownMemory()
	}
	all, own := Memory{}, int64(0) // own is the part that lies in the machine's memory
	for _, d := range devices {
		one, shared := m.memoryOn(d, numbers[d.Name])
		switch {
		case one.Bytes <= 0:
			return Memory{Name: one.Name}
		case shared:
			own = max(own, one.Bytes)
		default:
			all.Bytes += one.Bytes
			all.SlowerBytes = max(all.SlowerBytes, one.SlowerBytes)
		}
		all.Name = strings.TrimPrefix(all.Name+" + "+one.Name, " + ")
	}
	if own > 0 { // the machine's memory counts once, too
		all.Bytes, all.SlowerBytes = all.Bytes+own, 0
	}
	if j.IsSplit() { // part of the model is meant to lie in the machine's memory
		all.Bytes, all.SlowerBytes, all.Name = all.Bytes+all.SlowerBytes, 0, all.Name+" + "+DeviceCPU
	}
	return all
}

// memoryOn is the memory of one device. shared tells whether it is a part of
// the machine's own memory. number is the GPU's index among the machine's GPUs.
// The engine's figure counts if the size is not known from elsewhere.
func (m Machine) memoryOn(d Device, number int) (memory Memory, shared bool) {
	memory = Memory{Name: d.Name, Bytes: d.TotalBytes, SlowerBytes: m.ownMemory().Bytes}
	if d.Description != "" {
		memory.Name += " (" + Clean(d.Description) + ")"
	}
	if number >= len(m.GPUs) {
		return memory, false
	}
	g := m.GPUs[number]
	if known := m.memoryOf(g); !g.lacksSize() || d.TotalBytes <= 0 {
		memory.Bytes, memory.SlowerBytes = known.Bytes, known.SlowerBytes
	}
	if g.Shared {
		memory.SlowerBytes = 0
	}
	return memory, g.Shared
}

// DevicesMeant are the devices that a job's model will lie on. An empty list
// means the CPU.
func (j *Job) DevicesMeant() []Device {
	if j.AsksForCPU() {
		return nil
	}
	return slices.DeleteFunc(j.Build.Holders(), func(d Device) bool { return !j.asksFor(d) })
}

// FitOn says whether a job's largest test fits a machine. The verdict is empty
// if sizes are not known.
func (j *Job) FitOn(m Machine) Fit { return FitOf(j.Need(), m.MemoryFor(j)) }

// Need is the memory that the largest test of a job takes, with its draft model.
// Each of several requests at once has a context of its own. A server has one
// context for all tests, so the longest of them decides.
func (j *Job) Need() (need Need) {
	batch, _ := strconv.ParseInt(j.Params["n_ubatch"], 10, 32) // 0 if it is not set
	for _, t := range j.Tests {
		length := j.Build.Traits.Spare.Length(t.ContextOn(j.Params[PromptText]), j.Params.LargestBatch())
		load := Load{int64(length) * int64(j.Params.AtOnce()), batch, j.KVTypes()}
		n := j.Model.Need(load)
		if j.DraftModel != nil { // -ctk and -ctv do not change its cache
			load.Types = KVTypes{}
			n = n.plus(j.DraftModel.Need(load))
		}
		if n.Total() > need.Total() {
			need = n
		}
	}
	return need
}

// TightestFit is the worst fit of a plan's jobs. Of several equal verdicts it
// takes the one with the least memory to spare. It is the zero Fit if nothing
// is known.
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
