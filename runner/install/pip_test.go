package install

import (
	"errors"
	"strings"
	"testing"
)

func TestFailuresOfPipSayWhatMendsThem(t *testing.T) {
	in := &Store{}
	for words, part := range map[string]string{
		"Failed to establish a new connection: [Errno -3] Temporary failure in name resolution": "check the network",
		"error: Failed to fetch: cause: invalid peer certificate: UnknownIssuer":                "PIP_CERT",
		"ERROR: No matching distribution found for zephyr==0.32.4":                              "another index",
		"× No solution found when resolving dependencies":                                       "another index",
		"uv venv: exit status 2 (dns error)":                                                    "install a Python in another way",
		"something new":                                                                         "something new",
	} {
		if err := in.explainPip(errors.New(words)); !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", words, err)
		}
	}
}
