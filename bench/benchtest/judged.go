package benchtest

// JudgedSessions are sessions with every kind of device, and with everything
// else that a judgement looks at.
func JudgedSessions() []Judged {
	var out []Judged
	for _, s := range append(deviceScenes(), happenedScenes()...) {
		out = append(out, s.played())
	}
	return out
}
