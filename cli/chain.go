package cli

import (
	"errors"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// chainShown is what a viewer knows of the sessions that wait behind the one that
// it shows. All methods can be called on nil: then none waits.
type chainShown struct {
	behind []journal.Folder // the next one first
	over   bool             // the user has left, or stopped all
}

// waits tells whether sessions wait behind the one that is shown.
func (c *chainShown) waits() bool { return c != nil && len(c.behind) > 0 }

// leave notes that the user looks at no further session.
func (c *chainShown) leave() {
	if c != nil {
		c.over = true
	}
}

// all gives everything that a stop of all sessions stops. The last one comes
// first, so that none begins when the one before it ends.
func (c *chainShown) all(f journal.Folder) []journal.Folder {
	if c == nil {
		return []journal.Folder{f}
	}
	c.over = true
	all := slices.Clone(c.behind)
	slices.Reverse(all)
	return append(all, f)
}

// answers are the answers to the question after ctrl-c.
func (c *chainShown) answers() string {
	if !c.waits() {
		return "s = stop it, c = continue to show it, Enter = leave"
	}
	return "s = stop this model (the next one begins), a = stop all models, c = continue to show it, Enter = leave"
}

// keepsRunning is printed when a viewer leaves a benchmark that continues.
func (c *chainShown) keepsRunning() string {
	const how = "`dragstrip attach` shows it again, `dragstrip control stop` stops it."
	if !c.waits() {
		return "The benchmark keeps running; " + how
	}
	return "The benchmark keeps running, and " + bench.Plural(len(c.behind), "more model") + " after it; " + how + " With --all, it also stops the models that wait."
}

// followChain shows sessions that were asked for together, one after the other,
// until the user leaves. show shows the one at a place. If one of them failed,
// followChain fails, too.
func followChain(folders []journal.Folder, show func(at int, chain *chainShown) error) error {
	failed := false
	for at := range folders {
		chain := &chainShown{behind: folders[at+1:]}
		err := show(at, chain)
		stopped := errors.Is(err, exitError(exitInterrupted)) && !chain.waits() // otherwise the next model begins
		if chain.over || stopped || err != nil && !errors.As(err, new(exitError)) {
			return err
		}
		failed = failed || err != nil
	}
	if failed {
		return exitError(exitFailed)
	}
	return nil
}

// withBehind gives the sessions that a stop ends: the sessions that wait behind
// one, the last one first, and that session.
func (e *env) withBehind(f journal.Folder) []journal.Folder {
	c := chainShown{behind: e.sessions().Behind(f.Name())}
	return c.all(f)
}
