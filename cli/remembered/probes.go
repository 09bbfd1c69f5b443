package remembered

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// Probes remembers, in a folder, the best probe of the memory since this machine
// was started. Other programs only ever take bandwidth away, so of two probes the
// higher is nearer to the truth, and one that was not disturbed before any that
// was.
type Probes struct {
	Folder string // "" remembers nothing
	// Boot names the time since the machine was started; nil asks the system.
	// Where the system does not say, nothing is remembered.
	Boot func() string
}

// probe is one of them, and where it holds: with fewer processors, or on
// battery, a machine moves less.
type probe struct {
	Place place `json:"place"`
	bench.Bandwidth
}

type place struct {
	HostName string `json:"host_name"`
	CPU      string `json:"cpu"`
	Boot     string `json:"boot"`
	Power    string `json:"power,omitempty"`
	Threads  int    `json:"threads"` // that may run at once
}

// atOnce is how many threads may run at once, as it was when the program began:
// the bench process uses fewer while an engine works.
var atOnce = runtime.GOMAXPROCS(0)

func (p Probes) list() list[probe] { return list[probe]{p.Folder, "probes.json"} }

func (p Probes) place(m bench.Machine) place {
	boot := p.Boot
	if boot == nil {
		boot = func() string { return hwinfo.Boot(hwinfo.Root{}) }
	}
	return place{m.HostName, m.CPU, boot(), m.Power, atOnce}
}

// known are the probes there are, and where one of a machine holds now; false
// where nothing is remembered.
func (p Probes) known(m bench.Machine) (all []probe, here place, ok bool) {
	here = p.place(m)
	if here.Boot == "" || p.Folder == "" {
		return nil, here, false
	}
	return p.list().read(), here, true
}

// Best gives the best probe of this boot that nothing disturbed.
func (p Probes) Best(m bench.Machine) (bench.Bandwidth, bool) {
	all, here, _ := p.known(m)
	return best(all, here)
}

func best(all []probe, here place) (bench.Bandwidth, bool) {
	for _, one := range all {
		if one.Place == here && one.Clean && one.PeakGBps > 0 {
			return one.Bandwidth, true
		}
	}
	return bench.Bandwidth{}, false
}

// Remember keeps a probe that was just taken where nothing disturbed it and it is
// better than what is known, and gives the better one. A disturbed one is not
// kept: what it estimates may be far above what the memory can do, too.
func (p Probes) Remember(m bench.Machine, taken bench.Bandwidth) (bench.Bandwidth, error) {
	all, here, ok := p.known(m)
	if known, found := best(all, here); found && known.Better(taken) {
		return known, nil
	}
	if !ok || !taken.Clean || taken.PeakGBps <= 0 {
		return taken, nil
	}
	kept := taken
	kept.Measured = time.Now().UTC().Round(time.Second)
	// What was measured before this boot holds no longer.
	all = slices.DeleteFunc(all, func(one probe) bool {
		return one.Place == here || one.Place.HostName == here.HostName && one.Place.Boot != here.Boot
	})
	if err := p.list().write(append(all, probe{here, kept})); err != nil {
		return taken, fmt.Errorf("remember what was measured: %w", err)
	}
	return taken, nil
}
