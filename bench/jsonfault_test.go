package bench

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
)

// TestFaultsOfJSONAreToldInWords: the message used to be Go's own.
func TestFaultsOfJSONAreToldInWords(t *testing.T) {
	for text, want := range map[string]string{
		`{"jobs":[{"build":{"number":1e308}}]}`: "jobs.build.number must not be a number 1e308",
		`{"jobs":"all"}`:                        "jobs must not be a string",
		"{\"jobs\":\"\x1b\"}":                   "it is not JSON from byte 10 on",
		`{"jobs":`:                              "it is not JSON from byte 8 on",
		`[]`:                                    "it is an array, not an object with names and values",
	} {
		var p Plan
		if got := JSONFault(json.Unmarshal([]byte(text), &p)); got == nil || got.Error() != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
	if other := errors.New("the disk is gone"); !errors.Is(JSONFault(other), other) || JSONFault(io.ErrUnexpectedEOF).Error() != "it ends in the middle" {
		t.Error("other errors")
	}
}
