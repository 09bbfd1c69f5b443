package device

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/standin"
)

// SizeError is the name of a pair of stand-ins that does not exist.
type SizeError string

func (e SizeError) Error() string {
	var names []string
	all, _ := standin.DepthPairs()
	for _, p := range all {
		names = append(names, p.Name)
	}
	return fmt.Sprintf("--size is one of %s, not %q", strings.Join(names, ", "), string(e))
}

// pairs gives the pairs that may be used, the largest first. The tiny pair is
// used only if it is asked for, because caches can hold it.
func (m *measurement) pairs() ([]standin.DepthPair, error) {
	all, err := standin.DepthPairs()
	if err != nil {
		return nil, err
	}
	for i := range all {
		for _, in := range []*standin.StandIn{&all[i].Shallow, &all[i].Deep} {
			in.Path = filepath.Join(m.Folder, in.Form.Name+"-"+in.Quant+".gguf")
		}
		if all[i].Name == m.Size {
			return all[i : i+1], nil
		}
	}
	if m.Size != "" {
		return nil, SizeError(m.Size)
	}
	return all[:len(all)-1], nil
}

// fits gives an error if a pair cannot be used here.
func (m *measurement) fits(p standin.DepthPair) error {
	need := p.DeepFigures.SizeBytes
	own := m.machine.MemoryBytes
	if limit := m.machine.MemoryLimitBytes; limit > 0 {
		own = min(own, limit)
	}
	if own > 0 && need > own/2 {
		return fmt.Errorf("it needs %s, and this machine has %s of memory", bench.FormatBytes(need), bench.FormatBytes(own))
	}
	room := m.device.FreeBytes
	if room <= 0 {
		room = m.device.TotalBytes
	}
	if !m.onCPU && room > 0 && need+need/8 > room {
		return fmt.Errorf("it needs %s, and %s has %s free", bench.FormatBytes(need), m.device.Name, bench.FormatBytes(room))
	}
	missing := int64(0)
	for _, in := range []struct {
		standin.StandIn
		bytes int64
	}{{p.Shallow, p.ShallowFigures.FileBytes}, {p.Deep, p.DeepFigures.FileBytes}} {
		if _, err := os.Stat(in.Path); err != nil {
			missing += in.bytes
		}
	}
	if missing > 0 {
		return standin.Room(m.Folder, missing)
	}
	return nil
}

// provide writes a stand-in, unless it is there already.
func (m *measurement) provide(ctx context.Context, in standin.StandIn) error {
	return standin.Write(ctx, in, func(done, total int64) {
		m.report(Step{Text: "writing " + in.Form.Title, Done: done, Total: total})
	})
}

// The stand-ins are kept only if keepsFor times their size stays free on the
// disk.
const keepsFor = 10

// keep leaves the pair on the disk for the next time if there is room enough. It
// removes all other stand-ins. These include unfinished stand-ins, which are
// folders.
func (m *measurement) keep(p standin.DepthPair) {
	kept := []string{p.Shallow.Path, p.Deep.Path}
	if m.Drop || standin.Room(m.Folder, keepsFor*p.FileBytes()) != nil {
		kept = nil
	}
	for _, f := range standInsIn(m.Folder) {
		if !slices.Contains(kept, f) {
			removeStandIn(f)
		}
	}
	os.Remove(filepath.Join(m.Folder, unfinished))
	if kept != nil {
		m.report(Step{Text: fmt.Sprintf("kept two stand-ins for the next time, %s in %s; --drop removes them", bench.FormatBytes(p.FileBytes()), m.Folder)})
	}
}
