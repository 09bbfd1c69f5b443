package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Two environments may hold one version of mlx-lm and differ in the library
// below it. Both used to be called mlx@0.32.2 in the advice.
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

// With a build for the CPU and one with Vulkan, an upgrade of the one with Vulkan
// used to name the other.
func TestAnUpgradeOfOneOfSeveralNamesNone(t *testing.T) {
	best := bench.EngineBuild{ID: "a", Engine: "zephyr", Version: "1"}
	if one, two := (engineAsk{upgrade: true}).whyBeside(best, 1), (engineAsk{upgrade: true}).whyBeside(best, 2); !strings.Contains(one, "zephyr 1") || strings.Contains(two, "zephyr 1") {
		t.Errorf("%s, %s", one, two)
	}
}

// If the present builds could not be listed, an upgrade used to continue. Then
// it counted as a success, whatever it installed.
func TestAnUpgradeNeedsTheListOfWhatWasHere(t *testing.T) {
	broken := errors.New("the folder cannot be read")
	offer := shownUpgrade("Zephyr", bench.EngineBuild{}, engine.Offer{
		Run: func(context.Context, func(engine.Progress)) (engine.Installed, error) {
			t.Error("it was installed")
			return engine.Installed{}, nil
		},
	}, func() ([]engine.Installed, error) { return nil, broken })
	if err := offer.Do(t.Context(), func(string) {}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// The screens' setup used to offer nothing if an engine was installed.
func TestTheScreensOfferANewerVersionBesideTheOldOne(t *testing.T) {
	old := engine.Installed{ID: "zephyr-b1", Version: "b1", When: time.Unix(1, 0)}
	best := bench.EngineBuild{ID: "zephyr-1", Engine: "zephyr", Version: "b1", Origin: "dragstrip, release"}
	for version, says := range map[string]string{"b2": "", "b1": "nothing is newer than b1"} {
		one := old
		if version != one.Version {
			one = engine.Installed{ID: "zephyr-" + version, Version: version, When: time.Unix(2, 0)}
		}
		offer := shownUpgrade("Zephyr", best, engine.Offer{
			Title: "release archive", Device: []string{"On the CPU."}, Explain: []string{"download it"}, DownloadBytes: 40 << 20, DiskBytes: 200 << 20,
			Run: func(context.Context, func(engine.Progress)) (engine.Installed, error) { return one, nil },
		}, func() ([]engine.Installed, error) { return []engine.Installed{old}, nil })
		text := offer.Title + " " + strings.Join(offer.Explain, " ")
		for _, part := range []string{"upgrade, beside b1: release archive", "This machine has zephyr b1 (dragstrip, release). That build stays", "about 40.0 MiB to download, about 200 MiB on disk", "On the CPU.", "download it"} {
			if !strings.Contains(text, part) {
				t.Errorf("no %q in %s", part, text)
			}
		}
		err := offer.Do(t.Context(), func(string) {})
		if said := fmt.Sprint(err); says == "" && err != nil || !strings.Contains(said, says) {
			t.Errorf("%s: %v", one.ID, err)
		}
		if offer.Recommended || !offer.Upgrade {
			t.Errorf("it is ticked unasked: %+v", offer)
		}
	}
}

// setup --tag with a version that works here used to say that the build does
// not answer, and then to ask the network.
func TestAVersionThatIsHereIsNotInstalledAgain(t *testing.T) {
	e := shelf(t)
	kind, _ := e.kinds.Kind("llama.cpp")
	one := engine.Installed{Engine: kind.Name, Version: "0.7.0", Way: "debian-folder", Prefix: []string{"/a/llama-bench"}}
	build := one.Build()
	build.ID, build.Number, build.Backends = e.kinds.ID(build), 11669, []string{"Vulkan", "CPU"}
	for _, c := range []struct {
		ask  engineAsk
		want bool
	}{
		{engineAsk{version: "0.7.0"}, true},
		{engineAsk{version: "b11669"}, true},
		{engineAsk{version: "0.7.0", backend: "vulkan"}, true},
		{engineAsk{version: "b11669", way: "debian-folder"}, true},
		{engineAsk{version: "b11669", way: "release"}, false},
		{engineAsk{version: "0.7.0", backend: "cpu"}, false},
		{engineAsk{version: "b11670"}, false},
		{engineAsk{}, false},
	} {
		if here, is := e.versionHere(kind, e.search(nil), []bench.EngineBuild{build}, []engine.Installed{one}, c.ask); is != c.want || is && here.ID != build.ID {
			t.Errorf("%+v: %t", c.ask, is)
		}
	}
}

// The screens used to say that no newer version can be had, and that the lines
// below say why. No line said why.
func TestAnUpgradeThatIsNotPossibleSaysWhy(t *testing.T) {
	offers := []engine.Offer{{Way: "apt", Already: &engine.Installed{Version: "0.7.0"}}}
	refusals := []engine.Refusal{{Way: "homebrew", Why: "it keeps only one version", Remedy: "use another way"}}
	var got []string
	for _, o := range refusedUpgrades("Zephyr", offers, refusals) {
		if !o.Upgrade || o.Do != nil || o.Recommended {
			t.Errorf("it can be ticked: %+v", o)
		}
		got = append(got, o.Name+" "+o.Title+": "+o.Refused)
	}
	want := []string{"Zephyr upgrade, apt: 0.7.0 is already installed", "Zephyr upgrade, homebrew: it keeps only one version; use another way"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// setup used to say what it puts beside a build before it knew whether there is
// such a version.
func TestWhatIsPutBesideDependsOnWhatThereIs(t *testing.T) {
	for _, ask := range []engineAsk{{upgrade: true}, {version: "9.9.9"}} {
		for _, own := range []int{1, 2} {
			if got := ask.whyBeside(bench.EngineBuild{}, own); !strings.HasPrefix(got, "If ") {
				t.Error(got)
			}
		}
	}
}
