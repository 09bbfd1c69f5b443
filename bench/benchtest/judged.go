package benchtest

import "slices"

// JudgedSessions are sessions with every kind of device, and with everything
// else that decides how results are judged.
func JudgedSessions() []Judged {
	var out []Judged
	for _, s := range slices.Concat(deviceScenes(), happenedScenes(), expectedScenes()) {
		out = append(out, s.played())
	}
	return out
}
