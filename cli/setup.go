package cli

import (
	"cmp"
	"context"
	"fmt"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// setupAsk holds the flags of setup.
type setupAsk struct {
	engineAsk
	remove, json bool
}

// setupDone is what setup did, for --json.
type setupDone struct {
	Engine string `json:"engine"`
	// Done is "nothing", "installed", "upgraded" or "removed".
	Done    string             `json:"done"`
	Was     string             `json:"was,omitempty"` // the version before an upgrade
	Removed []string           `json:"removed,omitempty"`
	Build   *bench.EngineBuild `json:"build,omitempty"`
}

func setupVerb(e *env, args []string) error {
	kinds := e.kinds.Obtainable()
	words := wordsOfSetup(kinds)
	f := newFlags("setup", words.takes, words.about)
	var ask setupAsk
	f.under("What is installed, and how")
	f.BoolVar(&ask.yes, "yes", false, "answer every question with yes")
	f.StringVar(&ask.way, "way", "", "install in this `WAY` only: "+words.ways)
	f.StringVar(&ask.backend, "with", "", words.backends)
	f.BoolVar(&ask.upgrade, "upgrade", false, "install the newest version, beside the one that is here")
	f.StringVar(&ask.version, "tag", "", "install this `VERSION` beside the one that is here; "+words.versions)
	f.BoolVar(&ask.remove, "remove", false, "remove all builds of the engine that dragstrip installed, after you confirm it; to remove one build: dragstrip engines remove BUILD")
	f.under(groupOutput)
	f.BoolVar(&ask.json, "json", false, "print JSON that says what was done")
	var old formerAsk
	old.define(f)
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if old != (formerAsk{}) {
		return e.decideFormer(old, rest)
	}
	kind, named, err := kindToSetUp(kinds, rest)
	if err == nil {
		err = ask.mistake(named)
	}
	switch {
	case err != nil:
		return err
	case ask.backend != "" && !slices.Contains(kind.Setup.Backends, ask.backend):
		return wrongBackend(kind, ask.backend)
	case ask.remove:
		return e.tellRemoved(kind, ask)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	return e.setUp(ctx, kind, named, ask)
}

// mistake gives an error if flags cannot be combined.
func (ask setupAsk) mistake(named bool) error {
	switch {
	case ask.remove && !named:
		return usagef("--remove needs the name of the engine whose builds are to be removed")
	case ask.remove && (ask.upgrade || ask.way != "" || ask.version != "" || ask.backend != ""):
		return usagef("--remove removes all builds of an engine, so it cannot be combined with --upgrade, --tag, --way or --with; `dragstrip engines remove BUILD` removes one build")
	case ask.upgrade && ask.version != "":
		return usagef("--upgrade installs the newest version, and --tag one that you name; give one of them")
	case ask.version != "":
		if err := engine.CheckVersion(ask.version); err != nil {
			return usagef("--tag: %v", err)
		}
	}
	return nil
}

// kindToSetUp gives the kind that was named, or the first one in the table.
func kindToSetUp(kinds runner.Kinds, rest []string) (kind *engine.Kind, named bool, err error) {
	if len(rest) == 0 {
		return kinds[0], false, nil
	}
	kind, ok := kinds.Named(rest[0])
	if !ok || len(rest) > 1 {
		return nil, false, usagef("setup takes no arguments, or one of: %s", strings.Join(kinds.Names(), ", "))
	}
	return kind, true, nil
}

// setUp installs an engine unless it is installed already.
func (e *env) setUp(ctx context.Context, kind *engine.Kind, named bool, ask setupAsk) error {
	own := kind.Setup.Own(ctx, e.folders())
	search := e.search(nil)
	found := runner.FindBuilds(ctx, search)
	best, ok := e.usable(kind, found.Builds, own)
	if here, is := e.versionHere(kind, search, found.Builds, own, ask.engineAsk); is {
		return e.nothingToSetUp(kind, true, ask, beside{here: here})
	}
	switch {
	case ok:
		beside := e.worthGetting(ctx, kind, found.Builds, best, ask.backend)
		if beside.backend == "" && ask.way == "" && ask.wish().Open() {
			return e.nothingToSetUp(kind, named, ask, beside)
		}
		ask.backend, ask.why = cmp.Or(beside.backend, ask.backend), cmp.Or(beside.why, ask.whyBeside(best, len(own)))
	case !named:
		e.tellProblems(found.Problems)
	}
	one, installed, err := e.getEngine(ctx, kind, ask.engineAsk)
	if err != nil {
		return err
	}
	now := e.findBuilds(ctx, nil).Builds
	gotten, usable := e.gotten(ctx, kind, one, now)
	switch {
	case !installed:
		return e.tellHere(kind, ask, one, gotten, usable)
	case !usable:
		return fmt.Errorf("the installation finished, but no usable %s was found; `dragstrip engines %s` says why", kind.Title(), kind.Name)
	}
	if err := e.tellGotten(kind, ask, own, one, gotten); err != nil || !ok {
		return err
	}
	e.tellDefault(ctx, kind, now, best)
	return nil
}

// tellDefault says if another build than before is used now where none is named.
// found are the builds that are here now.
func (e *env) tellDefault(ctx context.Context, kind *engine.Kind, found []bench.EngineBuild, before bench.EngineBuild) {
	now, ok := e.usable(kind, found, kind.Setup.Own(ctx, e.folders()))
	if !ok || now.ID == before.ID {
		return
	}
	named := func(b bench.EngineBuild) string { return fmt.Sprintf("%s (%s)", b.Line(), b.ID) }
	fmt.Fprintf(e.err, "note: where no build is named, dragstrip now measures with %s. Before, it was %s.\n", named(now), named(before))
}

// tellHere says that the requested build was here already. best is that build,
// unless ok is false.
func (e *env) tellHere(kind *engine.Kind, ask setupAsk, one engine.Installed, best bench.EngineBuild, ok bool) error {
	title := strings.TrimSpace(kind.Title() + " " + bench.Clean(one.Version))
	switch {
	case !ok:
		return fmt.Errorf("%s is already installed (%s), %s", title, one.Way, butDeaf(one))
	case len(one.Prefix) == 0: // a package manager installed the build, and the best build may be another one
		return e.tellSetup(kind, ask, setupDone{Done: "nothing", Build: &best}, "%s is already installed (%s). %s", title, one.Way, ask.whyNothing())
	}
	return e.tellSetup(kind, ask, setupDone{Done: "nothing", Build: &best}, "%s is already installed: %s · %s. %s", kind.Title(), best.Line(), bench.Clean(best.Origin), ask.whyNothing())
}

// tellGotten says what was installed just now: best. own are the builds that were
// in dragstrip's own folder before, newest first.
func (e *env) tellGotten(kind *engine.Kind, ask setupAsk, own []engine.Installed, one engine.Installed, best bench.EngineBuild) error {
	e.sayDevices(best, ask.backend)
	done := setupDone{Done: "installed", Build: &best}
	if ask.upgrade && len(own) > 0 {
		done.Done, done.Was = "upgraded", own[0].Version
	}
	if !ask.wish().Open() && len(own) > 0 && len(one.Prefix) > 0 {
		defer e.sayBoth(kind, own[0], one)
	}
	return e.tellSetup(kind, ask, done, "ready: %s · %s", best.Line(), bench.Clean(best.Origin))
}

// nothingToSetUp says which build is here, and what prevents it from using a
// GPU.
func (e *env) nothingToSetUp(kind *engine.Kind, named bool, ask setupAsk, b beside) error {
	what := "An engine"
	if named {
		what = kind.Title()
	}
	if b.note != "" {
		fmt.Fprintf(e.err, "note: %s\n", b.note)
	}
	return e.tellSetup(kind, ask, setupDone{Done: "nothing", Build: &b.here}, "%s is already installed: %s · %s. Nothing to do.", what, b.here.Line(), bench.Clean(b.here.Origin))
}

// gotten finds the build that was just installed. A package manager does not
// say where it puts a program. In that case gotten gives the best build. found
// are the builds that are here now.
func (e *env) gotten(ctx context.Context, kind *engine.Kind, one engine.Installed, found []bench.EngineBuild) (bench.EngineBuild, bool) {
	if id := e.kinds.ID(one.Build()); len(one.Prefix) > 0 {
		if at := slices.IndexFunc(found, func(b bench.EngineBuild) bool { return b.ID == id }); at >= 0 {
			return found[at], true
		}
	}
	return e.usable(kind, found, kind.Setup.Own(ctx, e.folders()))
}

// usable gives the build of a kind that should be used. The search does not
// start MLX builds, so it may find one that no longer starts. own are the
// builds in dragstrip's own folder that do start. If own is empty, usable
// leaves out all builds in that folder. Some kinds prefer the builds that
// dragstrip installed.
func (e *env) usable(kind *engine.Kind, found []bench.EngineBuild, own []engine.Installed) (bench.EngineBuild, bool) {
	if kind.Setup.OwnFirst && len(own) > 0 {
		if at := slices.IndexFunc(found, func(b bench.EngineBuild) bool { return b.ID == e.kinds.ID(own[0].Build()) }); at >= 0 {
			return found[at], true
		}
	}
	folder := filepath.Join(e.places.data, "engines") + string(filepath.Separator)
	return runner.Best(kind, slices.DeleteFunc(slices.Clone(found), func(b bench.EngineBuild) bool {
		return len(own) == 0 && len(b.Prefix) > 0 && strings.HasPrefix(b.Prefix[0], folder)
	}))
}

// tellRemoved removes the builds of an engine that dragstrip installed, and
// prints which builds it removed.
func (e *env) tellRemoved(kind *engine.Kind, ask setupAsk) error {
	gone, err := e.removeKind(kind, ask.yes)
	switch {
	case err != nil:
		return err
	case len(gone) == 0:
		return e.tellSetup(kind, ask, setupDone{Done: "nothing"}, "dragstrip did not install %s, so there is nothing to remove.", kind.Title())
	}
	return e.tellSetup(kind, ask, setupDone{Done: "removed", Removed: gone}, "removed %s", strings.Join(gone, ", "))
}

func (e *env) tellSetup(kind *engine.Kind, ask setupAsk, done setupDone, format string, args ...any) error {
	if !ask.json {
		_, err := fmt.Fprintf(e.told(), format+"\n", args...)
		return err
	}
	done.Engine = kind.Name
	return report.WriteJSON(e.out, done)
}
