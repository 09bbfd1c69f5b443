package report

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"

	"dragstrip/bench"
)

// remotes are the names or addresses of other machines that computed. A report
// numbers them, so that they stay apart.
type remotes []string

// remotesOf are the other machines on which a session's builds compute.
func remotesOf(s *bench.Session) remotes {
	var out remotes
	addAll := func(b bench.EngineBuild) {
		for _, d := range b.Devices {
			out.add(d)
		}
	}
	for _, j := range s.Jobs {
		addAll(j.Build)
		for _, e := range j.Engines {
			addAll(e.Build)
		}
	}
	for _, d := range s.Machine.DeviceBandwidth {
		out.add(bench.Device{Name: d.Device, Description: d.Description})
	}
	return out
}

// endpoint is the address of another machine in a device's description.
var endpoint = regexp.MustCompile(`([^\s\[\],;/]+):\d+`)

func (r *remotes) add(d bench.Device) {
	if !d.Remote() {
		return
	}
	for _, m := range endpoint.FindAllStringSubmatch(d.Description, -1) {
		if host := m[1]; isSecret(host) && !slices.Contains(*r, host) {
			*r = append(*r, host)
		}
	}
}

// isSecret tells whether a host names another machine. Every machine calls
// itself localhost, and what has its number in a report keeps it when that is
// read back and written again.
func isSecret(host string) bool {
	address, err := netip.ParseAddr(host)
	own := host == "localhost" || err == nil && (address.IsLoopback() || address.IsUnspecified())
	return !own && !numberedHost.MatchString(host)
}

var numberedHost = regexp.MustCompile(`^host-\d+$`)

// numbered replaces the names of other machines by their numbers.
func (r remotes) numbered(s string) string {
	for i, host := range r {
		s = replaceWord(s, host, fmt.Sprintf("host-%d", i+1), "")
	}
	return s
}
