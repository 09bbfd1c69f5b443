package planning

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// A report used to name the library below the engine only within the text of
// all versions. So rerun could take another version of MLX for the same build.
func TestAnotherVersionOfTheLibraryIsSaid(t *testing.T) {
	mlx := func(id, library string) bench.EngineBuild {
		return bench.EngineBuild{
			ID: id, Engine: "mlx", Prefix: []string{"/" + id}, Version: "0.32.2", Library: library,
			VersionText: library + " mlx-lm 0.32.2", Backends: []string{"Metal"},
		}
	}
	textOnly := mlx("", "0.32.4")
	textOnly.Library = ""
	versionOnly := bench.EngineBuild{Engine: "mlx", Version: "0.32.2", Backends: []string{"Metal"}}
	for _, c := range []struct {
		what  string
		was   bench.EngineBuild
		here  []bench.EngineBuild
		want  string
		doubt string
	}{
		{"the same", mlx("x", "0.32.4"), []bench.EngineBuild{mlx("a", "0.33.0"), mlx("b", "0.32.4")}, "b", ""},
		{"another", mlx("x", "0.32.4"), []bench.EngineBuild{mlx("a", "0.33.0")}, "a", "instead there is mlx 0.33.0 mlx-lm 0.32.2"},
		{"another in its place", mlx("a", "0.32.4"), []bench.EngineBuild{mlx("a", "0.33.0")}, "a", "instead there is mlx 0.33.0 mlx-lm 0.32.2"},
		{"a former report, the same", textOnly, []bench.EngineBuild{mlx("a", "0.33.0"), mlx("b", "0.32.4")}, "b", ""},
		{"a former report, another", textOnly, []bench.EngineBuild{mlx("a", "0.33.0")}, "a", "instead there is mlx 0.33.0 mlx-lm 0.32.2"},
		{"a report that does not say it", versionOnly, []bench.EngineBuild{mlx("a", "0.33.0")}, "a", ""},
	} {
		old := measuredWith(modelFile("M", "/m.gguf"), c.was)
		taken, err := machine{models: []bench.Model{modelFile("M", "/m.gguf")}, builds: c.here}.again(old).Plan()
		if err != nil {
			t.Fatal(err)
		}
		if got, doubts := taken.Plan.Jobs[0].Build.ID, strings.Join(taken.Doubts, "\n"); got != c.want || !strings.Contains(doubts, c.doubt) || (c.doubt == "") != (doubts == "") {
			t.Errorf("%s: %s was taken, doubts %q", c.what, got, doubts)
		}
	}
}
