package bench

import (
	"slices"
	"strconv"
	"strings"
)

// gpusOf numbers the GPUs behind the devices of a build, by the device's name.
// Two backends may show one GPU, as ROCm0 and as Vulkan0; both then have one
// number. A number below len(m.GPUs) is a place in that list. A higher one is of
// something that only the engine knows.
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

// looksLike tells whether two devices of this machine have one description.
// Backends add words of their own to a GPU's name.
func (d Device) looksLike(o Device) bool {
	if d.Remote() || o.Remote() || d.Software != o.Software || d.Description == "" || o.Description == "" {
		return false
	}
	return strings.Contains(d.Description, o.Description) || strings.Contains(o.Description, d.Description)
}

// gpusLike are the GPUs of the machine that an engine's device may be: those of
// its name, or the only one.
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
			return nil // two GPUs of one name that differ
		}
		could = append(could, i)
	}
	return could
}

// placedOn are the devices on which the engine will put a job's model, each GPU
// once; none is the CPU. With -sm none it is only the main one.
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

// GPUOf is the place among the machine's GPUs of the one on which a job will
// compute, if that is a single one that holds the whole model.
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

// mainOf is the main one of some devices, by its place among them; below 0 it
// is none of them. An engine refuses a place beyond them.
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

// usual are the devices that an engine takes of all, in its order, if none was
// named: first other machines, then cards. GPUs that share the machine's memory
// are taken only if there is no card.
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

// eachOnce leaves out devices that are one GPU with an earlier one.
func eachOnce(devices []Device, numbers map[string]int) (once []Device) {
	for _, d := range devices {
		if !slices.ContainsFunc(once, func(o Device) bool { return numbers[o.Name] == numbers[d.Name] }) {
			once = append(once, d)
		}
	}
	return once
}
