package bench

import (
	"fmt"
	"slices"
	"strings"
)

// Notes lists what somebody should know about the builds and devices of a plan
// before it is measured. Each note occurs once.
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
		default:
			add(fmt.Sprintf("%s is %s: a program on the CPU, no GPU. It is left out; -dev %s measures it", d.Name, orName(d), d.Name))
		}
	}
	return notes
}

// measures tells whether some job of a plan names a device.
func (p *Plan) measures(d Device) bool {
	return slices.ContainsFunc(p.Jobs, func(j Job) bool { return slices.Contains(strings.Split(j.Params["devices"], "/"), d.Name) })
}
