package runner

import (
	"strings"
	"testing"
)

// DRAGSTRIP_ENGINE may contain a token. If it cannot be started, errors and bug
// reports name the command, and must not show the token.
func TestACommandIsShownWithoutSecrets(t *testing.T) {
	for text, want := range map[string]string{
		"llama-bench":                              "llama-bench",
		"A=1 llama-bench -v":                       "A=1 llama-bench -v",
		"HF_TOKEN=abc llama-bench":                 "HF_TOKEN=… llama-bench",
		"A=1  HF_TOKEN='a b' B=2 x":                "A=1  HF_TOKEN=… B=2 x",
		`env HF_TOKEN=a" b"c x --api-key=abc -n 1`: "env HF_TOKEN=… x --api-key=… -n 1",
		`HF_TOKEN="abc llama-bench`:                "HF_TOKEN=…",
		"HF_TOKEN= x":                              "HF_TOKEN= x",
		"openai=http://me:abc@there/v1":            "openai=http://there/v1",
		`C:\bin\me@work\llama-bench`:               `C:\bin\me@work\llama-bench`,
	} {
		if got := shownSettings(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"HF_TOKEN=abc", `HF_TOKEN=abc "x`} {
		if _, _, err := splitSettings(text); err == nil || strings.Contains(err.Error(), "abc") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
