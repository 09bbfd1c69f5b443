package words

import (
	"fmt"
	"strings"
	"testing"

	"dragstrip/bench"
)

// ExampleFirst: an adapter keeps a list of such rules, and asks it with the
// engine's last words.
func ExampleFirst() {
	rules := []Rule{
		When(`failed to allocate (\d+) bytes`, bench.FailOutOfMemory, Stage, "the engine could not have $B1 of memory", "choose a smaller model"),
		When(`cannot open '([^']+)'`, bench.FailFileMissing, Model, "$F1 is not there", "check the path"),
	}
	failure, scope, found := First(rules, []string{"loading model", "error: cannot open '/home/somebody/models/tiny.gguf'"})
	fmt.Println(found, scope == Model)
	fmt.Println(failure.Reason + ": " + failure.Remedy)
	// Output:
	// true true
	// tiny.gguf is not there: check the path
}

func TestTheFirstRuleCountsNotTheFirstLine(t *testing.T) {
	rules := []Rule{
		When(`out of memory`, bench.FailOutOfMemory, Test, "memory", ""),
		When(`failed`, bench.FailUnknown, Job, "failed", ""),
	}
	f, scope, line := FirstLine(rules, []string{"decode failed", "CUDA: out of memory"})
	if f.Code != bench.FailOutOfMemory || scope != Test || line != "CUDA: out of memory" {
		t.Errorf("%+v, %v, %q", f, scope, line)
	}
	if _, _, found := First(rules, []string{"all is well"}); found {
		t.Error("a rule was found for nothing")
	}
}

func TestGroupsAreWrittenForPeople(t *testing.T) {
	for _, c := range []struct{ sentence, group, want string }{
		{"$M1", "512", "512 MiB"},
		{"$M1", "1536.50", "1.5 GiB"},
		{"$M1", "0.25", "0.2 MiB"},
		{"$B1", "10737418240", "10.0 GiB"},
		{"$B1", "a lot", "a lot"},
		{"$F1", `C:\models\tiny.gguf'`, "tiny.gguf"},
		{"$F1", "/m/folder/", "folder"},
		{"<$1>", "  spaces ", "<spaces>"},
		{"$2 is no group", "", " is no group"},
	} {
		if got := fill(c.sentence, []string{"all", c.group}); got != c.want {
			t.Errorf("%s of %q: %q, not %q", c.sentence, c.group, got, c.want)
		}
	}
	if long := fill("$1", []string{"", strings.Repeat("ä", 1000)}); len(long) > 120 || !strings.HasSuffix(long, "…") {
		t.Errorf("%d bytes of what an engine said", len(long))
	}
}
