package llama

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
)

func helpOf(t testing.TB, name string) Capabilities {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "help", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return ParseHelp(string(raw))
}

func helpNames(t testing.TB) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("testdata", "help", "*.txt"))
	if len(files) == 0 {
		t.Fatal("no help texts")
	}
	var out []string
	for _, f := range files {
		out = append(out, strings.TrimSuffix(filepath.Base(f), ".txt"))
	}
	return out
}

func TestCapabilitiesComeFromHelp(t *testing.T) {
	for _, name := range helpNames(t) {
		t.Run(name, func(t *testing.T) {
			c := helpOf(t, name)
			if !c.LooksRight() {
				t.Error("not taken for llama-bench")
			}
			var b strings.Builder
			for _, flag := range slices.Sorted(maps.Keys(c.Flags)) {
				fmt.Fprintf(&b, "%s %v %q\n", flag, c.Flags[flag].Values, c.Flags[flag].Default)
			}
			c.Flags = nil
			fmt.Fprintf(&b, "%+v\n", c)
			golden.RequireEqual(t, []byte(b.String()))
		})
	}
}

func TestOtherProgramsAreNotTakenForLlamaBench(t *testing.T) {
	for _, text := range []string{"", "usage: ls [OPTION]...\n  -a, --all   do not ignore entries\n", "  -m <f>\n  -p <n>\n  -n <n>\n  -o <file>\n", "\x00\xff\x1b[31m-m"} {
		if ParseHelp(text).LooksRight() {
			t.Errorf("%q was taken for llama-bench's help", text)
		}
	}
}

func FuzzHelp(f *testing.F) {
	for _, name := range helpNames(f) {
		raw, _ := os.ReadFile(filepath.Join("testdata", "help", name+".txt"))
		f.Add(string(raw))
	}
	f.Add("  -o <jsonl|\x1b]0;owned\a|\u202e>  (default: \u009b2J)\n  -ngl, <n>, --n-gpu-layers  (default: -1)\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := ParseHelp(text)
		for name, flag := range c.Flags {
			if !strings.HasPrefix(name, "-") || strings.ContainsAny(name, " ,<>|\n") {
				t.Errorf("%q is no flag", name)
			}
			// A failure shows these texts if somebody asked for a value that
			// the engine does not have.
			for _, told := range append(flag.Values, flag.Default, itTakes(flag.Values)) {
				if bench.Clean(told) != told || len(told) > 200 {
					t.Errorf("%s: %q reaches a screen", name, told)
				}
			}
		}
	})
}
