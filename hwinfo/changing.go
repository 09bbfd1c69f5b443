package hwinfo

import (
	"context"
	"maps"

	"dragstrip/bench"
)

// Renew takes a description of this machine and reads again what changes while
// the machine is on: power source, power saving and huge pages. It returns the
// description with the new values. An idle screen uses Renew, because
// [Describe] reads hundreds of files and looks for programs of graphics
// drivers.
func Renew(ctx context.Context, m bench.Machine, root Root) bench.Machine {
	root = root.or()
	m.Power, m.PowerMode = "", nil
	m.Sources = maps.Clone(m.Sources)
	if m.Sources == nil {
		m.Sources = map[string]string{}
	}
	delete(m.Sources, "power")
	delete(m.Sources, "power_mode")
	r := &record{Root: root, m: m}
	ctx, cancel := context.WithTimeout(ctx, root.Patience)
	defer cancel()
	switch root.OS {
	case "linux":
		r.m.HugePages = ""
		delete(r.m.Sources, "huge_pages")
		r.linuxPower()
	case "darwin":
		r.applePower(ctx)
	}
	if bench.Admit(&r.m) != nil {
		return m
	}
	return r.m
}
