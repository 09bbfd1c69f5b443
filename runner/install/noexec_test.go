package install

import (
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// TestADiskThatAllowsNoProgramsIsToldBefore: an installation used to fail at its
// end with "permission denied", and the advice was to choose a folder that one
// may write to.
func TestADiskThatAllowsNoProgramsIsToldBefore(t *testing.T) {
	f, in := newFakeRelease(t)
	in.LookPath = onlyPrograms("apt-get", "apt-cache", "dpkg-deb")
	put(t, debianOS, in.Root, "etc/os-release")
	put(t, "deb http://m.example/debian bookworm main\n", in.Root, "etc/apt/sources.list")
	asked := ""
	in.NoExec = func(folder string) bool { asked = folder; return true }
	offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{}, zephyrDebian, zephyrRelease(f.page))
	refused := map[string]bool{}
	for _, r := range refusals {
		refused[r.Way] = strings.Contains(r.Why, "noexec") && strings.Contains(r.Remedy, "DRAGSTRIP_HOME")
	}
	if len(offers) > 0 || !refused[WayRelease] || !refused[WayDebianFolder] {
		t.Errorf("offers %+v, refusals %+v", offers, refusals)
	}
	if !exists(asked) || !strings.HasPrefix(in.folder(), asked) {
		t.Errorf("%q was asked about, for the folder %s", asked, in.folder())
	}
	if noExec(t.TempDir()) {
		t.Error("no program can be started from the folder of this test, which was started from there")
	}
}
