package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
)

// manners is an env with these variables. It also gives the buffers for what
// the env prints.
func manners(t *testing.T, variables map[string]string) (e *env, out, errs *bytes.Buffer) {
	t.Helper()
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	e = shelf(t)
	others := e.getenv
	e.getenv = func(name string) string {
		if value, ok := variables[name]; ok {
			return value
		}
		return others(name)
	}
	e.out, e.err, e.verbs = out, errs, verbs()
	return e, out, errs
}

var metavar = regexp.MustCompile(`^[A-Z][A-Z=,]*$|^[^A-Z|]+(\|[^A-Z|]+)+$`)

// If a flag's metavar is "value", or the flag has no heading, nobody has
// described it.
func TestEveryVerbAndFlagIsDescribed(t *testing.T) {
	e, _, _ := manners(t, nil)
	// A variable is meant for new sessions, so it sets nothing that the live session
	// of `control add` gives. Every other flag of every verb has a variable.
	givenBySession := []string{"--engine", "--key-env", "-rpc", "-p", "-n", "-pg", "-d", "-r", "--delay", "--no-warmup", "-mmp", "-dio"}
	for _, p := range bench.Parameters {
		givenBySession = append(givenBySession, spelled(p.Flag))
	}
	typedOnly := map[string][]string{ // the flags of each verb that no variable sets
		"control add": givenBySession, "compare": {spelled(presetFlag)}, "history": {"--format", "-o"}, "standin": {"--format", "-o"},
	}
	for _, page := range e.program().Pages {
		if page.Summary == "" || page.Group == "" || len(page.Examples) == 0 && page.Name != "version" {
			t.Errorf("%s: no summary, group or example", page.Name)
		}
		for _, x := range page.Examples {
			if !strings.HasPrefix(x.Line+" ", page.Name+" ") && page.Name != e.verbs[0].name || x.Words == "" {
				t.Errorf("%s: %q is no example of it", page.Name, x.Line)
			}
			for _, word := range strings.Fields(x.Line) {
				if _, ok := page.Flag(word); !ok && strings.HasPrefix(word, "-") && page.Name != "man" {
					t.Errorf("%s: its example has a flag %s, which it has not", page.Name, word)
				}
			}
		}
		for _, f := range page.Flags {
			switch isBool := f.Metavar == ""; {
			case f.Group == "" || f.Words == "":
				t.Errorf("%s %s: no group or words", page.Name, f.Name)
			case (f.Variable == "") != slices.Contains(typedOnly[page.Name], f.Name):
				t.Errorf("%s %s: its variable is %q", page.Name, f.Name, f.Variable)
			case !isBool && !metavar.MatchString(f.Metavar):
				t.Errorf("%s %s: %q says not what the value is", page.Name, f.Name, f.Metavar)
			}
		}
		if strings.Contains(page.Takes, "FLAGS") {
			t.Errorf("%s: usage adds [FLAGS] by itself", page.Name)
		}
	}
	if n := len(e.program().Pages); n < 15 {
		t.Errorf("%d pages", n)
	}
}

func TestHelpOfAVerbIsTheSameHoweverAsked(t *testing.T) {
	e, out, errs := manners(t, nil)
	var first string
	for _, args := range [][]string{{"help", "run"}, {"run", "-h"}, {"run", "--help"}, {"run", "x", "-h"}} {
		out.Reset()
		if code := e.main(args); code != exitDone || errs.Len() > 0 {
			t.Fatalf("%v: %d, %s", args, code, errs)
		}
		if first == "" {
			first = out.String()
		}
		if out.String() != first {
			t.Errorf("%v: another help:\n%s", args, out)
		}
	}
	for _, part := range []string{"Usage: dragstrip run [MODEL…] [FLAGS]\n", "\nExamples\n  dragstrip run ", "\nWhat is measured\n", "-fa on|off|auto  ", "-m MODEL  ", "--fail-if by\nDRAGSTRIP_FAIL_IF.\n"} {
		if !strings.Contains(first, part) {
			t.Errorf("no %q in\n%s", part, first)
		}
	}
	out.Reset()
	if e.main([]string{"help", "control", "add"}); !strings.Contains(out.String(), "control add [MODEL…]") {
		t.Errorf("of a verb's verb: %s", out)
	}
	for _, args := range [][]string{{"help"}, {"-h"}, {"--help"}} {
		out.Reset()
		if e.main(args); !strings.Contains(out.String(), "\nMeasure\n  screens ") || strings.Contains(out.String(), completeVerb) {
			t.Errorf("%v: %s", args, out)
		}
	}
}

// Somebody who gave no -fa would search the command line in vain, so the error
// names the variable.
func TestAMistakeOfAVariableIsToldAsThat(t *testing.T) {
	for name, want := range map[string]string{
		"DRAGSTRIP_FA":       `the variable DRAGSTRIP_FA is set to "banana": -fa "banana" is not possible (`,
		"DRAGSTRIP_P":        `the variable DRAGSTRIP_P is set to "banana": -p: "banana" is not a count`,
		"DRAGSTRIP_R":        `the variable DRAGSTRIP_R: "banana" is not possible for -r (repetitions of each test)` + "\n",
		"DRAGSTRIP_MAX_TIME": "times are written 90s, 10m, 1h30m\n",
	} {
		e, _, errs := manners(t, map[string]string{name: "banana"})
		if code := e.main([]string{"run", "x.gguf"}); code != exitUsage {
			t.Errorf("%s: %d", name, code)
		}
		if !strings.Contains(errs.String(), want) {
			t.Errorf("%s: %s", name, errs)
		}
	}
	e, _, errs := manners(t, map[string]string{"DRAGSTRIP_FA": "on"})
	if e.main([]string{"run", "x.gguf", "-fa", "banana"}); strings.Contains(errs.String(), "variable") {
		t.Errorf("the flag was wrong: %s", errs)
	}
}

// TestEachVerbBlamesTheVariable: only run and tune used to do that.
func TestEachVerbBlamesTheVariable(t *testing.T) {
	for line, want := range map[string]string{
		"DRAGSTRIP_FORMAT=banana report":          `the variable DRAGSTRIP_FORMAT is set to "banana": --format`,
		"DRAGSTRIP_FORMAT=banana compare a b":     `the variable DRAGSTRIP_FORMAT is set to "banana": --format`,
		"DRAGSTRIP_BY=banana compare a b":         `the variable DRAGSTRIP_BY is set to "banana": --by`,
		"DRAGSTRIP_SORT=banana predict x":         `the variable DRAGSTRIP_SORT is set to "banana": --sort`,
		"DRAGSTRIP_SINCE=banana history":          `the variable DRAGSTRIP_SINCE is set to "banana": --since`,
		"DRAGSTRIP_DEPTH=-3 models":               `the variable DRAGSTRIP_DEPTH is set to "-3": --depth`,
		"DRAGSTRIP_PRESET=banana run x.gguf":      `the variable DRAGSTRIP_PRESET is set to "banana": --preset`,
		"DRAGSTRIP_FORGET_VARIANT=banana engines": `no variant banana was added; `,
		"DRAGSTRIP_ADD=/banana models":            `(the variable DRAGSTRIP_ADD is set to "/banana")`,
		"DRAGSTRIP_SCALES=banana standin tiny":    `the variable DRAGSTRIP_SCALES is set to "banana": --scales`,
		"DRAGSTRIP_GOAL=banana tune x.gguf":       `the variable DRAGSTRIP_GOAL is set to "banana": --goal`,
	} {
		fields := strings.Fields(line)
		name, value, _ := strings.Cut(fields[0], "=")
		e, _, errs := manners(t, map[string]string{name: value})
		if code := e.main(fields[1:]); code == exitDone || !strings.Contains(errs.String(), want) || strings.Count(errs.String(), name) != 1 {
			t.Errorf("%s: %d %s", line, code, errs)
		}
	}
	// A variable for reports says nothing to verbs whose flag means something else.
	e, _, errs := manners(t, map[string]string{"DRAGSTRIP_FORMAT": "html", "DRAGSTRIP_O": "x.html"})
	if code := e.main([]string{"history"}); code != exitDone {
		t.Errorf("%d %s", code, errs)
	}
}

func TestWhatMayHaveBeenMeantIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"rnu":                 "did you mean run? ",
		"hlep run":            "did you mean help? ",
		"help hsitory":        "did you mean history? ",
		"xylophone":           `there is no verb "xylophone"; ` + "`dragstrip help` lists the verbs",
		"run -ngll 3":         "run has no flag --ngll; did you mean -ngl? ",
		"run --no-hsah":       "did you mean --no-hash? ",
		"run --dry-rum":       "did you mean --dry-run? ",
		"report --fromat":     "did you mean --format? ",
		"--mose":              "did you mean --mouse? ",
		"--fa on":             "`dragstrip help run` the flags of a measurement",
		"standin lama-3.2-1b": "did you mean llama-3.2-1b? ",
		"run -r three":        `"three" is not possible for -r (repetitions of each test)` + "\n",
		"run --no-hash=maybe": `"maybe" is not possible for --no-hash (`,
		"run --max-time 5":    "--max-time 5 has no unit: 5s is seconds, 5m minutes, 5h hours",
		"run --max-time soon": "times are written 90s, 10m, 1h30m",
		"run --max-time x":    "times are written 90s",
	} {
		e, _, errs := manners(t, nil)
		if code := e.main(strings.Fields(line)); code != exitUsage || !strings.Contains(errs.String(), want) {
			t.Errorf("%s: %d, %s", line, code, errs)
		}
	}
}

// The flags of the screens are listed once. There used to be a second list, and
// a flag that was missing in that list was refused if no verb was given.
func TestTheScreensTakeTheirFlagsWithoutTheVerb(t *testing.T) {
	e, _, _ := manners(t, nil)
	for _, f := range e.page(e.verbs[0]).Flags {
		e, _, errs := manners(t, nil)
		if e.main([]string{f.Name, "--nothing-such"}); !strings.Contains(errs.String(), "screens has no flag --nothing-such") {
			t.Errorf("%s: %s", f.Name, errs)
		}
	}
}

func TestTheManPageHasEveryVerb(t *testing.T) {
	e, out, _ := manners(t, nil)
	if code := e.main([]string{"man"}); code != exitDone {
		t.Fatal(code)
	}
	for _, page := range e.program().Pages {
		if !strings.Contains(out.String(), `.SS "dragstrip `+page.Name) {
			t.Errorf("no %s", page.Name)
		}
	}
}

func TestModelsAndSessionsAreCompleted(t *testing.T) {
	e, out, errs := manners(t, nil)
	w := world{t: t}
	w.copyModel(e.places.models(), "tiny.gguf")
	session := shelve(t, e, bench.Session{}.Started, 1, true).Name()
	for _, c := range []struct {
		args []string
		part string
	}{
		{[]string{"=", "run"}, "files\nTiny\t8.41 MiB"},
		{[]string{"--line", "dragstrip attach 2"}, "words\n"},
		{[]string{"--line", "dragstrip report 2"}, "files\n"},
		{[]string{"=", "report"}, "\nlast\tthe newest session that was measured here\n" + session + "\t"},
		{[]string{"=lla", "run", "--engine"}, "words\nllama.cpp\tthe best build"},
		{[]string{"=llama-3.2-1b", "standin"}, "llama-3.2-1b\t"},
		{[]string{"=Q8", "standin", "llama-3.2-1b"}, "\nQ8_0\t\n"},
		{[]string{"=hi", "help"}, "words\nhistory\tlist the sessions\n"},
		{[]string{"=z", "completion"}, "words\nzsh\t\n"},
	} {
		out.Reset()
		if code := e.main(append([]string{completeVerb}, c.args...)); code != exitDone || !strings.Contains(out.String(), c.part) || errs.Len() > 0 {
			t.Errorf("%q: %d, no %q in %s%s", c.args, code, c.part, out, errs)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if words := e.sessionWords(ended); len(words) != 2 || words[1].Word != session {
		t.Errorf("where time is up: %v", words)
	}
}

// A name without blanks needs no quotes in any shell.
func TestAModelIsCompletedByAWordThatMeansItAlone(t *testing.T) {
	of := func(name, quant string) models.Found {
		return models.Found{Model: bench.Model{Name: name, Quant: quant, Path: filepath.Join("/m", name+quant)}}
	}
	all := []models.Found{of("Qwen3 8B", "Q4_0"), of("Qwen3 8B", "Q8_0"), of("llama3.2:latest", "Q4_K_M")}
	var words []string
	for _, c := range modelWords(all) {
		words = append(words, c.Word)
		if _, err := models.ByName(all).Pick(c.Word); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(words, []string{"Qwen3-8B-Q4_0", "Qwen3-8B-Q8_0", "llama3.2-latest"}) {
		t.Errorf("%q", words)
	}
}
