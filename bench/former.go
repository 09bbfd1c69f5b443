package bench

import (
	"encoding/json"
	"strings"
)

// Journals and plans written before dragstrip had its name say dyno where they
// mean dragstrip. Every version can read them. Only the present name is
// written.
const formerName = "dyno"

// Facts that differ in those journals are read as dragstrip would write them.
// raw is the fact as the journal has it.

func (f SessionStarted) underPresentName(raw json.RawMessage) Fact {
	f.DragstripVersion = orFormerVersion(f.DragstripVersion, raw)
	return f
}

func (f SessionResumed) underPresentName(raw json.RawMessage) Fact {
	f.DragstripVersion = orFormerVersion(f.DragstripVersion, raw)
	return f
}

func (f LineLogged) underPresentName(json.RawMessage) Fact {
	if f.Stream == formerName {
		f.Stream = "dragstrip"
	}
	return f
}

func (f TestFailed) underPresentName(json.RawMessage) Fact {
	f.Failure.Remedy = presentCommands(f.Failure.Remedy)
	return f
}

func (f Warned) underPresentName(json.RawMessage) Fact {
	f.Warning.Remedy = presentCommands(f.Warning.Remedy)
	return f
}

func orFormerVersion(version string, raw json.RawMessage) string {
	var former struct {
		Version string `json:"dyno_version"`
	}
	if version != "" || json.Unmarshal(raw, &former) != nil {
		return version
	}
	return former.Version
}

// presentCommands replaces the former program's name in a remedy, because that
// command no longer exists.
func presentCommands(remedy string) string {
	return strings.ReplaceAll(strings.ReplaceAll(remedy, formerName+" ", "dragstrip "), formerName+"'s", "dragstrip's")
}

// presentOrigin gives a build's origin as it is written now. The former program
// wrote "dyno, venv" for a build that it had installed.
func presentOrigin(origin string) string {
	if way, ours := strings.CutPrefix(origin, formerName+", "); ours {
		return "dragstrip, " + way
	}
	return origin
}
