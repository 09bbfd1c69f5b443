package journal

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

// TestANoteStaysALine: the note is shown in a status line.
func TestANoteStaysALine(t *testing.T) {
	h := readHolder([]byte(`{"session":"` + strings.Repeat("s", 4000) + `","user":"\u001b]0;x\u0007eve","process":1}`))
	text := Ahead{h, 2}.WaitText(Holder{User: "ada"})
	if ansi.StringWidth(text) > 160 || !strings.HasSuffix(text, " of eve; 2 more sessions are before this one") {
		t.Errorf("%q", text)
	}
	if h := readHolder([]byte(`{"session":"a","process":-1}`)); h != (Holder{}) {
		t.Errorf("%+v: the number would stand for a group of processes", h)
	}
}

// FuzzHolder: anybody on the machine may write the note at the lock.
func FuzzHolder(f *testing.F) {
	me := Me("2026-11-29-1200-abcd")
	note, err := json.Marshal(me)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(note)
	for _, seed := range []string{
		"", "{}", "null", `[1]`, `{"session":"a","process":1e3}`, `{"session":"a","process":-9223372036854775808}`,
		`{"session":"\u001b]0;owned\u0007\u009b2J\u202e..","user":"e\u0301\u0301\u0301\u0301\u0301\u0301ve","since":"0000-01-01T00:00:00+23:59"}`,
		`{"session":"a","session":"b","SESSION":"c"} {"process":2}`, "{\"session\":\"\xff\xfe\x9d0;x\x9c\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, note []byte) {
		h := readHolder(note)
		if h.Process < 0 {
			t.Fatalf("process %d", h.Process)
		}
		for _, text := range []string{h.Session, h.User, h.Measures(me), h.Measures(Holder{})} {
			if bench.Clean(text) != text || len(text) > 2048 {
				t.Fatalf("%q reaches a screen", text)
			}
		}
		if w := ansi.StringWidth(h.Measures(me)); w > 130 {
			t.Fatalf("%d cells wide", w)
		}
		written, err := json.Marshal(h)
		if err != nil {
			t.Fatalf("%+v cannot be written: %v", h, err)
		}
		if again := readHolder(written); again.Session != h.Session || again.User != h.User || again.Process != h.Process || !again.Since.Equal(h.Since) {
			t.Fatalf("%+v was read back as %+v", h, again)
		}
	})
}
