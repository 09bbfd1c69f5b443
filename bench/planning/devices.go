package planning

import (
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
)

// HasDevices tells whether a build has all devices that were asked for.
func (w Wishes) HasDevices(b bench.EngineBuild) bool {
	for value := range strings.SplitSeq(strings.Join(w.Params["devices"], ","), ",") {
		if value = bench.NormalValue("devices", strings.TrimSpace(value)); value != "" && !offers(b, value) {
			return false
		}
	}
	return true
}

// offers tells whether a build has devices and lets them be chosen.
func offers(b bench.EngineBuild, value string) bool {
	_, has := devicesOf(b, value)
	return has && takesDevices(b, value)
}

// checkDevices gives an error if no build has a device that was asked for.
// Otherwise the engine would refuse it, after the session has begun. The error says
// why the chosen builds have no device, or names another build that has it.
func (g Given) checkDevices(sets []bench.Params) error {
	for _, set := range sets {
		value := set["devices"]
		has := func(b bench.EngineBuild) bool { return offers(b, value) }
		if value == "" || slices.ContainsFunc(g.Builds, has) {
			continue
		}
		there, others := devicesHere(g.Builds), devicesHere(g.Others)
		at := slices.IndexFunc(g.Others, has)
		if why := whyNoDevices(g.Builds); why != "" && len(there) == 0 && (at >= 0 || len(others) == 0 || g.Ticked) {
			return mistake("-dev %s: none of the chosen engine builds has a device besides the CPU%s", value, why)
		}
		if at >= 0 {
			choose := "choose it with --engine " + g.Others[at].ID
			if g.Ticked {
				choose = "tick it"
			}
			return mistake("-dev %s: none of the chosen engine builds has this device; %s has it: %s", value, g.Others[at].Line(), choose)
		}
		if len(there) == 0 && len(others) > 0 && !g.Ticked {
			return mistake("-dev %s: no engine build here has this device; choose from: %s; -dev none measures the CPU alone", value, strings.Join(others, ", "))
		}
		if len(there) > 0 {
			return mistake("-dev %s: none of the chosen engine builds has this device; choose from: %s; -dev none measures the CPU alone", value, strings.Join(there, ", "))
		}
		which := "no engine build here"
		if g.Ticked {
			which = "none of the chosen engine builds"
		}
		return mistake("-dev %s: %s has a device besides the CPU; leave -dev out. `dragstrip doctor` shows what each engine found", value, which)
	}
	return nil
}

// whyNoDevices says why builds have no device, as the end of a sentence; "" if it
// is not known.
func whyNoDevices(builds []bench.EngineBuild) string {
	for _, b := range builds {
		if why := b.WhyNotLoaded(); why != "" {
			return ": " + b.Line() + " " + why
		}
	}
	if hidden := hidesDevices(builds); hidden != "" {
		return ". The variable " + hidden + " decides which devices they see: change or unset it, or leave -dev out"
	}
	return ""
}

// visibleDevices are the variables that hide devices from a build, with the
// backend that reads each of them.
var visibleDevices = map[string]string{
	"GGML_VK_VISIBLE_DEVICES": "Vulkan", "CUDA_VISIBLE_DEVICES": "CUDA",
	"HIP_VISIBLE_DEVICES": "ROCm", "ROCR_VISIBLE_DEVICES": "ROCm",
}

// seesDevicesBy tells whether a variable decides which devices a build sees. A
// variable that the build does not read hides nothing.
func seesDevicesBy(name string, b bench.EngineBuild) bool {
	backend := visibleDevices[name]
	return backend != "" && slices.Contains(b.Backends, backend)
}

// hidesDevices gives a variable of the environment that hides devices from the
// builds, as NAME=VALUE; "" if there is none.
func hidesDevices(builds []bench.EngineBuild) string {
	for _, b := range builds {
		for _, kv := range slices.Concat(b.Inherited, b.Env) {
			if name, _, _ := strings.Cut(kv, "="); seesDevicesBy(name, b) {
				return bench.CleanLine(kv, 80)
			}
		}
	}
	return ""
}

// devicesHere are the devices of all builds, each once, as an error names them.
func devicesHere(builds []bench.EngineBuild) (there []string) {
	for _, b := range builds {
		for _, d := range b.Holders() {
			name := d.Name
			if d.Description != "" && d.Description != d.Name {
				name += " (" + bench.Clean(d.Description) + ")"
			}
			if !slices.Contains(there, name) {
				there = append(there, name)
			}
		}
	}
	return there
}

// takesDevices tells whether a build accepts the choice of devices.
func takesDevices(b bench.EngineBuild, value string) bool {
	kept, _ := bench.Params{"devices": value}.For(b.Traits)
	return len(kept) > 0
}

// devicesOf writes devices as a build spells them; false if it lacks one. The
// devices of other machines are known only after the engine has asked these
// machines.
func devicesOf(b bench.EngineBuild, value string) (spelled string, has bool) {
	if value == "" || value == "none" || value == "auto" {
		return value, true
	}
	names := strings.Split(value, "/")
	for i, name := range names {
		at := slices.IndexFunc(b.Devices, func(d bench.Device) bool { return strings.EqualFold(d.Name, name) })
		switch {
		case at >= 0:
			names[i] = b.Devices[at].Name
		case !(bench.Device{Name: name}).Remote():
			return value, false
		}
	}
	return strings.Join(names, "/"), true
}

// onDevices gives the sets whose devices a build has. If the build has no
// device of any set, its jobs get no -dev: the flag was meant for the other
// builds.
func onDevices(b bench.EngineBuild, sets []engineSet) []engineSet {
	var has, lacks []engineSet
	for _, s := range sets {
		value := s.params["devices"]
		if spelled, ok := devicesOf(b, value); ok {
			has = append(has, s.with(spelled))
			continue
		}
		without := s.with("")
		without.left = append(slices.Clone(s.left), "-dev "+value)
		lacks = merged(lacks, without)
	}
	if len(has) == 0 {
		has = lacks
	}
	for i := range has {
		has[i].params = WithoutSoftware(has[i].params, b)
	}
	return has
}

// WithoutSoftware leaves out a device that is only a program on the CPU, if the
// user named no devices: it names all other devices. The speed of such a device
// is measured only on request. This holds for -ngl 0, too: the engine would
// compute prompts on the device.
func WithoutSoftware(p bench.Params, b bench.EngineBuild) bench.Params {
	if _, found := b.Software(); !found || p["devices"] != "" || !takesDevices(b, "none") {
		return p
	}
	var names []string
	for _, d := range b.Holders() {
		if !d.Software {
			names = append(names, d.Name)
		}
	}
	if len(names) == 0 {
		names = []string{"none"}
	}
	p = maps.Clone(p)
	if p == nil {
		p = bench.Params{}
	}
	p["devices"] = strings.Join(names, "/")
	return p
}
