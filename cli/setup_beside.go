package cli

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// whyBeside says why another version is installed beside a build that works. own
// is how many builds dragstrip installed: with several, an upgrade need not be
// one of the best build.
func (ask engineAsk) whyBeside(best bench.EngineBuild, own int) string {
	switch {
	case ask.upgrade && own > 1:
		return "If there is a newer version, it is put beside the builds that are here, which stay."
	case ask.upgrade:
		return fmt.Sprintf("If there is a newer version, it is put beside %s, which stays.", best.Line())
	case ask.version != "":
		return fmt.Sprintf("If version %s can be had, it is put beside %s, which stays.", ask.version, best.Line())
	}
	return fmt.Sprintf("%s is installed already and stays.", best.Line())
}

// versionHere finds a usable build of the version that was asked for, even if
// the build has another name for that version. For example, "0.7.0" and "b11669"
// may be one build. search is where the builds were found. The build must have
// the backend that was asked for. If a way was named, it must have been
// installed in that way.
func (e *env) versionHere(kind *engine.Kind, search runner.Search, found []bench.EngineBuild, own []engine.Installed, ask engineAsk) (bench.EngineBuild, bool) {
	if ask.version == "" {
		return bench.EngineBuild{}, false
	}
	at := slices.IndexFunc(found, func(b bench.EngineBuild) bool {
		fromWay := ask.way == "" || slices.ContainsFunc(own, func(one engine.Installed) bool {
			return one.Way == ask.way && e.kinds.ID(one.Build()) == b.ID
		})
		return b.Engine == kind.Name && search.IsVersion(b, ask.version) && fromWay && (ask.backend == "" || hasBackend(b, ask.backend))
	})
	if at < 0 {
		return bench.EngineBuild{}, false
	}
	return found[at], true
}

// whyNothing says why there was nothing to install.
func (ask engineAsk) whyNothing() string {
	if ask.upgrade {
		return "There is nothing newer."
	}
	return "Nothing to do."
}

// sayBoth says how to measure an old build beside a new one, and how to go
// back.
func (e *env) sayBoth(kind *engine.Kind, old, one engine.Installed) {
	before, now := versionName(kind, old), versionName(kind, one)
	if before == now { // the versions are equal; only libraries are newer, or the backend is another one
		before, now = e.kinds.ID(old.Build()), e.kinds.ID(one.Build())
	}
	fmt.Fprintf(e.err, "%s %s is kept. To compare old and new: dragstrip run MODEL --engine %s --engine %s\n", kind.Title(), bench.Clean(old.Version), before, now)
	fmt.Fprintf(e.err, "To go back: dragstrip engines remove %s\n", e.kinds.ID(one.Build()))
}

// versionName names an installed build by its version, as --engine takes it.
func versionName(kind *engine.Kind, one engine.Installed) string {
	return kind.Name + "@" + bench.Clean(one.Version)
}
