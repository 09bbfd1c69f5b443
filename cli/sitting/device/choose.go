package device

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// choose finds the engine build and its device.
func (m *measurement) choose(ctx context.Context) error {
	want := m.Device
	builds, err := m.Builds.Chosen(ctx)
	if err != nil {
		return err
	}
	if !m.Builds.Named && want != bench.DeviceCPU && !offersGPU(builds, want) {
		builds = append(builds, m.Builds.Every(ctx)...) // any build that has the device, or any device
	}
	if b, d, found := bench.BestDevice(builds); want == "" && found {
		m.build, m.device = b, d
		m.tellChoice(builds)
		return nil
	}
	var offered []string
	for _, b := range gpusFirst(builds) {
		for _, d := range slices.Concat(b.GPUs(), b.Holders()) { // devices that are programs on the CPU come last
			offered = append(offered, d.Name)
			if d.Name == want { // a device behind a network is measured only if it is asked for
				m.build, m.device = b, d
				m.tellChoice(builds)
				return nil
			}
		}
	}
	if want != "" && want != bench.DeviceCPU {
		slices.Sort(offered)
		offered = append(slices.Compact(offered), bench.DeviceCPU)
		return fmt.Errorf("no engine build offers a device %q; there are: %s", bench.Clean(want), bench.Clean(strings.Join(offered, ", ")))
	}
	if len(builds) == 0 {
		return errors.New("no engine was found")
	}
	m.build, m.device, m.onCPU = builds[0], bench.Device{Name: bench.DeviceCPU, Description: m.machine.CPU}, true
	m.tellChoice(builds)
	return nil
}

// offersGPU tells whether one of the builds has the wanted device, or any GPU if
// none is wanted.
func offersGPU(builds []bench.EngineBuild, want string) bool {
	return slices.ContainsFunc(builds, func(b bench.EngineBuild) bool {
		if want == "" {
			return len(b.GPUs()) > 0
		}
		return slices.ContainsFunc(b.Holders(), func(d bench.Device) bool { return d.Name == want })
	})
}

// gpusFirst puts the builds that see a GPU before the others. Apart from that it
// keeps the order, in which better builds come first.
func gpusFirst(builds []bench.EngineBuild) []bench.EngineBuild {
	sorted := slices.Clone(builds)
	slices.SortStableFunc(sorted, func(a, b bench.EngineBuild) int {
		return cmp.Compare(min(len(b.GPUs()), 1), min(len(a.GPUs()), 1))
	})
	return sorted
}

// tellChoice says what is measured, and names the other devices if dragstrip
// chose the device itself. builds are those among which it was chosen, the best
// one first.
func (m *measurement) tellChoice(builds []bench.EngineBuild) {
	var others []string
	for _, d := range m.build.Holders() {
		if d.Name != m.device.Name {
			others = append(others, d.Name)
		}
	}
	text := fmt.Sprintf("measuring %s with %s", strings.TrimSpace(m.device.Name+" "+m.device.Description), m.build.Line())
	if m.device.Software {
		text += "; it is a program on the CPU, not a GPU"
	}
	if m.Device == "" && m.build.ID != builds[0].ID {
		text += "; the best build for measuring models, " + builds[0].Line() + ", offers no such device"
	}
	if m.Device == "" && len(others) > 0 {
		text += "; --device can choose " + strings.Join(others, ", ") + " instead"
	}
	m.report(Step{Text: text})
}
