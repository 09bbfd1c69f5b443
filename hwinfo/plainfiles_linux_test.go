package hwinfo

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A file is read whole up to the limit. Neither a folder nor a pipe without a
// writer blocks the reader.
func TestFilesAreReadPlainly(t *testing.T) {
	dir := t.TempDir()
	text := bytes.Repeat([]byte("0123456789"), 10_000)
	if err := os.WriteFile(filepath.Join(dir, "long"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	name := func(file string) string { return strings.TrimPrefix(filepath.Join(dir, file), "/") }
	for _, c := range []struct {
		file string
		most int
		want []byte
		ok   bool
	}{
		{"long", maxOutput, text, true},
		{"long", 50_000, text[:50_000], true},
		{"long", 7, text[:7], true},
		{"pipe", maxOutput, nil, true},
		{".", maxOutput, nil, false},
		{"missing", maxOutput, nil, false},
	} {
		got, err := plainFiles{}.readPlain(name(c.file), c.most)
		if !bytes.Equal(got, c.want) || (err == nil) != c.ok {
			t.Errorf("%s, at most %d: %d bytes, %v", c.file, c.most, len(got), err)
		}
	}
	if _, err := (plainFiles{}).readPlain("../etc/passwd", 10); err == nil {
		t.Error("a name that leads out was read")
	}
	if stat := (Root{}).or().read("proc/stat"); !strings.HasPrefix(stat, "cpu") {
		t.Errorf("/proc/stat is %.40q", stat)
	}
}
