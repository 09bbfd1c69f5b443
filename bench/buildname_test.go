package bench

import "testing"

// A build of the form "version: 9837 (d3b3aa4)" used to be called "llama.cpp
// b9837 b9837".
func TestAVersionThatIsTheBuildNumberIsSaidOnce(t *testing.T) {
	for want, b := range map[string]EngineBuild{
		"llama.cpp b9837 CPU":           {Engine: "llama.cpp", Version: "b9837", Number: 9837, Commit: "d3b3aa4", Backends: []string{"CPU"}},
		"llama.cpp 0.7.0 b11669 Vulkan": {Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Backends: []string{"Vulkan"}},
		"llama.cpp b6123":               {Engine: "llama.cpp", Number: 6123},
		"llama.cpp 0.7.0":               {Engine: "llama.cpp", Version: "0.7.0", Number: 1},
		"llama.cpp llama-4f2a91":        {Engine: "llama.cpp", ID: "llama-4f2a91"},
	} {
		if got := b.Line(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
