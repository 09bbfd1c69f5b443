package report

import "bytes"

// Reports written before dragstrip had its name carry dyno's keys. They are
// read for ever; only the present keys are written.
var formerKeys = []struct{ former, present string }{
	{`{"dyno_rerun":`, `{"dragstrip_rerun":`},
	{`"dyno_version":`, `"dragstrip_version":`},
}

// underPresentName is a report with the keys that are written now. Within a
// text of JSON the quotes of a key would have a stroke before them, so no text
// is changed.
func underPresentName(text []byte) []byte {
	for _, key := range formerKeys {
		text = bytes.ReplaceAll(text, []byte(key.former), []byte(key.present))
	}
	return text
}
