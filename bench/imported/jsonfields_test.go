package imported

import (
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzJSONFields divides objects and compares the parts with those that the
// package encoding/json finds.
func FuzzJSONFields(f *testing.F) {
	for _, text := range []string{
		`{}`, ` { } `, `{"a":1}`, "{ \"a\" : -1.5e3 ,\n\"b\":\t\"}\\\"{\" }", `{"a":[1, 2,[3,"]"]],"b":{"c":{"d":"}"}},"e":null,"f":true , "g":false}`,
		`{"\u0061\n":"\ud83d\ude00 é","":[]}`, "{\"a\":\"\xff\"}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		objects(text, func(_ int, object []byte) {
			var want map[string]json.RawMessage
			if json.Unmarshal(object, &want) != nil {
				return
			}
			got := map[string]json.RawMessage{}
			for name, value := range jsonFields(object) {
				got[name] = value
			}
			for name, value := range want {
				want[name] = value[:len(value):len(value)]
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s\ngot  %s\nwant %s", object, got, want)
			}
		})
	})
}
