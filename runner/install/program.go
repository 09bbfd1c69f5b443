package install

import (
	"context"
	"fmt"
	"time"

	"dragstrip/runner/engine"
)

// Program is what an engine says of what is got, whatever the way.
type Program struct {
	// Engine is the kind's name, Title what people call it.
	Engine, Title string
	// Single is set where there is one build of it, as engine.Setup says.
	Single bool
	// Look is a command that ends well where a build starts. It is run often,
	// so it should take no longer than it must.
	Look func(engine.Installed) Command
}

// fromSource is what is left where nobody has made a program for a machine.
func (p Program) fromSource() string {
	return "build " + p.Title + " from source and name it with --engine"
}

// startTime is how long a build may take to say that it starts.
const startTime = 30 * time.Second

// starts tells why a build does not, if so.
func (in *Store) starts(ctx context.Context, p Program, one engine.Installed) error {
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, fmt.Errorf("it does not answer within %v", startTime))
	defer cancel()
	look := p.Look(one)
	look.Asked = true
	_, err := in.run(ctx, look)
	return err
}

// Startable are the builds of an engine that start here, the newest of each
// way, the newest first. One that does not (a file is gone, an update broke
// it) is none that setup may be content with.
func (in *Store) Startable(ctx context.Context, p Program) []engine.Installed {
	var out []engine.Installed
	all, _ := in.List()
	for _, one := range all {
		if one.Engine == p.Engine && ofWay(out, one.Way) == nil && in.starts(ctx, p, one) == nil {
			out = append(out, one)
		}
	}
	return out
}

// ofWay is the first that came in a way, or nil.
func ofWay(all []engine.Installed, way string) *engine.Installed {
	for i := range all {
		if all[i].Way == way {
			return &all[i]
		}
	}
	return nil
}

// tryOut starts a build that is still in its staging folder: what does not
// start is not installed.
func (in *Store) tryOut(ctx context.Context, p Program, folder string, one engine.Installed) error {
	expand(&one, folder)
	if err := in.starts(ctx, p, one); err != nil {
		return fmt.Errorf("what was downloaded does not start here, so it was thrown away: %w; another way may fit (`dragstrip setup --way`)", err)
	}
	return nil
}
