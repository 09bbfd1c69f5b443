package tui

import (
	"slices"

	"dragstrip/bench"
)

var (
	keyMeasure      = bind("measure again", "m")
	keyMeasureGPU   = bind("measure the GPU", "g")
	keyMeasureCPU   = bind("measure the CPU by engine", "g")
	keyMeasureNoGPU = bind("measure by engine", "g")
	keyStopGPU      = bind("stop measuring the GPU", "esc")
	keyDoctor       = bind("doctor", "d")
	keySetup        = bind("setup", "s")
	keyToModels     = bind("models", "enter")
)

func (s *machineScreen) keys() []binding {
	if s.setup != nil {
		return s.setup.keys()
	}
	measure := keyMeasure
	if s.live {
		measure = unless("a benchmark is running", measure)
	}
	keys := []binding{keyToModels, measure, keyDoctor, keySetup}
	_, device, found := bench.BestDevice(s.builds)
	switch {
	case len(s.builds) == 0 || found && !device.Software:
		keys = slices.Insert(keys, 2, unless(s.whyNotGPU(), keyMeasureGPU))
	case found: // a device, but the CPU computes for it; the question names it
		keys = append(keys, unless(s.whyNotGPU(), keyMeasureNoGPU))
	default:
		keys = append(keys, unless(s.whyNotGPU(), keyMeasureCPU))
	}
	if s.stopGPU != nil {
		keys = slices.Insert(keys, 0, keyStopGPU)
	}
	if s.over > 0 {
		keys = slices.Insert(keys, 1, keyScroll)
	}
	return keys
}
