package serving

import "testing"

func TestWhichServersAreHere(t *testing.T) {
	for address, port := range map[string]int{
		"http://127.0.0.1:8000/v1": 8000, "http://localhost:11434": 11434, "http://models.localhost:1/v1": 1, "http://[::1]:9/v1": 9,
		"http://0.0.0.0:7": 7, "http://127.0.0.1/v1": 80, "https://127.1.2.3": 443,
		"http://192.0.2.7:8000/v1": 0, "http://[2001:db8::1]:8000/v1": 0, "http://": 0, "::": 0,
	} {
		if got := PortHere(t.Context(), address); got != port {
			t.Errorf("%s: %d, want %d", address, got, port)
		}
	}
}
