package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sessions"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// listedBuild is an engine build as `dragstrip engines` lists it.
type listedBuild struct {
	bench.EngineBuild
	// Installed is set if dragstrip installed it.
	Installed *installedBuild `json:"installed,omitempty"`
	// NotLoaded are the files of its backends for GPUs, if it loaded none of them.
	NotLoaded []string `json:"not_loaded,omitempty"`
	// Variants are the environments in which tune tries it, too.
	Variants []listedVariant `json:"variants,omitempty"`
}

// listedVariant is an environment in which tune tries a build, too.
type listedVariant struct {
	engine.Variant
	// Device is the GPU that the build sees in it, if the variables choose one.
	Device string `json:"device,omitempty"`
	// NeedsDevice says that tune tries it only if -dev names a device: all devices
	// of the build are programs on the CPU.
	NeedsDevice bool `json:"needs_device,omitempty"`
}

// installedBuild is what is known about a build that dragstrip installed.
type installedBuild struct {
	ID       string    `json:"id"`
	Way      string    `json:"way"`
	Version  string    `json:"version,omitempty"`
	When     time.Time `json:"when"`
	Bytes    int64     `json:"bytes,omitempty"`
	Sessions []string  `json:"sessions,omitempty"` // the sessions that measured with it, newest first
}

// listedBuilds adds to builds what is known about those that dragstrip
// installed. Their secrets are left out, because people copy the list into bug
// reports.
func (e *env) listedBuilds(ctx context.Context, builds []bench.EngineBuild) []listedBuild {
	own, _ := e.ownEngines().List()
	users := e.usersOf(ctx, own)
	all := make([]listedBuild, 0, len(builds))
	for _, b := range builds {
		l := listedBuild{EngineBuild: b}
		without := e.triedIn(b, false)
		for _, v := range e.variantsOf(b) {
			l.Variants = append(l.Variants, listedVariant{Variant: v, NeedsDevice: !slices.ContainsFunc(without, func(o engine.Variant) bool { return slices.Equal(o.Env, v.Env) })})
		}
		l.Env = bench.ShownVariables(b.Env)
		for _, file := range b.Unloaded {
			l.NotLoaded = append(l.NotLoaded, bench.Clean(file))
		}
		for _, one := range own {
			if slices.Equal(one.Prefix, b.Prefix) {
				l.Installed = installedOf(one, users)
			}
		}
		all = append(all, l)
	}
	e.nameGPUs(ctx, all)
	return all
}

// nameGPUs names the GPUs that builds see in variants that choose one. It asks the
// builds again, because nothing else knows the driver's numbers.
func (e *env) nameGPUs(ctx context.Context, all []listedBuild) {
	var asked []string
	var chosen []*listedVariant
	var of []listedBuild
	for _, l := range all {
		for i := range l.Variants {
			if v := &l.Variants[i]; v.ChoosesGPU {
				asked, chosen, of = append(asked, strings.Join(v.Env, " ")+" "+l.ID), append(chosen, v), append(of, l)
			}
		}
	}
	if asked == nil {
		return
	}
	for _, b := range runner.FindNamed(ctx, e.search(asked)).Builds {
		for i, v := range chosen {
			if gpus := b.GPUs(); len(gpus) == 1 && slices.Equal(b.Env, v.Env) && slices.Equal(b.Prefix, of[i].Prefix) {
				v.Device = bench.Clean(gpus[0].Description)
			}
		}
	}
}

// installedOf says what is known about an installed build. users are the sessions
// that were measured with each build, by its ID.
func installedOf(one engine.Installed, users map[string][]sessions.Line) *installedBuild {
	var names []string
	for _, l := range users[one.ID] {
		names = append(names, l.Name)
	}
	return &installedBuild{one.ID, one.Way, one.Version, one.When, one.Bytes, names}
}

// usersOf gives the sessions that were measured with builds that dragstrip
// installed, by the builds' IDs. It lists the sessions only if there is such a
// build, because it takes a while to list many sessions.
func (e *env) usersOf(ctx context.Context, own []engine.Installed) map[string][]sessions.Line {
	if len(own) == 0 {
		return nil
	}
	users, err := e.sessions().Users(ctx)
	if err != nil {
		fmt.Fprintf(e.err, "note: the sessions cannot be listed: %s\n", bench.Clean(err.Error()))
	}
	return users
}

// namedSessions is how many sessions are named for each build.
const namedSessions = 3

func (b *installedBuild) String() string {
	text := fmt.Sprintf("installed %s, %s", b.When.Local().Format(time.DateOnly), bench.FormatBytes(b.Bytes))
	switch n := len(b.Sessions); {
	case n == 0:
		return text + ", used by no session"
	case n > namedSessions:
		return fmt.Sprintf("%s, used by the sessions %s and %d more", text, strings.Join(b.Sessions[:namedSessions], ", "), n-namedSessions)
	}
	return text + ", used by " + strings.Join(b.Sessions, ", ")
}
