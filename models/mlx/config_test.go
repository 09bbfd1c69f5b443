package mlx

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestFieldsThatOnlyDescribeMayHaveAnyForm: each of these used to be reported
// as a broken download, in the words of Go's JSON reader.
func TestFieldsThatOnlyDescribeMayHaveAnyForm(t *testing.T) {
	for written, want := range map[string]struct {
		n      int64
		unread bool
	}{
		"8192": {8192, false}, "8192.0": {8192, false}, "8.192e3": {8192, false}, "null": {0, false},
		"[8192]": {8192, false}, "[64, 8192.0]": {8192, false}, "8192.5": {0, true}, "1e400": {0, true}, "99999999999999999999": {0, true},
		`"8192"`: {0, true}, "true": {0, true}, "Infinity": {0, true}, "-Infinity": {0, true}, "NaN": {0, true}, "[]": {0, true}, `[64, "x"]`: {0, true},
		`{"__float__": "Infinity"}`: {0, true}, "{}": {0, true},
	} {
		for _, form := range []string{
			`{"model_type":"llama","hidden_size":64,"intermediate_size":%s}`, `{"model_type":"gemma3n","text_config":{"hidden_size":64,"intermediate_size": %s }}`,
		} {
			c, err := ParseConfig(fmt.Appendf(nil, form, written))
			if err != nil {
				t.Errorf("%s: %v", written, err)
				continue
			}
			if got := c.Language(); got.FeedForward != want.n || got.Embedding != 64 || slices.Contains(got.Unread, "intermediate_size") != want.unread {
				t.Errorf("%s: %d, unread %v; want %+v", written, got.FeedForward, got.Unread, want)
			}
		}
	}
}

func TestPythonsNumbersAreFoundOutsideOfTextsOnly(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":[0.0,Infinity],"b":-Infinity,"c":NaN}`: `{"a":[0.0,"Infinity"],"b":"-Infinity","c":"NaN"}`,
		`{"a":"NaN \\\" Infinity","b":NaN}`:          `{"a":"NaN \\\" Infinity","b":"NaN"}`,
		`{"Infinity":-1}`:                            `{"Infinity":-1}`,
		`"NaN\`:                                      `"NaN\`,
		`NaN`:                                        `"NaN"`,
		``:                                           ``,
	} {
		if got := string(plainJSON([]byte(in))); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}

func TestConfigThatIsNoneSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "not JSON from byte 0 on",
		"{\"a\":1,}":         "not JSON from byte 8 on",
		"[]":                 "not an object",
		"\xef\xbb\xbf{}":     "not JSON from byte 1 on",
		"{\"model_type\": x": "not JSON from byte 16 on",
	} {
		if _, err := ParseConfig([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
