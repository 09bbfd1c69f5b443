package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestFiguresInFilesHaveNineDigits(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{`{"a":0.30000000000000004}`, `{"a":0.3}`},
		{`[1.2345678949999,-1.2345678949999]`, `[1.23456789,-1.23456789]`},
		{`[12345678901.75, 1.7976931348623157e308]`, `[12345678900, 1.79769313e+308]`},
		{`[5.551115123125783e-17]`, `[5.55111512e-17]`},
		{`{"samples_ns":[1234567890123456789]}`, `{"samples_ns":[1234567890123456789]}`},
		{`{"v1.23456789012":"1.23456789012 \" 2.34567890123","b":1.23456789012}`, `{"v1.23456789012":"1.23456789012 \" 2.34567890123","b":1.23456789}`},
		{`{"path":"C:\\","b":0.12345678912}`, `{"path":"C:\\","b":0.123456789}`},
		{`[true,null,1e400,"`, `[true,null,1e400,"`},
		{"", ""},
	} {
		if got := roundFigures(c.json); got != c.want {
			t.Errorf("%s becomes %s, want %s", c.json, got, c.want)
		}
	}
}

// A sum may be 0.3 on one processor and 0.30000000000000004 on another.
func TestDocumentsAreTheSameOnEveryProcessor(t *testing.T) {
	texts := map[string]bool{}
	for _, v := range []float64{0.3, 0.1 + 0.2, 0.29999999999999993} {
		var b strings.Builder
		if err := WriteJSON(&b, map[string]any{"median_tps": v, "a<b": []float64{v / 3}}); err != nil {
			t.Fatal(err)
		}
		texts[b.String()] = true
	}
	if len(texts) != 1 {
		t.Errorf("%d texts: %v", len(texts), texts)
	}
}

// asWritten is a value as a program reads it back from a file.
func asWritten[T any](t *testing.T, value T) (read T) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, value); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	return read
}
