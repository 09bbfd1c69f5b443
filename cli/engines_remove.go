package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/cli/sessions"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// removeEngine removes one build that dragstrip installed. It asks first, because
// getting the build again may take long, or be impossible.
func (e *env) removeEngine(name string, yes bool) error {
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	in := e.ownEngines()
	own, err := in.List()
	if err != nil {
		return err
	}
	one, err := e.ownNamed(ctx, own, name)
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	if err != nil {
		return err
	}
	if one.Folder == "" {
		err := in.Remove(one.ID) // gives the error that there is no such build
		if err != nil && len(own) > 0 {
			err = fmt.Errorf("%w. It can remove: %s", err, e.namesOf(own))
		}
		return err
	}
	if user := e.sessions().UsedBy(one.Folder); user != "" {
		return fmt.Errorf("session %s is being measured with %s; `dragstrip control stop` stops it", user, e.nameOf(one))
	}
	if err := e.mayRemove([]engine.Installed{one}, yes); err != nil {
		return err
	}
	if err := in.Remove(one.ID); err != nil {
		return err
	}
	fmt.Fprintf(e.told(), "removed %s; %s are free again\n", e.nameOf(one), bench.FormatBytes(one.Bytes))
	return nil
}

// ownNamed finds the installed build that a name means. The name is either the
// name that --engine takes (such as NAME@VERSION), or the ID under which the
// build is installed. A version may be installed several times, for example for
// the CPU and for Vulkan. Then ownNamed refuses the name, because the user may
// want to keep one of these builds.
func (e *env) ownNamed(ctx context.Context, own []engine.Installed, name string) (engine.Installed, error) {
	var found []engine.Installed
	for _, one := range own {
		if one.ID == name || e.kinds.ID(one.Build()) == name {
			return one, nil
		}
		if kind, known := e.kinds.Kind(one.Engine); known && versionName(kind, one) == name {
			found = append(found, one)
		}
	}
	if len(found) == 0 {
		found = e.ownVersion(ctx, own, name)
	}
	switch len(found) {
	case 0:
		return engine.Installed{ID: name}, nil // Remove gives the error that there is no such build
	case 1:
		return found[0], nil
	}
	names := make([]string, len(found))
	for i, one := range found { // their folders tell them apart better
		names[i] = fmt.Sprintf("%s (%s)", e.nameOf(one), bench.Clean(one.ID))
	}
	return engine.Installed{}, usagef("%s means %d builds; name the one to remove: %s", bench.Clean(name), len(found), strings.Join(names, ", "))
}

// namesOf lists builds by the names that `dragstrip engines` lists.
func (e *env) namesOf(builds []engine.Installed) string {
	names := make([]string, len(builds))
	for i, one := range builds {
		names[i] = e.nameOf(one)
	}
	return strings.Join(names, ", ")
}

// nameOf is the name of a build in `dragstrip engines`. A build of an engine that
// this version does not know is not listed there. It has only the name of its
// folder.
func (e *env) nameOf(one engine.Installed) string {
	if _, known := e.kinds.Kind(one.Engine); !known {
		return bench.Clean(one.ID)
	}
	return bench.Clean(e.kinds.ID(one.Build()))
}

// noneNamed says which builds can be removed, because the command names none.
func (e *env) noneNamed() error {
	switch own, err := e.ownEngines().List(); {
	case err != nil:
		return err
	case len(own) == 0:
		return usagef("engines remove needs the name of a build, but dragstrip has installed none, so there is nothing to remove")
	default:
		return usagef("engines remove needs the name of a build: %s", e.namesOf(own))
	}
}

// ownVersion finds the installed builds that a name like llama.cpp@b11669 means.
// A build's own name for its version may differ from the name under which it was
// installed. For example, "b11669" and Debian's "0.7.0" may be one build. So
// ownVersion starts the builds and asks them.
func (e *env) ownVersion(ctx context.Context, own []engine.Installed, name string) (found []engine.Installed) {
	kind, version, ok := e.kinds.Versioned(name)
	if !ok {
		return nil
	}
	search := e.search(nil)
	for _, b := range runner.FindBuilds(ctx, search).Builds {
		at := slices.IndexFunc(own, func(one engine.Installed) bool { return e.kinds.ID(one.Build()) == b.ID })
		if b.Engine == kind.Name && at >= 0 && search.IsVersion(b, version) {
			found = append(found, own[at])
		}
	}
	return found
}

// removeKind removes all builds of an engine that dragstrip installed, and
// returns their IDs. It asks first, because the user may have kept some of
// these versions on purpose.
func (e *env) removeKind(kind *engine.Kind, yes bool) ([]string, error) {
	if err := e.unused(kind, "it"); err != nil {
		return nil, err
	}
	in := e.ownEngines()
	own, err := in.List()
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(one engine.Installed) bool { return one.Engine != kind.Name })
	if len(own) == 0 {
		return nil, nil
	}
	switch err := e.mayRemove(own, yes); {
	case errors.Is(err, errKept):
		return nil, fmt.Errorf("%w; `dragstrip engines remove BUILD` removes one build", err)
	case err != nil:
		return nil, err
	}
	return in.RemoveEngine(kind.Name)
}

// errKept means that the user answered no.
var errKept = errors.New("nothing was removed")

// mayRemove says which builds will be removed, with the size and the sessions of
// each, and asks. The error is nil if the user agrees.
func (e *env) mayRemove(own []engine.Installed, yes bool) error {
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	users, used, bytes := e.usersOf(ctx, own), false, int64(0)
	what, which := "These builds", "them"
	if len(own) == 1 {
		what, which = "This build", "it"
	}
	fmt.Fprintf(e.err, "%s will be removed:\n", what)
	for _, one := range own {
		bytes += one.Bytes
		used = used || len(users[one.ID]) > 0
		fmt.Fprintf(e.err, "  - %s (%s), %s\n", e.nameOf(one), bench.Clean(one.Way), installedOf(one, users))
	}
	if used {
		fmt.Fprintln(e.err, "The sessions and their results stay.")
	}
	if needed := unfinishedWith(own, users); len(needed) > 0 {
		fmt.Fprintf(e.err, "Not finished yet: %s. `dragstrip run --resume` can measure the rest only with the same build.\n", strings.Join(needed, ", "))
	}
	switch yes, err := e.confirm(ctx, yes, fmt.Sprintf("Remove %s (%s)?", which, bench.FormatBytes(bytes))); {
	case err != nil:
		return err
	case !yes:
		return errKept
	}
	return nil
}

// unfinishedWith names the sessions that need builds to be finished, each once.
func unfinishedWith(own []engine.Installed, users map[string][]sessions.Line) (names []string) {
	for _, one := range own {
		for _, l := range users[one.ID] {
			if name := bench.Clean(l.Name); l.CanGoOn() && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
