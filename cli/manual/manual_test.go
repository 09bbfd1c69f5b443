package manual

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// barista is a made-up program.
var barista = Program{
	Name: "barista", Version: "1.0", Summary: "barista makes coffee.",
	Pages: []Page{
		{Name: "look", Group: "Drink", Summary: "look around", Flags: []Flag{{Name: "--dark", Group: "Light", Words: "switch it off", Variable: "DARK"}}},
		{
			Name: "make", Group: "Drink", Summary: "make coffee", Takes: "[BEAN…]",
			About:    "BEAN is what grows on trees.\nLines flow together.\n\nParagraphs do not.\n  indented lines\n  stay",
			Examples: []Example{{"make arabica", "one cup"}, {"", "nothing"}},
			Flags: []Flag{
				{Name: "-t", Group: "Heat", Metavar: "DEGREES", Words: "how hot, which may take a few words more than fit into one line of a narrow terminal", Default: "93", Variable: "B_T"},
				{Name: "-ms", Group: "Milk", Metavar: "oat|soy|none", Words: "which milk", Variable: "B_MS"},
				{Name: "--with", Group: "Milk", Metavar: "FILE", Words: "a cake", Variable: "B_WITH"},
				{Name: "--in-this-cup-and-no-other", Group: "Milk", Metavar: "FOLDER", Words: "a cup", Variable: "B_IN"},
				{Name: "--hot", Group: "Milk", Words: "froth it", Variable: "B_HOT"},
			},
		},
		{Name: "order", Group: "Serve", Summary: "order something", Takes: "[small | large | remove ORDER]"},
		{Name: "order again", Group: "Serve", Summary: "order it again", Takes: "ORDER [BEAN]"},
	},
}

func TestTheHelpOfAVerbSaysWhatItTakes(t *testing.T) {
	for name, width := range map[string]int{"narrow": 40, "wide": 80} {
		t.Run(name, func(t *testing.T) {
			var s strings.Builder
			if err := barista.Overview(&s, width); err != nil {
				t.Fatal(err)
			}
			for _, p := range barista.Pages {
				s.WriteString("\n" + strings.Repeat("=", width) + "\n")
				if err := barista.Help(&s, p, width); err != nil {
					t.Fatal(err)
				}
			}
			golden.RequireEqual(t, s.String())
		})
	}
}

func TestTheManPageIsMadeFromTheSamePages(t *testing.T) {
	var s strings.Builder
	if err := barista.Man(&s); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, s.String())
}

func TestNothingInATextIsTakenForACommandOfTheManPage(t *testing.T) {
	for text, want := range map[string]string{
		".SH a": `\&.SH a`, "a\n'b": "a\n" + `\&'b`, `a\fB`: `a\efB`, "--x": `\-\-x`, `say "x"`: `say \(dqx\(dq`,
	} {
		if got := roff(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhatMayStandNext(t *testing.T) {
	stock := func(kind string) []Candidate {
		return map[string][]Candidate{"BEAN": {{"Arabica", ""}, {"robusta", ""}}, "ORDER": {{"o1", ""}, {"o2", ""}}}[kind]
	}
	for typed, want := range map[string]string{
		"":                                 "words look make order",
		"m":                                "words make",
		"-":                                "words --dark -h",
		"nothing ":                         "words",
		"make ":                            "words Arabica robusta",
		"make ara":                         "words Arabica",
		"make robusta a":                   "words Arabica",
		"make --":                          "words --with --in-this-cup-and-no-other --hot",
		"make -m":                          "words -ms",
		"make -ms ":                        "words oat soy none",
		"make --ms s":                      "words soy",
		"make -ms=s":                       "words -ms=soy",
		"make -ms oat,s":                   "words oat,soy",
		"make -ms=oat,s":                   "words -ms=oat,soy",
		"make -ms oat ":                    "words Arabica robusta",
		"make --hot ":                      "words Arabica robusta",
		"make -t ":                         "words",
		"make --with ":                     "files",
		"make --with=":                     "files",
		"make --in-this-cup-and-no-other ": "folders",
		"make -- -":                        "words",
		"make --nothing=":                  "words",
		"order ":                           "words small large remove again",
		"order remove ":                    "words o1 o2",
		"order small ":                     "words o1 o2",
		"order remove o1 ":                 "words",
		"order again ":                     "words o1 o2",
		"order again o1 ro":                "words robusta",
		"look ":                            "words",
	} {
		offer := barista.Complete(Words("barista " + typed)[1:], stock)
		got := strings.Fields(strings.NewReplacer("make coffee", "", "look around", "", "order something", "", "order it again", "",
			"which milk", "", "switch it off", "", "explain this verb", "", "a cake", "", "a cup", "", "froth it", "").Replace(offer.String()))
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if got := barista.Complete(nil, stock); len(got.Candidates) != 3 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestALineIsCutAsTheShellDoes(t *testing.T) {
	for line, want := range map[string][]string{
		"":                 {""},
		"run ":             {"run", ""},
		"run  a":           {"run", "a"},
		`run a\ b`:         {"run", "a b"},
		`run "a b" 'c \'d`: {"run", "a b", `c \d`},
		`run "a b`:         {"run", "a b"},
		`run "a\"b" ''`:    {"run", `a"b`, ""},
		`run '' `:          {"run", "", ""},
		`run a\`:           {"run", "a"},
	} {
		if got := Words(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// Every shell that is installed here must read its script without complaint.
// Bash also asks the program, which is here a file that always gives the same
// answer.
func TestShellsTakeTheirScripts(t *testing.T) {
	for _, shell := range Shells {
		text, err := Script(shell)
		if err != nil || !strings.Contains(text, "complete-words") {
			t.Fatalf("%s: %v, %s", shell, err, text)
		}
		path := filepath.Join(t.TempDir(), "script")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := exec.LookPath(shell); err != nil || shell == "powershell" {
			continue
		}
		if out, err := exec.Command(shell, "-n", path).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v, %s", shell, err, out)
		}
	}
	if _, err := Script("csh"); err == nil || !strings.Contains(err.Error(), "bash, zsh, fish, powershell") {
		t.Errorf("of another: %v", err)
	}
	if _, err := Script("../scripts"); err == nil {
		t.Error("a path is a shell")
	}
}

func TestBashReplacesOnlyWhatStandsAfterAColon(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash here")
	}
	script, err := Script("bash")
	if err != nil {
		t.Fatal(err)
	}
	const ask = `
dragstrip() { printf 'words\nQwen3:8b\tbig\nQwen3:8b two\t\n'; }
COMP_WORDS=(dragstrip run qwen3 :) COMP_CWORD=3 COMP_LINE='dragstrip run qwen3:' COMP_POINT=20
_dragstrip
printf '%s\n' "${COMPREPLY[@]}"`
	out, err := exec.Command("bash", "--norc", "-c", script+ask).CombinedOutput()
	if err != nil || string(out) != "8b\n8b\\ two\n" {
		t.Errorf("%v, %s", err, out)
	}
}

// Some flags of a verb may have no variable. The page used to claim that every
// flag has one.
func TestTheFooterNamesAFlagThatHasAVariable(t *testing.T) {
	with, without := Flag{Name: "--with", Metavar: "FILE", Variable: "B_WITH"}, Flag{Name: "--without", Metavar: "FILE"}
	for want, flags := range map[string][]Flag{
		"": {without},
		"Every flag can also be set by an environment variable: --with by B_WITH.": {with},
		"Most flags can also be set by an environment variable: --with by B_WITH.": {with, without},
	} {
		if got := (Page{Flags: flags}).footer(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
