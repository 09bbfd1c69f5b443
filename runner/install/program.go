package install

import (
	"context"
	"fmt"
	"time"

	"dragstrip/runner/engine"
)

// Program describes the program to install. It is the same for all ways.
type Program struct {
	// Engine is the name of the kind. Title is its name in messages.
	Engine, Title string
	// Look returns a command that succeeds if a build starts. The command is
	// run often, so it should be quick.
	Look func(engine.Installed) Command
	// Backend finds in the files of a build which GPU backend the build has; ""
	// means none. If Backend is nil, no build has one.
	Backend func(engine.Installed) string
	// Fits says which backend fits a machine; "" means that only the CPU fits,
	// or that there is no choice. nil means that there is never a choice.
	Fits func(goos string, gpu GPU) string
	// Elsewhere says how to get a better build that is not published for a
	// machine, and which backend it has; "" means that there is no better
	// build. It may be nil.
	Elsewhere func(goos string, gpu GPU) (backend, how string)
}

// fromSource is the remedy for machines for which nobody publishes a program.
func (p Program) fromSource() string {
	return "build " + p.Title + " from source and name it with --engine"
}

// elsewhere calls Elsewhere if it is set.
func (p Program) elsewhere(goos string, gpu GPU) (backend, how string) {
	if p.Elsewhere == nil {
		return "", ""
	}
	return p.Elsewhere(goos, gpu)
}

// fits calls Fits if it is set.
func (p Program) fits(goos string, gpu GPU) string {
	if p.Fits == nil {
		return ""
	}
	return p.Fits(goos, gpu)
}

// backendOf returns the GPU backend of an installed build, or BackendCPU if it
// has none.
func (p Program) backendOf(one engine.Installed) string {
	if p.Backend != nil {
		if backend := p.Backend(one); backend != "" {
			return backend
		}
	}
	return BackendCPU
}

// suits tells whether an installed build has a backend; "" is any backend.
func (p Program) suits(one engine.Installed, backend string) bool {
	return backend == "" || p.backendOf(one) == backend
}

// startTime is how long the command Look may take.
const startTime = 30 * time.Second

// starts returns an error if a build does not start.
func (in *Store) starts(ctx context.Context, p Program, one engine.Installed) error {
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, fmt.Errorf("it does not answer within %v", startTime))
	defer cancel()
	look := p.Look(one)
	look.Asked = true
	_, err := in.run(ctx, look)
	return err
}

// Startable lists builds of an engine that start on this machine: the newest
// one of each way and backend. The list begins with the newest build. A build
// may fail to start because a file is missing or an update of the system broke
// it; setup must then install another one.
func (in *Store) Startable(ctx context.Context, p Program) []engine.Installed {
	var out []engine.Installed
	all, _ := in.List()
	for _, one := range all {
		if one.Engine != p.Engine || p.ofWay(out, one.Way, p.backendOf(one)) != nil {
			continue
		}
		if in.starts(ctx, p, one) == nil {
			out = append(out, one)
		}
	}
	return out
}

// ofVersion lists the builds of one version of an engine that start on this
// machine.
func (in *Store) ofVersion(ctx context.Context, p Program, version string) (out []engine.Installed) {
	all, _ := in.List()
	for _, one := range all {
		if one.Engine == p.Engine && one.Version == version && in.starts(ctx, p, one) == nil {
			out = append(out, one)
		}
	}
	return out
}

// ofWay returns the first build that was installed in the given way and has the
// given backend, or nil; "" is any backend.
func (p Program) ofWay(all []engine.Installed, way, backend string) *engine.Installed {
	for i := range all {
		if all[i].Way == way && p.suits(all[i], backend) {
			return &all[i]
		}
	}
	return nil
}

// ofBackend returns the first build that has the given backend, or nil; "" is
// any backend.
func (p Program) ofBackend(all []engine.Installed, backend string) *engine.Installed {
	for i := range all {
		if p.suits(all[i], backend) {
			return &all[i]
		}
	}
	return nil
}

// tryOut starts a build before it is finished. A build that does not start is
// not installed.
func (in *Store) tryOut(ctx context.Context, p Program, folder string, one engine.Installed) error {
	expand(&one, folder)
	if err := in.starts(ctx, p, one); err != nil {
		return fmt.Errorf("the downloaded program does not start here, so it was removed: %w; try another way (`dragstrip setup --way`)", err)
	}
	return nil
}
