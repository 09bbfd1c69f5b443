package bench

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"dragstrip/bench/benchtest/values"
)

func TestCleanedJSONKeepsWhatIsClean(t *testing.T) {
	for line, want := range map[string]string{
		`{"seq":1,"text":"plain"}`:                     `{"seq":1,"text":"plain"}`,
		`{"text":"größe \"模型\" <b>","n":[1,2.50e3]}`:   `{"text":"größe \"模型\" <b>","n":[1,2.50e3]}`,
		`{"a":"\u001b]0;owned\u0007b","\u202ec":null}`: `{"a":"b","c":null}`,
		"{\"a\":\"x\u009b31my\"}":                      `{"a":"xy"}`,
		`{"a":"one\ntwo","b":"\\"}`:                    `{"a":"one two","b":"\\"}`,
		`{"a":"\ud83d\udca9 \ud800"}`:                  `{"a":"💩 �"}`,
		"no JSON \x1b\u202e":                           "no JSON  \\u202e",
	} {
		if got := string(CleanJSON([]byte(line))); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// FuzzCleanJSON: every text in the result is clean, and cleaning it again
// changes nothing.
func FuzzCleanJSON(f *testing.F) {
	for _, line := range []string{`{"a":"\u001b[31m","b":[true,"\u202e"]}`, `"\""`, `{"a":"\\","\u0000":1}`, "\"\xff\u009b\"", `"`, `"\`} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		got := CleanJSON(line)
		if !json.Valid(line) {
			return
		}
		if again := CleanJSON(got); string(again) != string(got) {
			t.Fatalf("%q, then %q", got, again)
		}
		var value any
		dec := json.NewDecoder(bytes.NewReader(got))
		dec.UseNumber()
		if err := dec.Decode(&value); err != nil {
			t.Fatalf("%q was JSON, %q is none: %v", line, got, err)
		}
		texts := 0
		values.EachText(reflect.ValueOf(&value), func(text string, _ reflect.StructTag) {
			// A number is a text, too, and always clean.
			if texts++; Clean(text) != text {
				t.Fatalf("%q says %q", got, text)
			}
		})
		if bytes.IndexByte(got, '"') >= 0 && texts == 0 || Clean(string(got)) != string(got) {
			t.Fatalf("%q, in which %d texts were found", got, texts)
		}
	})
}
