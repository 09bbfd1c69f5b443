package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// engines lists the engine builds, each on one line. If devices is set, each
// device has a line below its build.
func (s *machineScreen) engines(width int, devices bool) []string {
	lines := []string{s.title("Engines", "", width)}
	if !s.buildsKnown {
		return append(lines, "   "+s.Paint(theme.Muted, "looking"+s.More))
	}
	builds := s.installed()
	if len(builds) == 0 {
		lines = append(lines, "   "+s.Paint(theme.Warn, s.Doubt)+" none was found: "+s.Paint(theme.Accent, "s")+" installs one")
	}
	for _, b := range builds {
		name := "   " + s.Paint(theme.Good, s.Yes) + " "
		if !devices {
			lines = append(lines, name+widget.Cut(s.dotted(s.nameOf(b), remoteText(b), devicesText(b), bench.Clean(b.Origin)), width-6, s.More))
			continue
		}
		lines = append(lines, name+widget.Cut(s.nameOf(b), width-6, s.More))
		for _, d := range b.Devices {
			lines = append(lines, "     "+widget.Cut(s.deviceLine(d), width-6, s.More))
		}
		lines = append(lines, "     "+s.Paint(theme.Muted, widget.Cut(s.dotted(bench.Clean(b.Origin), remoteText(b)), width-6, s.More)))
	}
	for _, p := range s.buildProblems {
		lines = append(lines, "   "+s.Paint(theme.Bad, s.No)+" "+s.Paint(theme.Muted, widget.Cut(bench.Clean(p), width-6, s.More)))
	}
	return lines
}

// installed are the builds that were found, and the servers that do not belong to
// one of them.
func (s *machineScreen) installed() []bench.EngineBuild {
	return slices.DeleteFunc(s.engineBuilds(), func(b bench.EngineBuild) bool {
		server, is := s.serverOf(b)
		return is && server.Beside
	})
}

// remoteText says that a build can also compute on other machines.
func remoteText(b bench.EngineBuild) string {
	if b.Remote {
		return "takes -rpc"
	}
	return ""
}

func devicesText(b bench.EngineBuild) string {
	var names []string
	for _, d := range b.Devices {
		names = append(names, bench.Clean(d.Description))
	}
	return strings.Join(names, ", ")
}

// deviceLine names a device, its memory, and the bandwidth that an engine
// measured on it.
func (s *machineScreen) deviceLine(d bench.Device) string {
	memory, moved := "", ""
	if d.TotalBytes > 0 {
		memory = bench.FormatBytes(d.TotalBytes)
	}
	if known := s.machine.BandwidthOf(d); known != nil {
		moved = bench.FormatGBps(known.MedianGBps) + " measured"
		if !known.Clean {
			moved += " " + s.Unclear
		}
	}
	return s.dotted(bench.Clean(d.Name), bench.Clean(d.Description), memory, moved)
}
