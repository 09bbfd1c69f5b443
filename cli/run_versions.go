package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// getVersions offers to install the builds that the user named by a version and
// that are not here. It does so only if somebody can answer or --setup was
// given. Otherwise the error about the plan says what is missing.
func (e *env) getVersions(ctx context.Context, engines *engineChoice, r *runFlags) error {
	if !slices.ContainsFunc(engines.asked, func(name string) bool { return strings.Contains(name, "@") }) {
		return nil
	}
	may := (r.setup || e.inTTY) && !r.dryRun
	for range engines.asked {
		engines.search()
		var lacks *runner.NotHere
		if !errors.As(engines.err, &lacks) || !may || lacks.Kind.Setup == nil {
			break
		}
		ask := engineAsk{yes: r.yes, version: lacks.Version, why: fmt.Sprintf("Version %s of %s is not on this machine.", bench.Clean(lacks.Version), lacks.Kind.Title())}
		if lacks.Version == runner.Newest {
			ask.version, ask.upgrade, ask.why = "", true, ""
		}
		if _, _, err := e.getEngine(ctx, lacks.Kind, ask); err != nil {
			return err
		}
		engines.again()
	}
	return e.getNewer(ctx, engines, r, may)
}

// getNewer offers to install the newest version if two names mean the same
// build and one of the names asks for the newest build. Otherwise there would
// be nothing to compare.
func (e *env) getNewer(ctx context.Context, engines *engineChoice, r *runFlags, may bool) error {
	engines.search()
	if engines.err != nil || len(engines.builds) == len(engines.asked) {
		return nil
	}
	kind := e.kindOfNewest(engines.asked)
	if kind == nil {
		return nil
	}
	const same = "two of the named engines are one build: the newest %s on this machine is %s"
	at := slices.IndexFunc(engines.builds, func(b bench.EngineBuild) bool { return b.Engine == kind.Name })
	line := engines.builds[max(at, 0)].Line()
	if !may {
		return fmt.Errorf(same+"; `dragstrip setup %s --upgrade` gets a newer one", kind.Title(), line, kind.Name)
	}
	_, installed, err := e.getEngine(ctx, kind, engineAsk{yes: r.yes, upgrade: true, why: fmt.Sprintf("The newest %s on this machine is %s, which you already named. It stays, and the newest published version is installed beside it.", kind.Title(), line)})
	switch {
	case err != nil:
		return err
	case !installed:
		return fmt.Errorf(same+", and there is nothing newer; name another version, such as --engine %s@VERSION", kind.Title(), line, kind.Name)
	}
	engines.again()
	return nil
}

// kindOfNewest gives the kind whose newest build the user named, or nil.
func (e *env) kindOfNewest(asked []string) *engine.Kind {
	for _, name := range asked {
		if kind, ok := e.kinds.NamesNewest(name); ok && kind.Setup != nil {
			return kind
		}
	}
	return nil
}
