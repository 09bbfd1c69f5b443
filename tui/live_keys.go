package tui

import "dragstrip/bench"

var (
	keySkip     = bind("skip", "s")
	keyPause    = bind("pause", "p")
	keyContinue = bind("continue", "p")
	keyStop     = bind("stop", "x")
	keyLog      = bind("log", "v")
	keyLogOff   = bind("close the log", "v")
	keyDetach   = bind("detach", "d")
	keyAgain    = bind("requeue", "u")
	keySooner   = bind("sooner", "[")
	keyLater    = bind("later", "]")
	keyMove     = bindAs("[ ]", "move", "[", "]")
	keyAdd      = bind("add jobs", "a")
	keyResults  = bind("results", "enter")
	keyWiden    = bind("widen", "w")
	keyGo       = bind("stop cooling, start now", "n")
)

func (s *liveScreen) keys() []binding {
	if s.filter.on {
		return filterKeys()
	}
	if s.session == nil {
		return []binding{bind("models", "enter")}
	}
	if s.log {
		return []binding{keyFilter, keyScroll, keyLogOff}
	}
	if !s.live {
		keys := []binding{keyResults, keyExport, keyLog}
		if s.died {
			keys = append([]binding{keyResume}, keys...)
		}
		return keys
	}
	if s.session.Waits() { // the bench process refuses everything but a stop
		return []binding{keyStop, keyDetach, keyLog, keyExport, keyFilter, unless(onlyStop, keySkip), unless(onlyStop, keyPause), unless(onlyStop, keyMove), unless(onlyStop, keyAdd)}
	}
	pause := keyPause
	if s.session.State == bench.StatePaused {
		pause = keyContinue
	}
	job := s.selected()
	again := keyAgain
	if job == nil || job.State != bench.StateFinished {
		again = unless("only for a finished job", again)
	}
	skip := keySkip
	if !s.canSkip(job) {
		skip = unless("this job has finished", skip)
	}
	keys := []binding{}
	if s.cooling() {
		keys = append(keys, keyGo)
	}
	if s.found != nil { // a search decides by itself what is measured next
		return append(keys, skip, pause, keyStop, unless(s.whyNotWidened(), keyWiden), keyDetach, keyLog, keyExport, keyFilter)
	}
	return append(keys, skip, pause, keyStop, keyDetach, keyLog, again, keyMove, keyAdd, keyExport, keyFilter)
}

// onlyStop is why a session that waits takes no other control.
const onlyStop = "the session waits for the machine; only stop is possible"

// whyNotWidened says why no values can be added to a search; "" if they can.
func (s *liveScreen) whyNotWidened() string {
	if added := s.session.Added; len(added) > 0 && added[len(added)-1].Stage == bench.StageFinal {
		return "the search has its answer"
	}
	return ""
}
