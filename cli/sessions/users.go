package sessions

import (
	"context"

	"dragstrip/bench"
)

// CanGoOn tells whether tests of the session are left, so that it can be
// resumed.
func (l Line) CanGoOn() bool {
	return l.Imported == "" && !l.Live && (l.State == "unfinished" || l.Outcome == bench.OutcomeStopped) && l.Done < l.Tests
}

// Users gives the sessions that were measured with each build that dragstrip
// installed, by the name of the build's folder, the newest first.
func (s Shelf) Users(ctx context.Context) (map[string][]Line, error) {
	lines, err := s.Lines(ctx)
	if err != nil {
		return nil, err
	}
	users := map[string][]Line{}
	for _, l := range lines {
		for _, name := range l.Installed {
			users[name] = append(users[name], l)
		}
	}
	return users, nil
}
