package cli

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// shownWith gives a session and those that wait behind it, which are shown next.
// Programs that read events get only those of the session itself.
func (e *env) shownWith(f journal.Folder, o followOptions) []journal.Folder {
	if o.json || !f.Live() {
		return []journal.Folder{f}
	}
	return append([]journal.Folder{f}, e.sessions().Behind(f.Name())...)
}

// followAll shows sessions in lines, one after the other.
func (e *env) followAll(folders []journal.Folder, o followOptions) error {
	if len(folders) == 1 {
		return e.follow(folders[0], o)
	}
	return followChain(folders, func(at int, chain *chainShown) error {
		if at > 0 && !o.quiet {
			e.tellNext(folders[at])
		}
		o.chain = chain
		return e.follow(folders[at], o)
	})
}

// tellNext says which session of a chain is shown now.
func (e *env) tellNext(f journal.Folder) {
	if plan, err := f.Plan(); err == nil && len(plan.Jobs) > 0 {
		fmt.Fprintf(e.told(), "\n%s: %s, session %s\n", plan.Chain, bench.Clean(plan.Jobs[0].Model.Label()), e.called(f))
	}
}
