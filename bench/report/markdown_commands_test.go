package report

import (
	"strings"
	"testing"
)

func TestALongBeginningOfCommandsIsWrittenOnce(t *testing.T) {
	long := "LC_ALL=C /a/folder/with/a/long/name/ld-linux.so --library-path '/a b' /a/llama-bench"
	other := "LC_ALL=C /another/folder/with/a/long/name/ld-linux.so /another/llama-bench"
	var all once
	starts := map[string]string{}
	for _, c := range [][2]string{{long, "-p 1"}, {other, "-p 1"}, {long, "-p 2"}, {"llama-bench", "-p 1"}, {"llama-bench", "-p 2"}} {
		line := c[0] + " " + c[1]
		all.add(line, "j1")
		starts[line] = c[0]
	}
	want := "engine() { " + long + ` "$@"; }
engine -p 1  # j1
` + other + ` -p 1  # j1
engine -p 2  # j1
llama-bench -p 1  # j1
llama-bench -p 2  # j1
`
	if got := shortened(&all, starts); got != want {
		t.Errorf("got\n%s", got)
	}
	all.add(other+" -p 2", "")
	starts[other+" -p 2"] = other
	if got := shortened(&all, starts); !strings.HasPrefix(got, "engine1() { "+long) || !strings.HasSuffix(got, "\nengine2 -p 2\n") || strings.Count(got, other) != 1 {
		t.Errorf("got\n%s", got)
	}
}

func TestNeighboursAreListedAsARange(t *testing.T) {
	for want, numbers := range map[string][]int{"": nil, "2": {2}, "1 to 2": {1, 2}, "1 to 3, 5, 7 to 8": {1, 2, 3, 5, 7, 8}} {
		if got := numbersSaid(numbers); got != want {
			t.Errorf("%v: %q", numbers, got)
		}
	}
}
