package theme

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestTerminalsAreToldFromTheEnvironment(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want Options
	}{
		"a modern terminal":        {map[string]string{"TERM": "xterm-256color", "LANG": "de_DE.UTF-8"}, Options{Color: true, Weights: true}},
		"the locale over ssh is C": {map[string]string{"TERM": "xterm", "LC_ALL": "C"}, Options{Color: true, Weights: true, ASCII: true}},
		"no locale at all":         {map[string]string{"TERM": "xterm"}, Options{Color: true, Weights: true, ASCII: true}},
		"LC_ALL beats LANG":        {map[string]string{"TERM": "xterm", "LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, Options{Color: true, Weights: true, ASCII: true}},
		"NO_COLOR":                 {map[string]string{"TERM": "xterm", "NO_COLOR": "1", "LC_CTYPE": "C.utf8"}, Options{Weights: true}},
		"dumb":                     {map[string]string{"TERM": "dumb", "LANG": "C.UTF-8"}, Options{}},
		"Windows Terminal":         {map[string]string{"TERM": "xterm", "WT_SESSION": "x"}, Options{Color: true, Weights: true}},
	} {
		if got := FromEnv(func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
	}
}

func TestTonesAreOnePairOfSequences(t *testing.T) {
	plain, colours := New(Options{}), New(Options{Color: true})
	for tone := Muted; tone < tones; tone++ {
		if got := plain.Paint(tone, "text"); got != "text" {
			t.Errorf("without colour: %q", got)
		}
		got := colours.Paint(tone, "some text")
		if ansi.Strip(got) != "some text" || !strings.HasPrefix(got, "\x1b[") || strings.Count(got, "\x1b[") != 2 {
			t.Errorf("tone %d: %q", tone, got)
		}
	}
	if got := colours.Paint(Plain, "text"); got != "text" {
		t.Errorf("plain text is painted: %q", got)
	}
}

// NO_COLOR used to remove bold and faint, too, and all texts looked equally
// important.
func TestWithoutColoursTheWeightsStay(t *testing.T) {
	th := New(Options{Weights: true})
	for tone, want := range map[Tone]string{Muted: "2", Strong: "1", Focus: "1;7", Warn: "1", Good: "", Filled: ""} {
		got := th.Paint(tone, "text")
		if want != "" {
			want = "\x1b[" + want + "m"
		}
		if strings.Split(got, "text")[0] != want {
			t.Errorf("tone %d: %q, want %q before it", tone, got, want)
		}
	}
}

func TestSpelledWritesPlusMinusInASCII(t *testing.T) {
	if got := New(Options{ASCII: true}).Spelled("88.1 ± 0.2"); got != "88.1 +/- 0.2" {
		t.Errorf("%q", got)
	}
	if got := New(Options{}).Spelled("± 0.2"); got != "± 0.2" {
		t.Errorf("%q", got)
	}
}

func TestPlainlyKeepsEveryWidth(t *testing.T) {
	th := New(Options{ASCII: true})
	for _, s := range []string{"88.1 ± 0.2", "a – b … c", "模型 x", "🏳️‍🌈!", "▌● ✓ ▲", "plain", "ñ é"} {
		got := th.Plainly(s)
		if ansi.StringWidth(got) != ansi.StringWidth(s) || !isASCII(got) {
			t.Errorf("%q becomes %q", s, got)
		}
	}
	if s := "± …"; New(Options{}).Plainly(s) != s {
		t.Error("a UTF-8 terminal gets something else")
	}
}
