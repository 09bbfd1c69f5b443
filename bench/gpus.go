package bench

import (
	"slices"
	"strconv"
	"strings"
)

// gpusOf gives for the name of each device of a build the number of the GPU
// behind it. Two backends may show one GPU, as ROCm0 and as Vulkan0; both then
// have the same number. A number below len(m.GPUs) is an index in that list. A
// higher number stands for a device that only the engine knows.
func (m Machine) gpusOf(b EngineBuild) map[string]int {
	numbers := map[string]int{}
	unlisted, holders := 0, b.Holders()
	for i, d := range holders {
		earlier := holders[:i]
		// A backend shows each GPU once, so its second device is a second GPU.
		free := func(number int) bool {
			return !slices.ContainsFunc(earlier, func(o Device) bool { return numbers[o.Name] == number && o.backend() == d.backend() })
		}
		could := slices.DeleteFunc(m.gpusLike(d), func(at int) bool { return !free(at) })
		at := slices.IndexFunc(earlier, func(o Device) bool {
			return numbers[o.Name] >= len(m.GPUs) && free(numbers[o.Name]) && o.looksLike(d)
		})
		switch {
		case len(could) > 0:
			numbers[d.Name] = could[0]
		case at >= 0:
			numbers[d.Name] = numbers[earlier[at].Name]
		default:
			numbers[d.Name] = len(m.GPUs) + unlisted
			unlisted++
		}
	}
	return numbers
}

// backend is a device's name without its number.
func (d Device) backend() string { return strings.TrimRight(d.Name, "0123456789") }

// looksLike tells whether two devices of this machine can be one GPU by their
// descriptions. One description must contain the other, because backends add
// words of their own to a GPU's name.
func (d Device) looksLike(o Device) bool {
	if d.Remote() || o.Remote() || d.Software != o.Software || d.Description == "" || o.Description == "" {
		return false
	}
	return strings.Contains(d.Description, o.Description) || strings.Contains(o.Description, d.Description)
}

// gpusLike are the indices of the machine's GPUs that an engine's device may
// be: the only GPU, or those with the device's name.
func (m Machine) gpusLike(d Device) (could []int) {
	if d.Remote() || d.Software {
		return nil
	}
	if len(m.GPUs) == 1 {
		return []int{0}
	}
	says := strings.ToLower(d.Description)
	for i, g := range m.GPUs {
		name := strings.ToLower(g.Name)
		if name == "" || says == "" || !strings.Contains(says, name) && !strings.Contains(name, says) {
			continue
		}
		if len(could) > 0 && m.memoryOf(m.GPUs[could[0]]) != m.memoryOf(g) {
			return nil // two GPUs with the same name but different memories
		}
		could = append(could, i)
	}
	return could
}

// placedOn are the devices on which the engine will put a job's model, each GPU
// once. An empty list means the CPU. With -sm none it is only the main GPU.
func (m Machine) placedOn(j *Job, numbers map[string]int) []Device {
	devices := j.DevicesMeant()
	if asked := j.namedDevices(); asked != nil {
		slices.SortStableFunc(devices, func(a, b Device) int { return slices.Index(asked, a.Name) - slices.Index(asked, b.Name) })
	} else {
		devices = m.usual(eachOnce(devices, numbers), numbers)
	}
	if j.Params["split_mode"] == "none" {
		devices = mainOf(devices, j.Params["main_gpu"])
	}
	return eachOnce(devices, numbers)
}

// GPUOf is the index, among the machine's GPUs, of the GPU on which a job will
// compute. single is false if no single GPU holds the whole model.
func (m Machine) GPUOf(j *Job) (at int, single bool) {
	if j.AsksForCPU() || j.IsSplit() {
		return 0, false
	}
	numbers := m.gpusOf(j.Build)
	devices := m.placedOn(j, numbers)
	if len(devices) != 1 || devices[0].Software || devices[0].Remote() || numbers[devices[0].Name] >= len(m.GPUs) {
		return 0, false
	}
	return numbers[devices[0].Name], true
}

// mainOf is the main one of some devices; place is its index among them, as
// text. A negative index means no device. With an index that is too high, all
// devices stay: the engine will refuse the index.
func mainOf(devices []Device, place string) []Device {
	at, _ := strconv.Atoi(place) // 0 if it is not set
	switch {
	case at < 0:
		return nil
	case at < len(devices):
		return devices[at : at+1]
	}
	return devices
}

// usual are the devices that an engine takes if the job names none, in the
// engine's order: first other machines, then cards. GPUs that share the
// machine's memory are taken only if there is no card.
func (m Machine) usual(devices []Device, numbers map[string]int) []Device {
	var remote, cards, others []Device
	for _, d := range devices {
		number := numbers[d.Name]
		switch {
		case d.Remote():
			remote = append(remote, d)
		case d.Software, number < len(m.GPUs) && m.GPUs[number].Shared:
			others = append(others, d)
		default:
			cards = append(cards, d)
		}
	}
	if len(cards) == 0 {
		cards = others
	}
	return append(remote, cards...)
}

// eachOnce leaves out a device if an earlier device is the same GPU.
func eachOnce(devices []Device, numbers map[string]int) (once []Device) {
	for _, d := range devices {
		if !slices.ContainsFunc(once, func(o Device) bool { return numbers[o.Name] == numbers[d.Name] }) {
			once = append(once, d)
		}
	}
	return once
}
