package report

import "bytes"

// Reports that were written under the former name have the keys of dyno. They
// stay readable; only the present keys are written.
var formerKeys = []struct{ former, present string }{
	{`{"dyno_rerun":`, `{"dragstrip_rerun":`},
	{`"dyno_version":`, `"dragstrip_version":`},
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
