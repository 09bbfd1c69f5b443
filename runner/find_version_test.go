package runner

import (
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
)

// The number of a stall's build is the length of its name.
func TestABuildIsNamedByItsVersion(t *testing.T) {
	own := func(name, version string) bench.EngineBuild {
		return bench.EngineBuild{Engine: "stall", Prefix: []string{name}, Version: version}
	}
	s := Search{Kinds: withStall(), Own: []bench.EngineBuild{own("old", "v1"), own("newest-of-all", "v2"), own("dead", "v3")}}
	n := &naming{Search: &s, ask: s.asker(), there: []bench.EngineBuild{own("old", ""), own("newest-of-all", ""), own("dead", "")}}
	for named, want := range map[string]string{
		"stall@v1": "old", "stall@b3": "old", "stall-bench@b13": "newest-of-all", "stall@newest": "newest-of-all",
		"A=1 stall@v2": "A=1 newest-of-all", "stall.slow@v1": "old slowly",
		"stall@v1 -rpc there:1": "old -rpc there:1", "A=1 stall@newest --x 'two words'": "A=1 newest-of-all --x two words",
	} {
		if got, err := n.build(t.Context(), named); err != nil || got.ShownCommand() != want {
			t.Errorf("%s: %q, %v; want %q", named, got.ShownCommand(), err, want)
		}
	}
	for _, version := range []string{"v3", "v4"} { // v3 does not answer
		var lacks *NotHere
		if _, err := n.build(t.Context(), "stall.slow@"+version); !errors.As(err, &lacks) || lacks.Kind.Name != "stall" || lacks.Version != version {
			t.Errorf("%s: %v", version, err)
		}
	}
	for _, version := range []string{"--index-url", "1/../2", "a b"} {
		if _, err := n.build(t.Context(), "'stall@"+version+"'"); err == nil || !strings.Contains(err.Error(), "a version looks like") {
			t.Errorf("%s: %v", version, err)
		}
	}
	n.there = nil
	var lacks *NotHere
	if _, err := n.build(t.Context(), "stall@newest"); !errors.As(err, &lacks) || lacks.Version != Newest {
		t.Errorf("the newest of none: %v", err)
	}
}

// If arguments followed the name, dragstrip used not to notice that the newest
// version was asked for.
func TestANameAsksForTheNewest(t *testing.T) {
	for name, want := range map[string]bool{
		"stall@newest": true, "A='x y' stall@newest -rpc there:1": true, "stall@v1": false, "stall": false, "x stall@newest": false, "": false, "'": false,
	} {
		if kind, ok := withStall().NamesNewest(name); ok != want || ok && kind.Name != "stall" {
			t.Errorf("%s: %t", name, ok)
		}
	}
}

func TestLaterVersionsAreTakenForNewer(t *testing.T) {
	for _, c := range []struct {
		a, b  bench.EngineBuild
		later bool
	}{
		{bench.EngineBuild{Version: "0.10.0"}, bench.EngineBuild{Version: "0.9.3"}, true},
		{bench.EngineBuild{Version: "0.9.3"}, bench.EngineBuild{Version: "0.10.0"}, false},
		{bench.EngineBuild{Version: "0.32.2", Library: "0.32.4"}, bench.EngineBuild{Version: "0.32.2", Library: "0.32.10"}, false},
		{bench.EngineBuild{Version: "0.32.2", Library: "0.32.10"}, bench.EngineBuild{Version: "0.32.2", Library: "0.32.4"}, true},
		{bench.EngineBuild{}, bench.EngineBuild{}, false},
	} {
		if got := laterVersion(c.a, c.b); got != c.later {
			t.Errorf("%+v later than %+v: %t", c.a, c.b, got)
		}
	}
}
