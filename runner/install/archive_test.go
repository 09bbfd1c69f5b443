package install

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// entry is one file, folder or link in an archive that a test makes.
type entry struct {
	name, body string
	mode       int64
	kind       byte // of tar
	link       string
}

func tarOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, e := range entries {
		if e.kind == 0 {
			e.kind = tar.TypeReg
		}
		if e.mode == 0 {
			e.mode = 0o644
		}
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Mode: e.mode, Size: int64(len(e.body)), Linkname: e.link}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.body)); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	z.Close()
	return b.Bytes()
}

func zipOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		h.SetMode(os.FileMode(e.mode))
		if e.kind == tar.TypeSymlink {
			h.SetMode(os.ModeSymlink | 0o777)
			e.body = e.link
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e.body)); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return b.Bytes()
}

func unpackInto(t *testing.T, content []byte, name, folder string) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "archive")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return unpackArchive(context.Background(), file, name, folder)
}

func TestArchivesAreUnpackedWithTheirProgramsAndLinks(t *testing.T) {
	entries := []entry{
		{name: "zephyr-b1/", kind: tar.TypeDir, mode: 0o755},
		{name: "./zephyr-b1/zephyr-bench", body: "program", mode: 0o4755},
		{name: "zephyr-b1/libplug.so.1", body: "library", mode: 0o644},
		{name: "zephyr-b1/libplug.so", kind: tar.TypeSymlink, link: "libplug.so.1"},
		{name: "zephyr-b1/deep/er/x", body: "x"},
		{name: "zephyr-b1/deep/up", kind: tar.TypeSymlink, link: "../libplug.so.1"},
	}
	folder := t.TempDir()
	if err := unpackInto(t, tarOf(t, entries...), "zephyr.tar.gz", folder); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"zephyr-bench": "program", "libplug.so": "library", "deep/er/x": "x", "deep/up": "library"} {
		if got, err := os.ReadFile(filepath.Join(folder, "zephyr-b1", filepath.FromSlash(name))); string(got) != want {
			t.Errorf("%s holds %q (%v), want %q", name, got, err, want)
		}
	}
	st, err := os.Stat(filepath.Join(folder, "zephyr-b1", "zephyr-bench"))
	if err != nil || st.Mode()&0o111 == 0 || st.Mode()&os.ModeSetuid != 0 {
		t.Errorf("the program's mode is %v", st.Mode())
	}
	folder = t.TempDir()
	if err := unpackInto(t, zipOf(t, entry{name: "a/zephyr.exe", body: "x", mode: 0o755}, entry{name: "a/l", kind: tar.TypeSymlink, link: "zephyr.exe"}), "a.zip", folder); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(folder, "a", "l")); string(got) != "x" {
		t.Errorf("the zip's link holds %q", got)
	}
}

func TestZipsWithWindowsSeparatorsHaveFolders(t *testing.T) {
	folder := t.TempDir()
	if err := unpackInto(t, zipOf(t, entry{name: `build\bin\`, mode: 0o755}, entry{name: `build\bin\zephyr-bench.exe`, body: "x", mode: 0o644}), "a.zip", folder); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(folder, "build", "bin", "zephyr-bench.exe")); string(got) != "x" {
		t.Errorf("the program holds %q: %v", got, err)
	}
	for _, name := range []string{`..\out`, `a\..\..\out`, `\out`} {
		if err := unpackInto(t, zipOf(t, entry{name: name, body: "x", mode: 0o644}), "a.zip", t.TempDir()); err == nil {
			t.Errorf("%s was unpacked", name)
		}
	}
}

// These hostile archives try to write outside their folder, to link to the
// outside, or to make something other than files.
var hostile = map[string][]entry{
	"up":                {{name: "../out", body: "x"}},
	"up inside":         {{name: "a/../../out", body: "x"}},
	"absolute":          {{name: "/out", body: "x"}},
	"link up":           {{name: "l", kind: tar.TypeSymlink, link: "../out"}},
	"link absolute":     {{name: "l", kind: tar.TypeSymlink, link: "/etc/passwd"}},
	"through a link":    {{name: "d", kind: tar.TypeSymlink, link: "."}, {name: "d/d/d/l", kind: tar.TypeSymlink, link: "../../../out"}},
	"file below a link": {{name: "d", kind: tar.TypeSymlink, link: "e"}, {name: "d/x", body: "x"}},
	"hard link up":      {{name: "h", kind: tar.TypeLink, link: "../out"}},
	"hard link away":    {{name: "h", kind: tar.TypeLink, link: "/etc/passwd"}},
	"chain of links": {
		{name: "a/b/c/l1", kind: tar.TypeSymlink, link: "../../.."},
		{name: "l2", kind: tar.TypeSymlink, link: "a/b/c/l1/../out"},
		{name: "l2", body: "x"},
	},
	"link through a link that comes later": {
		{name: "l2", kind: tar.TypeSymlink, link: "a/b/c/l1/../out"},
		{name: "a/b/c/l1", kind: tar.TypeSymlink, link: "../../.."},
	},
	"hard link to a link": {
		{name: "a/b/l", kind: tar.TypeSymlink, link: "../../b"},
		{name: "l", kind: tar.TypeLink, link: "a/b/l"},
	},
	"device": {{name: "null", kind: tar.TypeChar}},
	"pipe":   {{name: "pipe", kind: tar.TypeFifo}},
}

func TestHostileArchivesAreRefused(t *testing.T) {
	for name, entries := range hostile {
		outer := t.TempDir()
		put(t, "untouched", outer, "out")
		folder := filepath.Join(outer, "in")
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := unpackInto(t, tarOf(t, entries...), "x.tar.gz", folder); err == nil {
			t.Errorf("%s: unpacked", name)
		}
		if !strings.Contains(name, "hard") && name != "device" && name != "pipe" {
			if err := unpackInto(t, zipOf(t, entries...), "x.zip", folder); err == nil {
				t.Errorf("%s as zip: unpacked", name)
			}
		}
		if got, _ := os.ReadFile(filepath.Join(outer, "out")); string(got) != "untouched" {
			t.Errorf("%s: a file outside was changed to %q", name, got)
		}
		if err := linksStayInside(folder); err != "" {
			t.Errorf("%s: %s", name, err)
		}
	}
}

// linksStayInside tells which link below a folder leads out of it, or "".
func linksStayInside(folder string) string {
	bad := ""
	resolved, _ := filepath.EvalSymlinks(folder)
	filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Type()&os.ModeSymlink == 0 {
			return nil
		}
		target, err := filepath.EvalSymlinks(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if rel, relErr := filepath.Rel(resolved, target); err != nil || relErr != nil || !filepath.IsLocal(rel) {
			bad = path + " leads to " + target
		}
		return nil
	})
	return bad
}

func TestArchivesHaveBounds(t *testing.T) {
	u := &unpacker{ctx: t.Context(), files: maxFiles}
	if err := u.count(); err == nil {
		t.Error("one file too many was taken")
	}
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	u = &unpacker{ctx: t.Context(), root: root, room: 3}
	if err := u.file("x", 0o644, strings.NewReader("four")); err == nil {
		t.Error("a byte too many was taken")
	}
	if err := unpackInto(t, tarOf(t, entry{name: "zeros", body: strings.Repeat("\x00", smallRoom+8<<20)}), "x.tar.gz", t.TempDir()); err == nil {
		t.Error("a bomb was unpacked")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (&unpacker{ctx: cancelled}).count(); err == nil {
		t.Error("unpacking went on though it was cancelled")
	}
}

func FuzzUnpack(f *testing.F) {
	for _, entries := range hostile {
		var t testing.T
		f.Add(tarOf(&t, entries...), true)
		f.Add(zipOf(&t, entries...), false)
	}
	f.Fuzz(func(t *testing.T, content []byte, isTar bool) {
		outer := t.TempDir()
		folder := filepath.Join(outer, "in")
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		name := "x.zip"
		if isTar {
			name = "x.tar.gz"
		}
		unpackInto(t, content, name, folder)
		if entries, _ := os.ReadDir(outer); len(entries) != 1 {
			t.Errorf("something was written outside: %v", entries)
		}
		if bad := linksStayInside(folder); bad != "" {
			t.Error(bad)
		}
	})
}
