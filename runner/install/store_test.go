package install

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// fakeStore is an installer whose builds always start.
func fakeStore(t *testing.T) *Store {
	return &Store{Data: t.TempDir(), System: System{Run: func(context.Context, Command) (string, error) { return "usage", nil }}}
}

// filled makes a build with one program.
func filled(id string) func(folder string) (engine.Installed, error) {
	return func(folder string) (engine.Installed, error) {
		err := os.WriteFile(filepath.Join(folder, "zephyr-bench"), []byte(id), 0o755)
		return engine.Installed{ID: id, Version: "1", Prefix: []string{placeholder + "/zephyr-bench"}, Env: []string{"LIB=" + placeholder}}, err
	}
}

func TestBuildsAreListedAndRemoved(t *testing.T) {
	in := fakeStore(t)
	if all, err := in.List(); err != nil || len(all) != 0 {
		t.Errorf("an empty folder lists %+v, %v", all, err)
	}
	for _, way := range []string{"one", "two"} {
		one, err := in.stage(t.Context(), zephyr, way, engine.SetupWish{}, filled("zephyr-"+way))
		if err != nil || one.Folder != filepath.Join(in.folder(), "zephyr-"+way) || one.Prefix[0] != one.Folder+"/zephyr-bench" || one.Env[0] != "LIB="+one.Folder {
			t.Fatalf("%+v, %v", one, err)
		}
	}
	// Folders that are not builds are not listed: an empty folder, hostile and
	// broken manifests.
	for name, manifest := range map[string]string{"broken": "{", "empty": "{}", "huge": `{"prefix":["` + strings.Repeat("x", maxManifest) + `"]}`} {
		put(t, manifest, in.folder(), name+"/"+manifestName)
	}
	put(t, `{"id":"../../outside","prefix":["x"]}`, in.folder(), "liar/"+manifestName)
	all, err := in.List()
	var ids []string
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	slices.Sort(ids)
	if want := []string{"liar", "zephyr-one", "zephyr-two"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("listed %q, %v", ids, err)
	}
	if err := in.Remove("zephyr-one"); err != nil {
		t.Error(err)
	}
	for _, id := range []string{"zephyr-one", "", "..", "../engines", ".lock"} {
		if err := in.Remove(id); err == nil || !strings.Contains(err.Error(), "has not installed an engine build") {
			t.Errorf("removing %q: %v", id, err)
		}
	}
	if _, err := os.Stat(filepath.Join(in.folder(), "zephyr-one")); err == nil {
		t.Error("the folder is still there")
	}
}

func TestADataFolderMayBeMoved(t *testing.T) {
	in := fakeStore(t)
	if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("a")); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(in.Data, moved); err != nil {
		t.Fatal(err)
	}
	in.Data = moved
	all, err := in.List()
	if err != nil || len(all) != 1 || all[0].Prefix[0] != filepath.Join(moved, "engines", "a")+"/zephyr-bench" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAFailingFillOrBuildLeavesNothing(t *testing.T) {
	in := fakeStore(t)
	boom := errors.New("boom")
	if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, func(folder string) (engine.Installed, error) {
		put(t, "half", folder, "half/file")
		return engine.Installed{}, boom
	}); !errors.Is(err, boom) {
		t.Error(err)
	}
	nothingLeft(t, in)
	in.Run = func(context.Context, Command) (string, error) { return "", errors.New("GLIBC_2.99 not found") }
	if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("a")); err == nil || !strings.Contains(err.Error(), "GLIBC_2.99") {
		t.Error(err)
	}
	nothingLeft(t, in)
}

func TestAReplacedBuildComesBackWhenItsReplacementDied(t *testing.T) {
	in := fakeStore(t)
	if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("a")); err != nil {
		t.Fatal(err)
	}
	// This is what a kill -9 between the two renames leaves.
	if err := os.Rename(filepath.Join(in.folder(), "a"), filepath.Join(in.folder(), replacedPrefix+"a")); err != nil {
		t.Fatal(err)
	}
	put(t, "half", in.folder(), stagingPrefix+"123/file")
	in.clearLeftovers()
	if all, err := in.List(); err != nil || len(all) != 1 || all[0].ID != "a" {
		t.Errorf("%+v, %v", all, err)
	}
	if in.Remove("a") != nil {
		t.Error("it cannot be removed")
	}
	nothingLeft(t, in)
}

func TestAnotherBuildOfTheSameNameIsReplaced(t *testing.T) {
	in := fakeStore(t)
	for _, way := range []string{"x", "y"} {
		if _, err := in.stage(t.Context(), zephyr, way, engine.SetupWish{}, filled("a")); err != nil {
			t.Fatal(err)
		}
	}
	if all, err := in.List(); err != nil || len(all) != 1 || all[0].Way != "y" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestTwoInstallationsDoNotTripOverEachOther(t *testing.T) {
	in := fakeStore(t)
	_, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, func(folder string) (engine.Installed, error) {
		if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("b")); !errors.Is(err, ErrBusy) {
			t.Errorf("the second got %v", err)
		}
		// Looking must not remove what the first process is making.
		in.clearLeftovers()
		if _, err := os.Stat(folder); err != nil {
			t.Error(err)
		}
		return filled("a")(folder)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Remove("a"); err != nil {
		t.Errorf("the lock was not given back: %v", err)
	}
}

// TestAKilledInstallationIsClearedByTheNextLook kills a process in the middle
// of an installation.
func TestAKilledInstallationIsClearedByTheNextLook(t *testing.T) {
	if data := os.Getenv("DRAGSTRIP_TEST_INSTALL_AND_HANG"); data != "" {
		in := fakeStore(t)
		in.Data = data
		in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, func(folder string) (engine.Installed, error) {
			put(t, "half", folder, "half/file")
			os.Stdout.WriteString("half done\n")
			io.Copy(io.Discard, os.Stdin) // until killed
			return engine.Installed{}, errors.New("was not killed")
		})
		return
	}
	in := fakeStore(t)
	child := exec.Command(os.Args[0], "-test.run=^TestAKilledInstallationIsClearedByTheNextLook$")
	child.Env = append(os.Environ(), "DRAGSTRIP_TEST_INSTALL_AND_HANG="+in.Data)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if line != "half done\n" {
		t.Errorf("the child said %q, %v", line, err)
	}
	if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("a")); !errors.Is(err, ErrBusy) {
		t.Errorf("beside a living installation: %v", err)
	}
	child.Process.Kill()
	child.Wait()
	if all, err := in.List(); err != nil || len(all) != 0 {
		t.Errorf("half a build is listed: %+v, %v", all, err)
	}
	in.Offers(t.Context(), zephyr, engine.SetupWish{})
	nothingLeft(t, in)
}

func TestNamesAreSafeOnEverySystem(t *testing.T) {
	for in, want := range map[string]string{
		"zephyr-b1-bin-ubuntu-x64": "zephyr-b1-bin-ubuntu-x64", "../x": "x", "a/b\\c:d\x1b": "a-b-c-d", "": "engine", "..": "engine",
		strings.Repeat("a", 99) + ".": strings.Repeat("a", 64),
	} {
		if got := safeID(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestABuildThatNoLongerStartsIsReplaced: setup used to take such a build for
// installed, forever.
func TestABuildThatNoLongerStartsIsReplaced(t *testing.T) {
	f, in := newFakeDebian(t)
	if _, err := debianOffer(t, in).Do(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	f.broken = "start"
	offer := debianOffer(t, in)
	if offer.Already != nil {
		t.Fatalf("setup is content with a build that does not start: %s", offer.Title)
	}
	f.broken = ""
	put(t, "", in.folder(), "zephyr-0.7.0-debian-amd64/of-the-old-one")
	if one := in.Startable(t.Context(), zephyr); len(one) != 1 || one[0].Version != "0.7.0" {
		t.Errorf("startable: %+v", one)
	}
	f.before = func(step string) { // broken until the new one is there
		f.broken = ""
		if step == "start" && exists(filepath.Join(in.folder(), "zephyr-0.7.0-debian-amd64", "of-the-old-one")) && f.count("apt-get", "download") < 2 {
			f.broken = "start"
		}
	}
	one, err := offer.Do(t.Context(), nil)
	if err != nil || exists(filepath.Join(one.Folder, "of-the-old-one")) {
		t.Errorf("%+v, %v: the old one is still there", one, err)
	}
}

func TestBuildsForOtherMachinesAreLeftAlone(t *testing.T) {
	in := fakeStore(t)
	if _, err := in.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("a")); err != nil {
		t.Fatal(err)
	}
	other := fakeStore(t)
	other.Data, other.GOARCH = in.Data, "another"
	if all, err := other.List(); err != nil || len(all) != 0 {
		t.Errorf("listed %+v, %v", all, err)
	}
	if _, err := other.stage(t.Context(), zephyr, "x", engine.SetupWish{}, filled("b")); err != nil {
		t.Fatal(err)
	}
	if all, err := in.List(); err != nil || len(all) != 1 || all[0].ID != "a" {
		t.Errorf("listed %+v, %v", all, err)
	}
}

// TestEnvironmentsOfAKilledInstallation: whatever a kill -9 leaves, the next
// look finds either a whole environment or none.
func TestEnvironmentsOfAKilledInstallation(t *testing.T) {
	const whole = `{"engine":"zephyr","prefix":["{folder}/bin/python"]}`
	for name, c := range map[string]struct {
		files map[string]string
		want  string // the target of bin/python in the end
	}{
		"before anything":             {map[string]string{makingPrefix + "z/x": ""}, ""},
		"half made":                   {map[string]string{makingPrefix + "z/x": "", "z/bin/python": "new"}, ""},
		"sealed but for the name":     {map[string]string{makingPrefix + "z/x": "", "z/bin/python": "new", "z/." + manifestName: whole}, ""},
		"whole, the mark still there": {map[string]string{makingPrefix + "z/x": "", "z/bin/python": "new", "z/" + manifestName: whole}, "new"},
		"the old one set aside":       {map[string]string{makingPrefix + "z/x": "", replacedPrefix + "z/bin/python": "old", replacedPrefix + "z/" + manifestName: whole}, "old"},
		"an upgrade half made": {map[string]string{
			makingPrefix + "z/x": "", "z/bin/python": "new",
			replacedPrefix + "z/bin/python": "old", replacedPrefix + "z/" + manifestName: whole,
		}, "old"},
		"an upgrade whole": {map[string]string{
			makingPrefix + "z/x": "", "z/bin/python": "new", "z/" + manifestName: whole,
			replacedPrefix + "z/bin/python": "old", replacedPrefix + "z/" + manifestName: whole,
		}, "new"},
		"an upgrade before it began": {map[string]string{makingPrefix + "z/x": "", "z/bin/python": "old", "z/" + manifestName: whole}, "old"},
		"a mark that names nothing":  {map[string]string{makingPrefix + "/x": ""}, ""},
	} {
		in := fakeStore(t)
		for path, text := range c.files {
			put(t, text, in.folder(), path)
		}
		all, err := in.List()
		text, _ := os.ReadFile(filepath.Join(in.folder(), "z", "bin", "python"))
		if err != nil || string(text) != c.want || len(all) != min(len(c.want), 1) {
			t.Errorf("%s: %q and %d builds, %v; want %q", name, text, len(all), err, c.want)
		}
		in.RemoveEngine("zephyr")
		nothingLeft(t, in)
	}
}
