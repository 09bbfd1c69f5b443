package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// beside says what setup should install beside a build that works.
type beside struct {
	// here is the build that is installed already.
	here bench.EngineBuild
	// backend is the backend that the new build must have. It is "" if no new build
	// would help.
	backend string
	// why is the reason for the new build, as text for the question. If no new
	// build would help, note says what prevents the use of the GPU.
	why, note string
}

// worthGetting says which backend the builds here lack: the backend that the
// user asked for, or the backend for a GPU that the best build does not use.
// The GPU's driver may have been installed after that build.
func (e *env) worthGetting(ctx context.Context, kind *engine.Kind, found []bench.EngineBuild, best bench.EngineBuild, asked string) beside {
	with := func(backend string) int {
		return slices.IndexFunc(found, func(b bench.EngineBuild) bool { return b.Engine == kind.Name && hasBackend(b, backend) })
	}
	// unable are the builds that could not load the backend.
	unable := func(backend string) int {
		return slices.IndexFunc(found, func(b bench.EngineBuild) bool { return b.Engine == kind.Name && triedToLoad(b, backend) })
	}
	if at := with(asked); asked != "" && at >= 0 {
		return beside{here: found[at]}
	}
	if at := unable(asked); at >= 0 {
		return beside{here: found[at], note: "it " + found[at].WhyNotLoaded()}
	}
	switch {
	case asked != "":
		return beside{here: best, backend: asked, why: fmt.Sprintf("%s (%s) is not on this machine yet. It will be installed; the builds that are here stay.", kind.Title(), asked)}
	case len(best.GPUs()) > 0 || kind.Setup.Fitting == nil:
		return beside{here: best}
	}
	fit := kind.Setup.Fitting(ctx, e.folders())
	switch {
	case fit.Backend == "":
		return beside{here: best, note: fit.Hindered}
	case with(fit.Backend) >= 0:
		return beside{here: best, note: fmt.Sprintf("a build here has the backend %s, but finds no GPU; `dragstrip doctor` shows what it says", fit.Backend)}
	case unable(fit.Backend) >= 0:
		b := found[unable(fit.Backend)]
		return beside{here: best, note: b.ID + " " + b.WhyNotLoaded()}
	}
	return beside{
		here: best, backend: fit.Backend,
		why: fmt.Sprintf("%s cannot use this machine's GPU. A build that can (%s) will be installed; this one stays.", best.Line(), fit.Backend),
	}
}

// hasBackend tells whether a build has the backend that setup calls by this
// name. "cpu" stands for a build without a backend for GPUs.
func hasBackend(b bench.EngineBuild, backend string) bool {
	if backend == "cpu" {
		return bench.GPUBackend(b.Backends...) == ""
	}
	return slices.ContainsFunc(b.Backends, func(name string) bool { return strings.EqualFold(name, backend) })
}

// triedToLoad tells whether a build has the file of a backend, but could not load
// it.
func triedToLoad(b bench.EngineBuild, backend string) bool {
	return backend != "" && slices.ContainsFunc(b.Unloaded, func(file string) bool { return strings.Contains(strings.ToLower(file), backend) })
}

// sayDevices prints a note if a new build with a GPU backend found no GPU.
func (e *env) sayDevices(b bench.EngineBuild, backend string) {
	if backend == "" || hasBackend(b, "cpu") || len(b.GPUs()) > 0 {
		return
	}
	if d, found := b.Software(); found {
		fmt.Fprintf(e.err, "note: its device %s is %s: a program on the CPU, not a GPU\n", bench.Clean(d.Name), bench.Clean(d.Description))
		return
	}
	fmt.Fprintln(e.err, "note: it finds no GPU on this machine; `dragstrip doctor` shows what it says")
}

func wrongBackend(kind *engine.Kind, asked string) error {
	if len(kind.Setup.Backends) == 0 {
		return usagef("--with works only for engines with a choice of backends, and %s has none", kind.Name)
	}
	return usagef("--with takes %s, not %q", listed(kind.Setup.Backends), bench.Clean(asked))
}
