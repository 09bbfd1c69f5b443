package planning

import (
	"testing"

	"dragstrip/bench"
)

// TestModelsOfOneNameAreToldApart: two served models used to be called "X [.]".
func TestModelsOfOneNameAreToldApart(t *testing.T) {
	found := []bench.Model{
		{Name: "X", Path: "/a/x.gguf"},
		{Name: "X", Path: "/b/y.gguf"},
		{Name: "X", Served: "hf.co/a/x:4b"},
		{Name: "X", Served: "hf.co/b/x:4b"},
		{Name: "Y", Served: "y"},
	}
	NameApart(found)
	for i, want := range []string{"X [x.gguf]", "X [y.gguf]", "X [hf.co/a/x:4b]", "X [hf.co/b/x:4b]", "Y"} {
		if found[i].Name != want {
			t.Errorf("%q, want %q", found[i].Name, want)
		}
	}
}
