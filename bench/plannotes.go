package bench

import (
	"fmt"
	"slices"
)

// Notes lists what somebody should know about the builds, devices and parameters
// of a plan before it is measured. Each note occurs once.
func (p *Plan) Notes() (notes []string) {
	add := func(note string) {
		if note = Clean(note); note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	for _, j := range p.Jobs {
		add(j.Build.Traits.TryOnly.Note)
	}
	for _, j := range p.Jobs {
		d, found := j.Build.Software()
		switch {
		case !found:
		case p.measures(d):
			add(fmt.Sprintf("%s is %s: a program on the CPU, so its speed is not that of a GPU", d.Name, orName(d)))
		case p.names(d):
			add(fmt.Sprintf("-ngl 0 keeps the layers on the CPU, so %s computes nothing", d.Name))
		default:
			add(fmt.Sprintf("%s is %s: a program on the CPU, no GPU. It is left out; -dev %s measures it", d.Name, orName(d), d.Name))
		}
	}
	for _, j := range p.Jobs {
		if why := j.Build.NotTogether(j.Params); why != "" {
			add(why + "; what has both will fail")
		}
	}
	for _, j := range p.Jobs {
		state := JobState{Job: j}
		if backend := state.PromptsOn(); backend != "" {
			add(fmt.Sprintf("-ngl 0 keeps the layers on the CPU, but the engine computes prompts of %d tokens and more on %s; -dev none measures the CPU alone", leastOffloaded, backend))
		}
	}
	return notes
}

// names tells whether some job of a plan names a device of its build.
func (p *Plan) names(d Device) bool {
	return slices.ContainsFunc(p.Jobs, func(j Job) bool {
		return slices.Contains(j.Build.Devices, d) && slices.Contains(j.namedDevices(), d.Name)
	})
}

// measures tells whether some job of a plan computes something on a device. A
// job that names no device leaves the choice to the engine.
func (p *Plan) measures(d Device) bool {
	return slices.ContainsFunc(p.Jobs, func(j Job) bool {
		state := JobState{Job: j}
		listed := slices.Contains(j.Build.Devices, d)
		return listed && j.asksFor(d) && (!j.AsksForCPU() || state.PromptsOn() != "")
	})
}
