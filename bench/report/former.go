package report

import "bytes"

// Earlier reports have other keys: keys with the former name, and "rounds_added"
// for a list of rounds. Today "rounds_added" is their number. dragstrip still
// reads earlier reports. It writes only the present keys.
var formerKeys = []struct{ former, present string }{
	{`{"dyno_rerun":`, `{"dragstrip_rerun":`},
	{`"dyno_version":`, `"dragstrip_version":`},
	{`"rounds_added":[`, `"added":[`},
}

// underPresentName is a report with the keys that are written now. Inside a
// JSON text, a backslash stands before the quotes of a key, so no text is
// changed.
func underPresentName(text []byte) []byte {
	for _, key := range formerKeys {
		text = bytes.ReplaceAll(text, []byte(key.former), []byte(key.present))
	}
	return text
}
