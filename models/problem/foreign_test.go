package problem

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatIsNoModelIsKnownByItsBeginning(t *testing.T) {
	for begin, want := range map[string]string{
		"<!DOCTYPE html>": "web page", "\n\t<HTML lang=en>": "web page", "\xef\xbb\xbf<!-- hello -->": "web page",
		`{"error":"Repository not found"}`: "message from a server", "Invalid username or password.": "message from a server", "<?xml version": "message from a server",
		"version https://git-lfs.github.com/spec/v1\noid": "pointer left by git", "# xet version 0": "pointer left by git",
		"\x1f\x99": "", "PK\x03\x04": "zip archive", "\x1f\x8b\x08": "packed archive", "lmgg": "before GGUF",
		"GGUF": "", "": "", `{"model_type": "llama"}`: "", "versions of things": "", strings.Repeat(" ", 600) + "<html>": "",
	} {
		p := Foreign(strings.NewReader(begin))
		if (p == nil) != (want == "") || p != nil && !strings.Contains(p.Why, want) {
			t.Errorf("%q: %v, want %q", begin, p, want)
		}
	}
	if !errors.Is(Foreign(strings.NewReader("version https://git-lfs")), ErrIncomplete) {
		t.Error("of a pointer the model is missing")
	}
}
