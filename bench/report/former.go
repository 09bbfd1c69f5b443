package report

import "bytes"

// Earlier reports have other keys: those of the former name, and one that is
// also the key of a number. They stay readable; only the present keys are
// written.
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
