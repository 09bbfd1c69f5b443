package remembered

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// Probes remembers in a folder the best probe of the memory since this machine
// was started. Other programs can only take bandwidth away, so the higher of
// two probes is nearer to the truth. A probe that nothing disturbed is better
// than any disturbed one.
type Probes struct {
	Folder string // "" remembers nothing
	// Boot names the time since the machine was started. If it is nil, the
	// system is asked. If the system does not say, nothing is remembered.
	Boot func() string
}

// probe is a remembered probe, with the conditions under which it holds. For
// example, a machine has less bandwidth on battery or with fewer processors.
type probe struct {
	Conditions conditions `json:"place"`
	bench.Bandwidth
}

type conditions struct {
	HostName string `json:"host_name"`
	CPU      string `json:"cpu"`
	Boot     string `json:"boot"`
	Power    string `json:"power,omitempty"`
	Threads  int    `json:"threads"` // how many threads may run at once
}

// atOnce is how many threads may run at once. It is read when the program
// begins, because the bench process later limits itself to one thread while an
// engine works.
var atOnce = runtime.GOMAXPROCS(0)

func (p Probes) list() list[probe] { return list[probe]{p.Folder, "probes.json"} }

func (p Probes) conditionsOf(m bench.Machine) conditions {
	boot := p.Boot
	if boot == nil {
		boot = func() string { return hwinfo.Boot(hwinfo.Root{}) }
	}
	return conditions{m.HostName, m.CPU, boot(), m.Power, atOnce}
}

// known gives the remembered probes, and the conditions under which a probe of
// this machine holds now. It gives false if nothing is remembered.
func (p Probes) known(m bench.Machine) (all []probe, here conditions, ok bool) {
	here = p.conditionsOf(m)
	if here.Boot == "" || p.Folder == "" {
		return nil, here, false
	}
	return p.list().read(), here, true
}

// Best gives the best undisturbed probe of this boot.
func (p Probes) Best(m bench.Machine) (bench.Bandwidth, bool) {
	all, here, _ := p.known(m)
	return best(all, here)
}

func best(all []probe, here conditions) (bench.Bandwidth, bool) {
	for _, one := range all {
		if one.Conditions == here && one.Clean && one.PeakGBps > 0 {
			return one.Bandwidth, true
		}
	}
	return bench.Bandwidth{}, false
}

// Remember compares a new probe with the remembered one, and gives the better
// one. It keeps the new probe if that is the better one and nothing disturbed
// it. It does not keep a disturbed probe, because such an estimate may also be
// far above what the memory can do.
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
	// Probes from before this boot no longer hold.
	all = slices.DeleteFunc(all, func(one probe) bool {
		return one.Conditions == here || one.Conditions.HostName == here.HostName && one.Conditions.Boot != here.Boot
	})
	if err := p.list().write(append(all, probe{here, kept})); err != nil {
		return taken, fmt.Errorf("remember what was measured: %w", err)
	}
	return taken, nil
}
