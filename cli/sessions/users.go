package sessions

import "context"

// Users gives the sessions that were measured with each build that dragstrip
// installed, by the name of the build's folder, the newest first.
func (s Shelf) Users(ctx context.Context) (map[string][]string, error) {
	lines, err := s.Lines(ctx)
	if err != nil {
		return nil, err
	}
	users := map[string][]string{}
	for _, l := range lines {
		for _, name := range l.Installed {
			users[name] = append(users[name], l.Name)
		}
	}
	return users, nil
}
