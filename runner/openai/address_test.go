package openai

import (
	"strings"
	"testing"

	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

func TestAnAddressNamesAServer(t *testing.T) {
	for text, want := range map[string]string{
		"http://127.0.0.1:8000/v1":                         "http://127.0.0.1:8000/v1",
		"http://127.0.0.1:8000/v1/":                        "http://127.0.0.1:8000/v1",
		"https://there.example/api/v1 --key-env THEIR_KEY": "https://there.example/api/v1 --key-env THEIR_KEY",
		"http://me:secret@there/v1":                        "!holds a password",
		"http://there/v1?key=secret":                       "!ends at ? or #",
		"https://there/a%20b%3Fc%0A/v1":                    "https://there/a%20b%3Fc%0A/v1",
		"http://[fe80::1%25en0]:8000/v1":                   "http://[fe80::1%25en0]:8000/v1",
		"http:///v1":                                       "!is not the address",
		"http:///v1?api_key=secret":                        "!is not the address",
		"http://me:sec%ret@there/v1":                       "!holds a password",
		"http://there/v1 --key-env sk-12345":               "!the name of a variable",
		"http://there/v1 --key THEIR_KEY":                  "!the name of a variable",
		"/usr/bin/llama-server":                            "",
	} {
		words := strings.Fields(text)
		b, ok, err := finder{}.Take(engine.Surroundings{}, words[0], words[1:])
		switch refused, is := strings.CutPrefix(want, "!"); {
		case is:
			if !ok || err == nil || !strings.Contains(err.Error(), refused) || strings.Contains(err.Error(), "sec") || strings.Contains(err.Error(), "12345") {
				t.Errorf("%s: %v, %v", text, ok, err)
			}
		case ok != (want != "") || err != nil || strings.Join(b.Prefix, " ") != want:
			t.Errorf("%s: %q, %v, %v", text, b.Prefix, ok, err)
		}
	}
}

func TestTheKeyIsInItsVariableOnly(t *testing.T) {
	t.Setenv("THEIR_KEY", " sesame\n")
	at, err := parse([]string{"http://there/v1", keyEnv, "THEIR_KEY"})
	if err != nil {
		t.Fatal(err)
	}
	if key, err := serving.KeyIn(at.keyEnv); key != "sesame" || err != nil {
		t.Errorf("%q, %v", key, err)
	}
	t.Setenv("THEIR_KEY", "")
	if _, err := serving.KeyIn(at.keyEnv); err == nil || !strings.Contains(err.Error(), "THEIR_KEY") {
		t.Error(err)
	}
}
