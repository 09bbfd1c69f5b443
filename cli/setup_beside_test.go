package cli

import (
	"bytes"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// Two environments may hold one version of mlx-lm and differ in what is
// beneath. Both used to be called mlx@0.32.2 in the advice.
func TestOldAndNewHaveDifferentNames(t *testing.T) {
	var errs bytes.Buffer
	e := shelf(t)
	e.err = &errs
	kind, _ := e.kinds.Kind("mlx")
	build := func(python, version string) engine.Installed {
		return engine.Installed{Engine: "mlx", Version: version, Prefix: []string{python}}
	}
	old := build("/a/bin/python", "0.32.2")
	for version, want := range map[string]string{"0.33.0": "--engine mlx@0.32.2 --engine mlx@0.33.0", "0.32.2": "--engine " + e.kinds.ID(old.Build()) + " --engine mlx-"} {
		errs.Reset()
		if e.sayBoth(kind, old, build("/b/bin/python", version)); !strings.Contains(errs.String(), want) {
			t.Errorf("%s: %s; want %s", version, errs.String(), want)
		}
	}
}
