package planning

import (
	"cmp"
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// deviceFit is how well the devices of a build fit those that were measured.
type deviceFit int

const (
	noDevice    deviceFit = iota // a device is missing
	otherDevice                  // the same backend with another device: Vulkan0 is another GPU
	sameDevice                   // the same devices, or no device is needed
)

// fitOf is the worst fit of all devices that were measured. A report of an
// older version does not list the devices. Then any device fits a result that
// names the backend of a GPU.
func fitOf(j *bench.JobState, b bench.EngineBuild) deviceFit {
	here := b.Holders()
	used := j.DevicesUsed()
	if len(used) == 0 {
		if j.UsedGPU() && len(here) == 0 {
			return noDevice
		}
		return sameDevice
	}
	worst := sameDevice
	for _, was := range used {
		best := noDevice
		for _, is := range here {
			best = max(best, deviceFitOf(was, is))
		}
		worst = min(worst, best)
	}
	return worst
}

func deviceFitOf(was, is bench.Device) deviceFit {
	kind := func(d bench.Device) string { return strings.TrimRight(d.Name, "0123456789") }
	switch {
	case kind(was) != kind(is):
		return noDevice
	case was.Description != is.Description:
		return otherDevice
	}
	return sameDevice
}

// withDevice is the first of several builds that has the measured device. If no
// build has it, it is the first of the builds that fit best.
func (a *Again) withDevice(j *bench.JobState, of []bench.EngineBuild) (best bench.EngineBuild, ok bool) {
	fit := noDevice
	for _, b := range of {
		if f := fitOf(j, b); !ok || f > fit {
			best, fit, ok = b, f, true
		}
	}
	if ok && fit > fitOf(j, of[0]) {
		a.note("engine build %s: several builds have this version; dragstrip chose %s, which has the measured device; %s does not have that device",
			buildLabel(j), buildHere(best), buildHere(of[0]))
	}
	return best, ok
}

// checkDevice says how the devices of the chosen build differ from those that
// are known to have been measured.
func (a *Again) checkDevice(j *bench.JobState, b bench.EngineBuild) {
	was, is := deviceNames(j.DevicesUsed()), deviceNames(b.Holders())
	if was == "" {
		return
	}
	switch fitOf(j, b) {
	case noDevice:
		a.doubt("engine build %s was measured on %s; here it has %s; %scheck the driver (`dragstrip doctor` shows what the build says), or choose another build with --engine",
			buildLabel(j), was, orNone(is), showsDevice(j, b))
	case otherDevice:
		a.note("engine build %s was measured on %s; here its device is %s", buildLabel(j), was, is)
	}
}

// plainValue is a value that can be typed in a shell as it is. A report may come
// from anybody, and people copy commands.
var plainValue = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9,.:_-]*$`)

// showsDevice says which variable made the build show its devices, if the
// variable has another value here; "" if there is no such variable.
func showsDevice(j *bench.JobState, b bench.EngineBuild) string {
	for _, c := range bench.EnvironmentChanges(j.BuildUsed(), b) {
		if seesDevicesBy(c.Name, b) && plainValue.MatchString(c.From) {
			return fmt.Sprintf("the variable %s decides which devices it sees: it was %s, and is %s now; set it with --engine '%s=%s %s'; or ",
				c.Name, c.From, cmp.Or(bench.Clean(c.To), bench.NotSet), c.Name, c.From, b.Engine)
		}
	}
	return ""
}

func deviceNames(list []bench.Device) string {
	var names []string
	for _, d := range list {
		names = append(names, strings.TrimSpace(d.Name+" "+d.Description))
	}
	return strings.Join(names, ", ")
}

func orNone(devices string) string {
	if devices == "" {
		return "no such device"
	}
	return devices
}
