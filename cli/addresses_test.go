package cli

import "testing"

func TestAddressesAreHostAndPort(t *testing.T) {
	for text, want := range map[string]bool{
		"192.168.0.7:50052": true, "a.lan:1,b.lan:65535": true, "[::1]:50052": true,
		"": false, "a.lan": false, ":50052": false, "a.lan:": false, "a.lan:0": false, "a.lan:65536": false, "a.lan:1,": false,
		"a.lan: 1": false, "-x:1": false, "a b:1": false, "a\x1b:1": false,
	} {
		if got := areAddresses(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
