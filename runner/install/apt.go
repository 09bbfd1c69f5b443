package install

import (
	"context"
	"fmt"
	"strings"
)

// aptKnowledge is what apt knows without using the network.
type aptKnowledge struct {
	present bool // apt is installed
	lists   bool // apt has package lists
	// candidate and installed hold the version of each package.
	candidate, installed map[string]string
}

// askApt asks apt about packages. It also asks about libc6, because every
// archive has this package: if a list names it, apt has package lists.
func (s *System) askApt(ctx context.Context, packages ...string) aptKnowledge {
	known := aptKnowledge{present: s.OS() == "linux" && s.has("apt-get") && s.has("apt-cache")}
	if !known.present {
		return known
	}
	out, err := s.ask(ctx, append([]string{"apt-cache", "policy", "libc6"}, packages...)...)
	if err != nil {
		return known
	}
	known.lists = strings.Contains(out, " Packages\n")
	known.candidate, known.installed = parsePolicy(out)
	return known
}

// parsePolicy reads `apt-cache policy`:
//
//	hello:
//	  Installed: (none)
//	  Candidate: 1:0.7.0+dfsg-2
func parsePolicy(text string) (candidate, installed map[string]string) {
	candidate, installed = map[string]string{}, map[string]string{}
	name := ""
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, " ") && strings.HasSuffix(line, ":") {
			name = strings.TrimSuffix(line, ":")
			continue
		}
		line = strings.TrimSpace(line)
		if version, ok := strings.CutPrefix(line, "Candidate: "); ok && version != "(none)" {
			candidate[name] = version
		}
		if version, ok := strings.CutPrefix(line, "Installed: "); ok && version != "(none)" {
			installed[name] = version
		}
	}
	return candidate, installed
}

// withUnmet adds to an error what apt says about packages that cannot be
// installed together. apt prints these lines to stdout; to stderr it writes
// only "you have held broken packages".
func withUnmet(err error, out string) error {
	_, after, found := strings.Cut(out, "unmet dependencies:\n")
	if err == nil || !found {
		return err
	}
	return fmt.Errorf("%w%s", err, lastWords(after))
}
