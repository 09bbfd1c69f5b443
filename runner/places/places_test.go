package places

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func TestWhatLiesInAFolderOfAnyName(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("programs there end in .exe")
	}
	folder := filepath.Join(t.TempDir(), "an [odd] 'name'")
	for name, mode := range map[string]os.FileMode{"build/bin/tool": 0o755, "build-gpu/bin/tool": 0o755, "build/plain": 0o644} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	bin := filepath.Join(folder, "build", "bin")
	if got := Below(folder, "build*/bin"); !slices.Equal(got, []string{bin, filepath.Join(folder, "build-gpu", "bin")}) {
		t.Errorf("below: %q", got)
	}
	if path, ok := Program(bin, "tool"); !ok || path != filepath.Join(bin, "tool") {
		t.Errorf("the program: %q, %v", path, ok)
	}
	t.Chdir(bin)
	for _, none := range [][2]string{{bin, "other"}, {folder, "build"}, {filepath.Dir(bin), "plain"}, {"", "tool"}, {".", "tool"}} {
		if path, ok := Program(none[0], none[1]); ok {
			t.Errorf("%q is no program", path)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(bin, link); err != nil {
		t.Fatal(err)
	}
	resolved, err := filepath.EvalSymlinks(bin) // the temporary folder itself may be a link
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{link: resolved, "relative": "relative", "/no/such": "/no/such"} {
		if got := Real(path); got != want {
			t.Errorf("%s is really %s, not %s", path, got, want)
		}
	}
}

func TestPackageManagersFoldersBelowARoot(t *testing.T) {
	for _, folder := range System("/a root") {
		if rel, err := filepath.Rel("/a root", folder); err != nil || !filepath.IsLocal(rel) {
			t.Errorf("%s does not lie below the root", folder)
		}
	}
}
