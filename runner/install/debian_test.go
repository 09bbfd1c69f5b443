package install

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

func debianOffer(t *testing.T, in *Store) engine.Offer {
	t.Helper()
	return zephyrOffer(t, in, WayDebianFolder, zephyrDebian)
}

// nothingLeft checks that the engines folder holds no more than its lock.
func nothingLeft(t *testing.T, in *Store) {
	t.Helper()
	entries, err := os.ReadDir(in.folder())
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".lock" {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func TestDebianPackagesBecomeABuild(t *testing.T) {
	f, in := newFakeDebian(t)
	offer := debianOffer(t, in)
	if !strings.Contains(offer.Title, "sid") || !strings.Contains(strings.Join(offer.Explain, "\n"), "http://m.example/debian") {
		t.Errorf("the offer does not say what and where from: %s %q", offer.Title, offer.Explain)
	}
	var steps []string
	one, err := offer.Do(t.Context(), func(p engine.Progress) {
		if len(steps) == 0 || steps[len(steps)-1] != p.Step {
			steps = append(steps, p.Step)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"reading the mirror's package lists of sid; their size is not known before", "downloading", "unpacking"}; !slices.Equal(steps, want) {
		t.Errorf("steps %q", steps)
	}
	library := filepath.Join(one.Folder, "root/usr/lib/x86_64-linux-gnu")
	want := []string{filepath.Join(library, "ld-linux-x86-64.so.2"), "--library-path", library + ":" + filepath.Join(library, "zephyr"), filepath.Join(one.Folder, "root/usr/bin/zephyr-bench")}
	if one.ID != "zephyr-0.7.0-debian-amd64" || one.Version != "0.7.0" || one.Way != WayDebianFolder || one.Bytes == 0 || one.When.IsZero() || !slices.Equal(one.Prefix, want) {
		t.Errorf("installed %+v", one)
	}
	if _, err := os.Stat(filepath.Join(library, "libplug-zen4.so")); err != nil {
		t.Error("the backend does not lie beside the loader")
	}
	if _, err := os.Stat(filepath.Join(one.Folder, "apt")); err == nil {
		t.Error("the private apt was left")
	}
	const source = "Types: deb\nURIs: http://m.example/debian\nSuites: sid\nComponents: main\nArchitectures: amd64\nTargets: Packages\nLanguages: none\nSigned-By: /usr/share/keyrings/debian.gpg\n"
	if f.seen["source"] != source {
		t.Errorf("the private source is\n%s", f.seen["source"])
	}
	for _, argv := range f.ran {
		if slices.Contains(argv, "download") && (slices.ContainsFunc(argv, func(s string) bool { return strings.HasPrefix(s, "debconf") }) || slices.Contains(argv, "gcc-16-base=16.2.0-4")) {
			t.Errorf("packages nobody needs were asked for: %q", withoutOptions(argv))
		}
	}
	// The second call has nothing to do.
	again := debianOffer(t, in)
	updates := f.count("apt-get", "update")
	same, err := again.Do(t.Context(), nil)
	if err != nil || again.Already == nil || same.ID != one.ID || f.count("apt-get", "update") != updates {
		t.Errorf("the second call did something: %+v, %v", same, err)
	}
	// An offer that was made before the first installation does nothing either.
	if same, err := offer.Do(t.Context(), nil); err != nil || same.ID != one.ID || f.count("apt-get", "update") != updates {
		t.Errorf("the older offer did something: %+v, %v", same, err)
	}
}

func TestAFailedStepLeavesNothing(t *testing.T) {
	for step, part := range map[string]string{
		"update": "proxy", "closure": "usable", "download": "download", "digest": "the SHA-256 of libc6", "unpack": "unpack", "start": "does not start",
	} {
		f, in := newFakeDebian(t)
		f.broken = step
		if one, err := debianOffer(t, in).Do(t.Context(), nil); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %+v, %v", step, one, err)
		}
		nothingLeft(t, in)
		// The installation can be tried again.
		f.broken = ""
		if _, err := debianOffer(t, in).Do(t.Context(), nil); err != nil {
			t.Errorf("again after %s: %v", step, err)
		}
	}
}

func TestAnInterruptedInstallationLeavesNothing(t *testing.T) {
	for _, step := range []string{"update", "closure", "download", "unpack", "start"} {
		f, in := newFakeDebian(t)
		ctx, cancel := context.WithCancel(t.Context())
		f.before = func(s string) {
			if s == step {
				cancel()
			}
		}
		offer := debianOffer(t, in)
		if _, err := offer.Do(ctx, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted at %s: %v", step, err)
		}
		nothingLeft(t, in)
		cancel()
	}
}

func TestMissingDiskSpaceIsToldBeforeAnything(t *testing.T) {
	f, in := newFakeDebian(t)
	in.Free = func(string) int64 { return 10 << 20 }
	_, err := debianOffer(t, in).Do(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "not enough disk space") || f.count("apt-get", "") != 0 {
		t.Errorf("%v; ran %q", err, f.ran)
	}
}

func TestTheSuiteIsTheConfiguredOneWhereItHasThePackage(t *testing.T) {
	const here = debPackage + ":\n  Installed: (none)\n  Candidate: 1:0.7.0+dfsg-2\n"
	for name, c := range map[string]struct {
		policy, sources, osRelease, suites, components string
	}{
		"an old release": {"", "deb http://m.example/debian bookworm main\n", debianOS, "sid", "main"},
		"a new release":  {here, "deb http://m.example/debian forky main\ndeb http://m.example/debian forky-backports main\n", "ID=debian\nVERSION_CODENAME=forky\n", "forky forky-backports", "main"},
		"old Ubuntu":     {"", "deb http://a.example/ubuntu noble main universe\n", "ID=ubuntu\nVERSION_CODENAME=noble\n", "devel", "main universe"},
		"new Ubuntu":     {here, "deb http://a.example/ubuntu resolute main universe\n", "ID=ubuntu\nVERSION_CODENAME=resolute\n", "resolute", "main universe"},
		"a relative":     {here, "deb http://a.example/kali kali-rolling main contrib\n", "ID=kali\n", "kali-rolling", "main contrib"},
	} {
		f, in := newFakeDebian(t)
		f.policy += c.policy
		put(t, c.sources, f.root, "etc/apt/sources.list")
		put(t, c.osRelease, f.root, "etc/os-release")
		if _, err := debianOffer(t, in).Do(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.seen["source"], "Suites: "+c.suites+"\nComponents: "+c.components+"\n") {
			t.Errorf("%s: %s", name, f.seen["source"])
		}
	}
}

func TestTheVulkanBackendComesWhereThereIsADevice(t *testing.T) {
	f, in := newFakeDebian(t)
	in.GPU = func() GPU { return GPU{Vulkan: true} }
	if _, err := debianOffer(t, in).Do(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if f.count("apt-get", vulkanPackage+"=0.27.0-1") != 1 {
		t.Errorf("the backend was not downloaded: %q", f.ran)
	}
}

// TestAMirrorWithoutTheBackendGivesABuildForTheCPU: the offer says "with
// Vulkan". If the backend is missing, nobody used to be told so, or why.
func TestAMirrorWithoutTheBackendGivesABuildForTheCPU(t *testing.T) {
	f, in := newFakeDebian(t)
	in.GPU = func() GPU { return GPU{Vulkan: true} }
	delete(f.packages, vulkanPackage)
	var told []string
	one, err := debianOffer(t, in).Do(t.Context(), func(p engine.Progress) { told = append(told, p.Step) })
	if err != nil || one.ID != "zephyr-0.7.0-debian-amd64" {
		t.Errorf("%+v, %v", one, err)
	}
	if !slices.ContainsFunc(told, func(step string) bool {
		return strings.Contains(step, "for the CPU only") && strings.Contains(step, "Unable to locate package "+vulkanPackage) && strings.Contains(step, "setup zephyr --with vulkan")
	}) {
		t.Errorf("nobody is told why: %q", told)
	}
}

func TestWhyDebianPackagesCannotBeHad(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*fakeDebian, *Store)
		part   string
	}{
		"no apt":     {func(_ *fakeDebian, in *Store) { in.LookPath = onlyPrograms() }, "no apt"},
		"no dpkg":    {func(_ *fakeDebian, in *Store) { in.LookPath = onlyPrograms("apt-get", "apt-cache") }, "dpkg-deb"},
		"riscv":      {func(_ *fakeDebian, in *Store) { in.GOARCH = "riscv64" }, "riscv64"},
		"no archive": {func(f *fakeDebian, _ *Store) { put(f.t, "", f.root, "etc/apt/sources.list") }, "not configured"},
		"a relative without it": {func(f *fakeDebian, _ *Store) {
			put(f.t, "deb http://a.example/kali kali-rolling main\n", f.root, "etc/apt/sources.list")
			put(f.t, "ID=kali\n", f.root, "etc/os-release")
		}, "not configured"},
		"a colon in the folder": {func(_ *fakeDebian, in *Store) { in.Data += ":x" }, "character"},
	} {
		f, in := newFakeDebian(t)
		c.change(f, in)
		offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{}, zephyrDebian)
		if _, ok := find(offers, WayDebianFolder); ok {
			t.Errorf("%s: offered", name)
		}
		at := slices.IndexFunc(refusals, func(r engine.Refusal) bool { return r.Way == WayDebianFolder })
		if at < 0 || !strings.Contains(refusals[at].Why, c.part) || refusals[at].Remedy == "" {
			t.Errorf("%s: %+v", name, refusals)
		}
	}
}

func TestPackagesWithoutADigestAreRefused(t *testing.T) {
	const sum = "SHA256:cdee7273fe92d00000000000000000000000000000000000000000000000000a"
	for line, ok := range map[string]bool{
		"'http://m/x' a_1%3a2_amd64.deb 10 " + sum:            true,
		"'http://m/x' a_1_all.deb 10 MD5Sum:0 " + sum:         true,
		"Reading package lists...":                            true,
		"'http://m/x' a_1_amd64.deb 10 MD5Sum:0123":           false,
		"'http://m/x' a_1_amd64.deb 10":                       false,
		"'http://m/x' a_1_amd64.deb 10 SHA256:../../x":        false,
		"'http://m/x' ../a_1_amd64.deb 10 " + sum:             false,
		"'http://m/x' -oa_1_amd64.deb 10 " + sum:              false,
		"'http://m/x' a_1_amd64.deb -1 " + sum:                false,
		"'http://m/x' a_1_amd64.deb 99999999999999999 " + sum: false,
		"'http://m/x' a.deb 10 " + sum:                        false,
	} {
		got, err := parseURIs(line)
		if (err == nil) != ok {
			t.Errorf("%s: %+v, %v", line, got, err)
		}
		if ok && strings.Contains(line, "%3a") && (len(got) != 1 || got[0].version != "1:2" || got[0].bytes != 10) {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

func TestDebianVersionsBecomeTheProgramsOwn(t *testing.T) {
	for version, want := range map[string]string{
		"1:0.7.0+dfsg-2": "0.7.0", "0.7.0-1": "0.7.0", "8611+ds1-1ubuntu3": "8611", "0.7.0": "0.7.0", "0.7.0~rc-1-2": "0.7.0~rc-1",
	} {
		if got := debVersion(version); got != want {
			t.Errorf("%s became %s, want %s", version, got, want)
		}
	}
}

// TestWhatAptHasFromElsewhereComesFromTheNewestSuite: apt may know the
// package from another archive than the distribution's own.
func TestWhatAptHasFromElsewhereComesFromTheNewestSuite(t *testing.T) {
	f, in := newFakeDebian(t)
	f.policy += debPackage + ":\n  Installed: (none)\n  Candidate: 1:0.7.0+dfsg-2\n"
	packages := f.packages
	f.before = func(step string) {
		if f.packages = packages; step == "closure" && !strings.Contains(f.seen["source"], "Suites: sid\n") {
			f.packages = map[string]string{"libc6": "2.36"}
		}
	}
	one, err := debianOffer(t, in).Do(t.Context(), nil)
	if err != nil || one.Source != "http://m.example/debian sid" || f.count("apt-get", "update") != 2 {
		t.Errorf("%+v, %v", one, err)
	}
}
