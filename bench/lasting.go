package bench

import "slices"

// lasting are the warnings about the settings of a machine. They hold from a
// session's start to its end, and slow all its jobs in the same way.
// Disturbances (other programs, heat) come and go, so they can hit one job
// alone.
var lasting = map[string]bool{"battery": true, "power_save": true, "cpu_limit": true, "cpu_set": true}

// Lasts tells whether a warning on a result holds for the whole session. A
// laptop that was plugged in or unplugged during the session was not on battery
// all the time.
func (s *Session) Lasts(w Warning) bool {
	if w.Code == "battery" && slices.ContainsFunc(s.Readings, func(r Reading) bool { return r.OnBattery != nil && !*r.OnBattery }) {
		return false
	}
	return lasting[w.Code]
}
