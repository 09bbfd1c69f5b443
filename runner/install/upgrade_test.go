package install

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// ids are the names of the builds in the engines folder.
func ids(t *testing.T, in *Store) (names []string) {
	t.Helper()
	all, err := in.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		names = append(names, one.ID)
	}
	slices.Sort(names)
	return names
}

// wished is what the first offer for a wish installs.
func wished(t *testing.T, in *Store, w engine.SetupWish, ways ...Way) (engine.Installed, error) {
	t.Helper()
	offers, refusals := in.Offers(t.Context(), zephyr, w, ways...)
	if len(offers) == 0 {
		t.Fatalf("no way is open: %+v", refusals)
	}
	return offers[0].Do(t.Context(), nil)
}

// publish makes a release of one archive the newest.
func (f *fakeRelease) publish(t *testing.T, tag string) {
	f.latest = releasePage{Tag: tag}
	f.add("zephyr-"+tag+"-bin-ubuntu-x64.tar.gz", tarOf(t, entry{name: "zephyr-bench", body: "#!" + tag}))
	f.tags[tag] = f.latest
}

func TestANewReleaseLiesBesideTheOldOne(t *testing.T) {
	f, in := newFakeRelease(t)
	way := zephyrRelease(f.page)
	newest := engine.SetupWish{Newest: true}
	f.publish(t, "b8000")
	f.publish(t, "b9000")
	old, err := wished(t, in, engine.SetupWish{}, way)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := wished(t, in, newest, way); err != nil || same.ID != old.ID || !same.When.Equal(old.When) || f.served != 1 {
		t.Errorf("nothing is newer, but %d archives were fetched: %+v, %v", f.served, same, err)
	}
	f.publish(t, "b9100")
	if one, err := wished(t, in, newest, way); err != nil || one.Version != "b9100" {
		t.Errorf("the newest: %+v, %v", one, err)
	}
	if one, err := wished(t, in, engine.SetupWish{Version: "b8000"}, way); err != nil || one.Version != "b8000" {
		t.Errorf("by its tag: %+v, %v", one, err)
	}
	if one, err := wished(t, in, engine.SetupWish{Version: "b9000"}, way); err != nil || one.ID != old.ID || f.served != 3 {
		t.Errorf("one that is here: %+v, %v", one, err)
	}
	if _, err := wished(t, in, engine.SetupWish{Version: "b1"}, way); err == nil || !strings.Contains(err.Error(), "there is no release b1 (") || !strings.Contains(err.Error(), "404") || strings.Contains(err.Error(), "network") {
		t.Errorf("one that was never published: %v", err)
	}
	if got, want := ids(t, in), []string{"zephyr-b8000-bin-ubuntu-x64", "zephyr-b9000-bin-ubuntu-x64", "zephyr-b9100-bin-ubuntu-x64"}; !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

func TestANewDebianPackageLiesBesideTheOldOne(t *testing.T) {
	f, in := newFakeDebian(t)
	if _, err := wished(t, in, engine.SetupWish{}, zephyrDebian); err != nil {
		t.Fatal(err)
	}
	if one, err := wished(t, in, engine.SetupWish{Newest: true}, zephyrDebian); err != nil || one.Version != "0.7.0" || f.count("apt-get", "download") != 1 {
		t.Errorf("nothing is newer: %+v, %v", one, err)
	}
	f.packages[debPackage] = "1:0.8.0+dfsg-1"
	if _, err := wished(t, in, engine.SetupWish{Version: "0.6.0"}, zephyrDebian); err == nil || !strings.Contains(err.Error(), "has Zephyr 0.8.0 in sid, not 0.6.0") {
		t.Errorf("a version that the mirror does not have: %v", err)
	}
	// Whether a way has the named version must be known before the user is asked
	// to agree to it.
	for version, want := range map[string]string{"0.6.0": "has Zephyr 0.8.0 in sid, not 0.6.0", "0.8.0": ""} {
		offers, _ := in.Offers(t.Context(), zephyr, engine.SetupWish{Version: version}, zephyrDebian)
		if len(offers) == 0 || offers[0].Look == nil {
			t.Fatalf("--tag %s: nobody looks whether the version is there: %+v", version, offers)
		}
		if _, err := offers[0].Look(t.Context(), func(engine.Progress) {}); (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("--tag %s: %v", version, err)
		}
	}
	if one, err := wished(t, in, engine.SetupWish{Version: "0.8.0"}, zephyrDebian); err != nil || one.Version != "0.8.0" {
		t.Errorf("%+v, %v", one, err)
	}
	if got, want := ids(t, in), []string{"zephyr-0.7.0-debian-amd64", "zephyr-0.8.0-debian-amd64"}; !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

// looked is what the first offer for the newest version finds before the user is
// asked: the ID of the build that is here, or "".
func looked(t *testing.T, in *Store, way Way) string {
	t.Helper()
	offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{Newest: true}, way)
	if len(offers) == 0 || offers[0].Look == nil {
		t.Fatalf("no way looks: %+v", refusals)
	}
	before := ids(t, in)
	one, err := offers[0].Look(t.Context(), func(engine.Progress) {})
	if err != nil || !slices.Equal(before, ids(t, in)) {
		t.Fatalf("%v; there are %q", err, ids(t, in))
	}
	if one == nil {
		return ""
	}
	return one.ID
}

// An upgrade used to ask, and to look only afterwards whether anything is newer.
func TestAnUpgradeIsLookedForBeforeTheQuestion(t *testing.T) {
	t.Run("release", func(t *testing.T) {
		f, in := newFakeRelease(t)
		f.publish(t, "b9000")
		way := zephyrRelease(f.page)
		if offers, _ := in.Offers(t.Context(), zephyr, engine.SetupWish{Newest: true}, way); len(offers) != 1 || offers[0].Look != nil {
			t.Errorf("nothing is here, so there is nothing to look for: %+v", offers)
		}
		old, err := wished(t, in, engine.SetupWish{}, way)
		if got := looked(t, in, way); err != nil || got != old.ID {
			t.Errorf("nothing is newer: %q, %v", got, err)
		}
		f.publish(t, "b9100")
		if got := looked(t, in, way); got != "" || f.served != 1 {
			t.Errorf("b9100 is newer: %q, %d archives", got, f.served)
		}
	})
	t.Run("Debian", func(t *testing.T) {
		f, in := newFakeDebian(t)
		old, err := wished(t, in, engine.SetupWish{}, zephyrDebian)
		if got := looked(t, in, zephyrDebian); err != nil || got != old.ID {
			t.Errorf("nothing is newer: %q, %v", got, err)
		}
		f.packages[debPackage] = "1:0.8.0+dfsg-1"
		if got := looked(t, in, zephyrDebian); got != "" || f.count("apt-get", "download") != 1 {
			t.Errorf("0.8.0 is newer: %q", got)
		}
	})
	t.Run("Python", func(t *testing.T) {
		in, way := upgradable(t, WayUV, t.TempDir(), false)
		install, newest := in.Run, "1"
		in.Run = func(ctx context.Context, c Command) (string, error) {
			if slices.Contains(c.Argv, "--dry-run") {
				c.Line("Would install 1 package")
				c.Line(" + zephyr==" + newest)
				return "", nil
			}
			return install(ctx, c)
		}
		old, err := wished(t, in, engine.SetupWish{}, way)
		if got := looked(t, in, way); err != nil || got != old.ID {
			t.Errorf("nothing is newer: %q, %v", got, err)
		}
		if newest = "2"; looked(t, in, way) != "" {
			t.Error("2 is newer")
		}
	})
}

// uv and pip say in different ways what they would install.
func TestWhatAnInstallerWouldInstallIsRead(t *testing.T) {
	for line, want := range map[string]string{
		"Would install mlx-0.32.4 mlx_lm-0.32.2 typing_extensions-4.15.0": "mlx-0-32-4 mlx-lm-0-32-2 typing-extensions-4-15-0",
		" + mlx-lm==0.32.2":         "mlx-lm-0-32-2",
		"Would install 40 packages": "", "Collecting mlx-lm[cpu]": "", "": "", " - mlx-lm==0.32.1": "",
	} {
		if got := strings.Join(wouldInstall(line), " "); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// TestAnUpgradeKeepsTheBackend: the machine's only Vulkan driver is a program,
// so no GPU is seen. An upgrade of the build with Vulkan used to put a build
// for the CPU beside it, of the same version.
func TestAnUpgradeKeepsTheBackend(t *testing.T) {
	f, in := newFakeDebian(t)
	newest := engine.SetupWish{Newest: true}
	if _, err := wished(t, in, engine.SetupWish{Backend: BackendVulkan}, zephyrDebian); err != nil {
		t.Fatal(err)
	}
	if one, err := wished(t, in, newest, zephyrDebian); err != nil || one.ID != "zephyr-0.7.0-debian-amd64-vulkan" || f.count("apt-get", "download") != 1 {
		t.Errorf("nothing is newer: %+v, %v", one, err)
	}
	// A build for the CPU that was installed later changes nothing.
	if _, err := wished(t, in, engine.SetupWish{Backend: BackendCPU}, zephyrDebian); err != nil {
		t.Fatal(err)
	}
	f.packages[debPackage] = "1:0.8.0+dfsg-1"
	if one, err := wished(t, in, newest, zephyrDebian); err != nil || one.ID != "zephyr-0.8.0-debian-amd64-vulkan" {
		t.Errorf("a newer one: %+v, %v", one, err)
	}
	if one, err := wished(t, in, engine.SetupWish{Newest: true, Backend: BackendCPU}, zephyrDebian); err != nil || one.ID != "zephyr-0.8.0-debian-amd64" {
		t.Errorf("one for the CPU: %+v, %v", one, err)
	}
	want := []string{"zephyr-0.7.0-debian-amd64", "zephyr-0.7.0-debian-amd64-vulkan", "zephyr-0.8.0-debian-amd64", "zephyr-0.8.0-debian-amd64-vulkan"}
	if got := ids(t, in); !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

// TestAKeptBackendRefusesNoWay: nobody gave --with here, so the advice must not
// be to leave it out.
func TestAKeptBackendRefusesNoWay(t *testing.T) {
	_, in := newFakeDebian(t)
	if _, err := wished(t, in, engine.SetupWish{Backend: BackendVulkan}, zephyrDebian); err != nil {
		t.Fatal(err)
	}
	put(t, "", in.Root, "lib64/ld-linux-x86-64.so.2")
	_, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{Newest: true}, zephyrRelease("http://127.0.0.1/latest"))
	if len(refusals) != 1 || !strings.HasPrefix(refusals[0].Remedy, "add --with cpu") {
		t.Errorf("%+v", refusals)
	}
}

// A version that only Debian can have used to be asked of the project, too. The
// error of the network hid which version Debian has.
func TestAWayIsNotAskedForAVersionThatItCannotHave(t *testing.T) {
	_, in := newFakeDebian(t)
	put(t, "", in.Root, "lib64/ld-linux-x86-64.so.2")
	release, packages := zephyrRelease("http://127.0.0.1/latest"), zephyrDebian
	release.Tags, packages.Versions = lazyregexp.New(`^b[0-9]+$`), lazyregexp.New(`^[0-9]`)
	for version, want := range map[string]string{"9.9.9": WayDebianFolder, "b99": WayRelease, "other": ""} {
		offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{Version: version}, packages, release)
		offered := ""
		for _, o := range offers {
			offered += o.Way
		}
		if offered != want || len(offers)+len(refusals) < 2 {
			t.Errorf("%s: offered by %q, want %q; refused: %+v", version, offered, want, refusals)
		}
	}
}

// TestAnUpgradeThatFailsLeavesTheOldOne, whichever step fails or is
// interrupted.
func TestAnUpgradeThatFailsLeavesTheOldOne(t *testing.T) {
	for _, step := range []string{"update", "closure", "download", "digest", "unpack", "start"} {
		for _, interrupted := range []bool{false, true} {
			f, in := newFakeDebian(t)
			old, err := wished(t, in, engine.SetupWish{}, zephyrDebian)
			if err != nil {
				t.Fatal(err)
			}
			f.packages[debPackage] = "1:0.8.0+dfsg-1"
			offers, _ := in.Offers(t.Context(), zephyr, engine.SetupWish{Newest: true}, zephyrDebian)
			ctx, cancel := context.WithCancel(t.Context())
			f.before = func(s string) {
				if interrupted && s == step {
					cancel()
				}
			}
			if !interrupted {
				f.broken = step
			}
			if interrupted && step == "digest" {
				continue // no program runs in that step
			}
			if _, err := offers[0].Do(ctx, nil); err == nil || interrupted != errors.Is(err, context.Canceled) {
				t.Errorf("%s, interrupted %t: %v", step, interrupted, err)
			}
			cancel()
			f.before, f.broken = nil, ""
			if own := in.Startable(t.Context(), zephyr); len(own) != 1 || own[0].ID != old.ID || !own[0].When.Equal(old.When) {
				t.Errorf("%s, interrupted %t: left %+v", step, interrupted, own)
			}
		}
	}
}

// TestWhatKeepsOneVersionIsNotUpgraded: such a way replaces the only version,
// so the version that works would be lost.
func TestWhatKeepsOneVersionIsNotUpgraded(t *testing.T) {
	f, in := newFakeDebian(t)
	in.Admin = func() bool { return true }
	f.policy += debPackage + ":\n  Installed: 1:0.7.0-1\n  Candidate: 1:0.8.0-1\n"
	for _, c := range []struct {
		wish engine.SetupWish
		part string
	}{{engine.SetupWish{Newest: true}, "apt-get install --only-upgrade " + debPackage}, {engine.SetupWish{Version: "0.8.0"}, "another way"}} {
		offers, refusals := in.Offers(t.Context(), zephyr, c.wish, zephyrDebian)
		at := slices.IndexFunc(refusals, func(r engine.Refusal) bool { return r.Way == WayApt })
		if _, open := find(offers, WayApt); open || at < 0 || !strings.Contains(refusals[at].Remedy, c.part) {
			t.Errorf("%+v: %+v", c.wish, refusals)
		}
	}
}

// TestAHalfMadeFolderNeverCostsABuild: if what a killed upgrade left cannot be
// moved away, the build that it was to replace is kept.
func TestAHalfMadeFolderNeverCostsABuild(t *testing.T) {
	in := fakeStore(t)
	put(t, "half", in.folder(), "z/bin/python") // without a mark, like a folder that could not be removed
	put(t, `{"engine":"zephyr","prefix":["{folder}/bin/python"]}`, in.folder(), replacedPrefix+"z/"+manifestName)
	if all, err := in.List(); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if err := os.RemoveAll(filepath.Join(in.folder(), "z")); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, in); !slices.Equal(got, []string{"z"}) {
		t.Errorf("the build is lost: %q", got)
	}
}

// TestAReleaseThatIsStillBeingUploadedMeansTheOneBefore: a release's files are
// uploaded one by one, which takes half an hour.
func TestAReleaseThatIsStillBeingUploadedMeansTheOneBefore(t *testing.T) {
	for name, c := range map[string]struct {
		lacks func(*releasePage)
		want  string
	}{
		"complete":      {func(*releasePage) {}, "b9100"},
		"not there yet": {func(p *releasePage) { p.Assets = nil }, "b9000"},
		"half of it":    {func(p *releasePage) { p.Assets[0].State = "starter" }, "b9000"},
	} {
		f, in := newFakeRelease(t)
		f.publish(t, "b8000")
		f.publish(t, "b9000")
		f.publish(t, "b9100")
		c.lacks(&f.latest)
		f.recent = []releasePage{f.latest, f.tags["b9000"], f.tags["b8000"]}
		if one, err := wished(t, in, engine.SetupWish{}, zephyrRelease(f.page)); err != nil || one.Version != c.want {
			t.Errorf("%s: %+v, %v; want %s", name, one, err, c.want)
		}
	}
}

func TestCudaWithoutItsRuntimeMeansTheReleaseBefore(t *testing.T) {
	f, in := newFakeRelease(t)
	in.GOOS, in.GPU = "windows", func() GPU { return GPU{Nvidia: true} }
	for _, tag := range []string{"b9000", "b9100"} {
		f.latest = releasePage{Tag: tag}
		name := "zephyr-" + tag + "-bin-win-cuda-12.4-x64.zip"
		f.add(name, zipOf(t, entry{name: "zephyr-bench.exe", body: tag, mode: 0o644}))
		if tag == "b9000" {
			f.add("cudart-"+name, zipOf(t, entry{name: "cudart64_12.dll", body: "dll", mode: 0o644}))
		}
		f.recent = append([]releasePage{f.latest}, f.recent...)
	}
	if one, err := wished(t, in, engine.SetupWish{}, zephyrRelease(f.page)); err != nil || one.Version != "b9000" {
		t.Errorf("%+v, %v", one, err)
	}
}
