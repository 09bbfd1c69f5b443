package tui

import "slices"

var (
	keyMeasure    = bind("measure again", "m")
	keyMeasureGPU = bind("measure the GPU", "g")
	keyStopGPU    = bind("stop measuring the GPU", "esc")
	keyDoctor     = bind("doctor", "d")
	keySetup      = bind("setup", "s")
	keyToModels   = bind("models", "enter")
)

func (s *machineScreen) keys() []binding {
	if s.setup != nil {
		return s.setup.keys()
	}
	measure := keyMeasure
	if s.live {
		measure = unless("a benchmark is running", measure)
	}
	keys := []binding{keyToModels, measure, unless(s.whyNotGPU(), keyMeasureGPU), keyDoctor, keySetup}
	if s.stopGPU != nil {
		keys = slices.Insert(keys, 0, keyStopGPU)
	}
	if s.over > 0 {
		keys = slices.Insert(keys, 1, keyScroll)
	}
	return keys
}
