package install

import (
	"context"
	"fmt"
	"time"

	"dragstrip/runner/engine"
)

// Program describes what is installed, whatever the way.
type Program struct {
	// Engine is the kind's name, Title its name in messages.
	Engine, Title string
	// Look is a command that succeeds if a build starts. It is run often, so it
	// should be quick.
	Look func(engine.Installed) Command
	// Backend reads from a build's files which GPU backend it has; "" means none.
	// nil means that no build has one.
	Backend func(engine.Installed) string
	// Fits says which backend fits a machine; "" means that only the CPU does. nil
	// means that there is no choice.
	Fits func(goos string, gpu GPU) string
	// Elsewhere says how to get the better build that nobody publishes for a
	// machine, and its backend; "" means that there is none. nil means that there
	// never is.
	Elsewhere func(goos string, gpu GPU) (backend, how string)
}

// fromSource is the remedy for machines for which nobody publishes a program.
func (p Program) fromSource() string {
	return "build " + p.Title + " from source and name it with --engine"
}

// elsewhere is Elsewhere, which may be nil.
func (p Program) elsewhere(goos string, gpu GPU) (backend, how string) {
	if p.Elsewhere == nil {
		return "", ""
	}
	return p.Elsewhere(goos, gpu)
}

// fits is Fits, which may be nil.
func (p Program) fits(goos string, gpu GPU) string {
	if p.Fits == nil {
		return ""
	}
	return p.Fits(goos, gpu)
}

// backendOf is the GPU backend of an installed build, or BackendCPU.
func (p Program) backendOf(one engine.Installed) string {
	if p.Backend != nil {
		if backend := p.Backend(one); backend != "" {
			return backend
		}
	}
	return BackendCPU
}

// suits tells whether an installed build has the backend that was asked for.
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

// Startable lists the builds of an engine that start here: the newest of each
// way and backend, the newest first. If a build does not start, because a file is missing
// or an update broke it, setup must install another one.
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

// ofVersion lists the builds of one version of an engine that start here.
func (in *Store) ofVersion(ctx context.Context, p Program, version string) (out []engine.Installed) {
	all, _ := in.List()
	for _, one := range all {
		if one.Engine == p.Engine && one.Version == version && in.starts(ctx, p, one) == nil {
			out = append(out, one)
		}
	}
	return out
}

// ofWay is the first build that was installed in a way and has a backend, or nil;
// "" is any backend.
func (p Program) ofWay(all []engine.Installed, way, backend string) *engine.Installed {
	for i := range all {
		if all[i].Way == way && p.suits(all[i], backend) {
			return &all[i]
		}
	}
	return nil
}

// ofBackend is the first build that has a backend, or nil; "" is any backend.
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
