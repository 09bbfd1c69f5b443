//go:build unix

package install

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// These variables tell the process that is killed the way, the engines' folder,
// and the step at which it waits.
const (
	killedWay, killedData, killedStep = "DRAGSTRIP_TEST_KILLED_WAY", "DRAGSTRIP_TEST_KILLED_DATA", "DRAGSTRIP_TEST_KILLED_STEP"
	// killRounds says how often each step is killed. With 2, a second kill
	// comes on top of what the first kill has left.
	killRounds = "DRAGSTRIP_TEST_KILLS"
)

// heldAt makes an installation call at for each of its steps, with the step's
// name. Steps are before and after each command, and each progress that the
// installation reports.
func heldAt(in *Store, at func(step string)) (progress func(engine.Progress)) {
	run, came := in.Run, map[string]int{}
	in.Run = func(ctx context.Context, c Command) (string, error) {
		name := filepath.Base(c.Argv[0])
		if words := withoutOptions(c.Argv); len(words) > 0 && !strings.Contains(words[0], "/") {
			name += " " + words[0]
		}
		came[name]++
		name = fmt.Sprintf("%s, call %d", name, came[name])
		at("before " + name)
		defer at("after " + name)
		return run(ctx, c)
	}
	in.Reached = at
	return func(p engine.Progress) {
		what, _, _ := strings.Cut(p.Step, " ")
		if p.Done > 0 && p.Done == p.Total {
			what += ", whole"
		}
		at("progress " + what)
	}
}

// TestAnUpgradeToBeKilled is the process that the next test kills.
func TestAnUpgradeToBeKilled(t *testing.T) {
	way, hold := os.Getenv(killedWay), os.Getenv(killedStep)
	if way == "" {
		t.Skip("another test starts this one")
	}
	in, from := upgradable(t, way, os.Getenv(killedData), true)
	progress := heldAt(in, func(step string) {
		fmt.Println("step:", step)
		if step == hold {
			_, _ = os.Stdin.Read(make([]byte, 1)) // until it is killed
		}
	})
	if way == WayDebianFolder {
		progress = nil // apt's progress comes by the clock, so a step may be missing; its commands are steps enough
	}
	offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{Newest: true}, from)
	if len(offers) == 0 {
		t.Fatalf("%+v", refusals)
	}
	if _, err := offers[0].Do(t.Context(), progress); err != nil {
		t.Fatal(err)
	}
}

// killedAt starts an upgrade and kills it at a step. It returns the steps that
// came. Without a step, the upgrade ends by itself.
func killedAt(t *testing.T, way, data, hold string) (steps []string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAnUpgradeToBeKilled$")
	c.Env = append(os.Environ(), killedWay+"="+way, killedData+"="+data, killedStep+"="+hold, "TMPDIR="+t.TempDir())
	stdin, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		step, ok := strings.CutPrefix(lines.Text(), "step: ")
		if ok && !slices.Contains(steps, step) {
			steps = append(steps, step)
		}
		if ok && step == hold {
			break
		}
	}
	if hold == "" {
		if err := c.Wait(); err != nil {
			t.Fatalf("the upgrade failed: %v", err)
		}
		return steps
	}
	if !slices.Contains(steps, hold) {
		t.Fatalf("%s: the step %q did not come: %q", way, hold, steps)
	}
	_ = c.Process.Kill()
	_ = c.Wait()
	return steps
}

// TestAnUpgradeThatIsKilledInAnyStepCostsNothing: the old build works, it is
// listed, and no half-made folder stays. Once the new build is whole, it is
// there, too, whatever step is killed.
func TestAnUpgradeThatIsKilledInAnyStepCostsNothing(t *testing.T) {
	rounds := 2
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds = n
	}
	for _, way := range []string{WayRelease, WayDebianFolder, WayUV} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			in, from := upgradable(t, way, data, false)
			old, err := wished(t, in, engine.SetupWish{}, from)
			if err != nil {
				t.Fatal(err)
			}
			steps := killedAt(t, way, data, "")
			newer := slices.DeleteFunc(ids(t, in), func(id string) bool { return id == old.ID })
			if len(newer) != 1 || len(steps) < 5 {
				t.Fatalf("upgraded to %q in the steps %q", newer, steps)
			}
			for _, step := range steps {
				for range rounds {
					if err := in.Remove(newer[0]); err != nil && exists(filepath.Join(in.folder(), newer[0])) {
						t.Fatal(err)
					}
					killedAt(t, way, data, step)
					stands(t, in, step, old, newer[0])
				}
			}
			killedAt(t, way, data, "")
			if got := ids(t, in); len(got) != 2 {
				t.Errorf("after the kills, an upgrade gives %q", got)
			}
			t.Logf("%d steps, each killed %d times: %q", len(steps), rounds, steps)
		})
	}
}

// stands checks what a killed upgrade has left.
func stands(t *testing.T, in *Store, step string, old engine.Installed, newer string) {
	t.Helper()
	all := in.Startable(t.Context(), zephyr)
	listed := ids(t, in)
	if !slices.Contains(listed, old.ID) || len(all) == 0 || !exists(old.Prefix[0]) {
		t.Fatalf("killed at %q: the old build is lost: %q", step, listed)
	}
	if others := slices.DeleteFunc(listed, func(id string) bool { return id == old.ID || id == newer }); len(others) > 0 {
		t.Errorf("killed at %q: %q", step, others)
	}
	entries, err := os.ReadDir(in.folder())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != ".lock" && !slices.Contains(ids(t, in), name) {
			t.Errorf("killed at %q: %s was left behind", step, name)
		}
	}
}
