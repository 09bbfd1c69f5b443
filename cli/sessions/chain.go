package sessions

import "dragstrip/bench/journal"

// Behind gives the sessions that were asked for together with a session and come
// after it, the next one first. Sessions that have ended are left out.
func (s Shelf) Behind(name string) (behind []journal.Folder) {
	all, err := s.Store.List()
	if err != nil {
		return nil
	}
	after := map[string]journal.Folder{}
	for _, f := range all { // the newest first
		if f.Name() == name {
			break
		}
		if plan, err := f.Plan(); err == nil && plan.Chain != nil && plan.Chain.After != "" {
			after[plan.Chain.After] = f
		}
	}
	for next, ok := after[name]; ok; next, ok = after[next.Name()] {
		delete(after, name)
		if name = next.Name(); next.Live() {
			behind = append(behind, next)
		}
	}
	return behind
}
