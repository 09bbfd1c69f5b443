package bench

import "strings"

// Address is the address of a build that is a server, or "". The words after it
// in the build's command belong to it.
func (b EngineBuild) Address() string {
	if len(b.Prefix) == 0 || !strings.HasPrefix(b.Prefix[0], "http://") && !strings.HasPrefix(b.Prefix[0], "https://") {
		return ""
	}
	return b.Prefix[0]
}

// Named is how --engine names the engine of a build: its kind, or for a server
// that was there before, the kind and the address.
func (b EngineBuild) Named() string {
	if b.Address() == "" {
		return b.Engine
	}
	return b.Engine + "=" + strings.Join(b.Prefix, " ")
}

// elsewhere finds a figure of a server on another machine. The figure is right,
// but the machine of the session did not make it.
func elsewhere(_ *Session, j *JobState, _ *TestState) (Warning, bool) {
	b := j.BuildUsed()
	if !b.Traits.Elsewhere {
		return Warning{}, false
	}
	return doubted("elsewhere", "a server on another machine computed it ("+CleanLine(b.Versions(), 100)+"): this machine, its memory and its readings say nothing about the figure"), true
}
