package install

import (
	"archive/tar"
	"strings"
	"testing"
)

// TestAReleaseWhoseLinksLeadOutIsNotInstalled: what counts is where a link
// really leads, even if that depends on a second archive.
func TestAReleaseWhoseLinksLeadOutIsNotInstalled(t *testing.T) {
	program := entry{name: "bin/zephyr-bench", body: "#!", mode: 0o755}
	for name, c := range map[string]struct{ first, second []entry }{
		"in one archive": {first: []entry{
			program,
			{name: "a/b/c/l1", kind: tar.TypeSymlink, link: "../../.."},
			{name: "l2", kind: tar.TypeSymlink, link: "a/b/c/l1/../out"},
		}},
		"in two archives": {
			first:  []entry{program, {name: "l", kind: tar.TypeSymlink, link: "bin/x/../../out"}},
			second: []entry{{name: "x", kind: tar.TypeSymlink, link: "."}},
		},
	} {
		f, in := newFakeRelease(t)
		f.add(ubuntuArchive, tarOf(t, c.first...))
		if c.second != nil {
			f.add("cudart-"+ubuntuArchive, tarOf(t, c.second...))
		}
		one, err := releaseOffer(t, f, in).Do(t.Context(), nil)
		if err == nil || !strings.Contains(err.Error(), "leads out of the archive's folder") {
			t.Errorf("%s: %+v, %v", name, one, err)
		}
		nothingLeft(t, in)
	}
}
