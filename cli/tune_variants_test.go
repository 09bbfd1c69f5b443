package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/madeup"
)

// What was added is listed with the builds, tried without being asked for, and
// can be named, left out and forgotten.
func TestVariantsAreAddedTriedAndForgotten(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	for variant, unread := range map[string]bool{"fast b: B=1": false, "mlx only: MLX_A=1": true} { // it used to say nothing of variables that nothing reads
		if _, _, errs := w.dragstrip("engines", "--add-variant", variant); strings.Contains(errs, "no engine build here reads MLX_A, so tune does not try it; `dragstrip engines --forget-variant") != unread {
			t.Errorf("%s: %s", variant, errs)
		}
	}
	w.must("engines", "--forget-variant", "mlx only")
	envs := func(args ...string) (all []string) {
		t.Helper()
		var shown searchShown
		out := w.must(append([]string{"tune", "words:7b", "-t", "7", "--dry-run", "--json", "--engine", madeup.DrivenName}, args...)...)
		if err := json.Unmarshal([]byte(out), &shown); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, j := range shown.Plan.Jobs {
			all = append(all, strings.Join(j.Build.Env, " "))
		}
		return all
	}
	for _, c := range []struct {
		args []string
		want []string
	}{
		{nil, []string{""}}, // a build that was named is tried as it is
		{[]string{"--variant", "fast B"}, []string{"", "B=1"}},
		{[]string{"--variant", "fast b", "--variant", "C=2"}, []string{"", "B=1", "C=2"}},
		{[]string{"--variant", "none"}, []string{""}},
	} {
		if got := envs(c.args...); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.args, got, c.want)
		}
	}
	// Nothing used to say why a variant that `engines` lists was not tried.
	if _, _, errs := w.dragstrip("tune", "words:7b", "-t", "7", "--dry-run", "--engine", madeup.DrivenName); !strings.Contains(errs, "a build that is named is tried only as it is; --variant 'fast b' tries it") {
		t.Errorf("no word about the variant: %s", errs)
	}
	if code, _, errs := w.dragstrip("tune", "words:7b", "--engine", madeup.DrivenName, "--variant", "slow"); code != exitUsage || !strings.Contains(errs, "there is no variant of this name") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if code, _, errs := w.dragstrip("engines", "--add-variant", "x: MY_TOKEN=1"); code != exitUsage || !strings.Contains(errs, "secret") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	w.must("engines", "--forget-variant", "fast b")
	if code, _, errs := w.dragstrip("engines", "--forget-variant", "fast b"); code != exitFailed || !strings.Contains(errs, "no variant fast b was added") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
