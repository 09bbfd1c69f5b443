package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestAPresetFillsWhatNobodyTyped: flags beside it replace its values, and it
// replaces variables of the environment.
func TestAPresetFillsWhatNobodyTyped(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  map[string]string
		want string
	}{
		{[]string{"--preset", "article"}, nil, "-p 512,4096 -n 128 -pg 4096,128 -ngl 99"},
		{[]string{"-n", "16", "--preset", "article", "-ngl", "0"}, nil, "-p 512,4096 -n 16 -pg 4096,128 -ngl 0"},
		{[]string{"--preset", "depth-ladder"}, map[string]string{"DRAGSTRIP_D": "64"}, "-p 512 -n 128 -d 0,4096,16384,32768"},
		{[]string{"--preset", "Depth  Ladder"}, nil, "-p 512 -n 128 -d 0,4096,16384,32768"},
		{nil, map[string]string{"DRAGSTRIP_PRESET": "quick"}, "-p 512 -n 128"},
		{[]string{"--preset", "scoreboard"}, map[string]string{"DRAGSTRIP_PRESET": "quick"}, "-p 512 -n 128 -ngl 99 -fa 0,1"},
		{[]string{"--preset", "strix-halo", "-mmp", "1"}, nil, "-p 1-4096*2 -n 1-4096*2 -b 256 -fa 0,1"},
		{[]string{"--preset", "strix-halo"}, map[string]string{"DRAGSTRIP_MMP": "1", "DRAGSTRIP_DIO": "1", "DRAGSTRIP_LM": "mlock"}, "-p 1-4096*2 -n 1-4096*2 -lm none -b 256 -fa 0,1"},
		{[]string{"--preset", "words"}, map[string]string{"DRAGSTRIP_P": "64"}, "-p 0 -n 256"}, // as Plan reads it
		{[]string{"--preset", "words", "-p", "64"}, nil, "-p 64 -n 256"},
		{[]string{"--preset", "both"}, nil, "-p 0 -n 0 -pg 64,16"},
		{[]string{"--preset", "deep"}, nil, "-d 64"},
		{[]string{"--preset", "mine"}, nil, "-p 64 -n 32 -r 4 --no-sentinel"},
	} {
		e := shelf(t)
		e.getenv = func(name string) string { return c.env[name] }
		file := e.settings().Path
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("preset = mine: -p 64 -n 32 -r 4 -no-sentinel true\npreset = words: -n 256\npreset = both: -pg 64,16\npreset = deep: -d 64\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		f, r := e.runFlags()
		if _, err := f.parse(e, c.args); err != nil {
			t.Errorf("%v: %v", c.args, err)
			continue
		}
		if got := flagsOf(r); got != c.want {
			t.Errorf("%v %v: %s, want %s", c.env, c.args, got, c.want)
		}
	}
}

// flagsOf says what flags ask for, for these tests.
func flagsOf(r *runFlags) string {
	w := r.plan.wishes()
	var words []string
	add := func(flag string, values []string) {
		if len(values) > 0 {
			words = append(words, flag, strings.Join(values, ","))
		}
	}
	add("-p", w.Prompts)
	add("-n", w.Generations)
	add("-pg", w.Pairs)
	add("-d", w.Depths)
	for _, other := range []string{w.Mmap, w.DirectIO} {
		if other != "" && len(w.Params["load_mode"]) > 0 {
			words = append(words, "beside -lm:", other)
		}
	}
	for _, def := range bench.Parameters {
		add("-"+def.Flag, w.Params[def.Key])
	}
	if w.Repetitions != bench.DefaultRepetitions {
		add("-r", []string{strconv.Itoa(w.Repetitions)})
	}
	if w.Rounds.NoSentinel {
		words = append(words, "--no-sentinel")
	}
	return strings.Join(words, " ")
}

// TestThePresetsOfTheCommandAreThoseOfTheScreen: there is one list, help and
// completion have it, and a wrong name is told.
func TestThePresetsOfTheCommandAreThoseOfTheScreen(t *testing.T) {
	w := newWorld(t)
	help := w.must("help", "run")
	words := w.must(completeVerb, "=", "run", "--preset")
	for _, p := range givenPresets() {
		if word := presetWord(p.Name); !strings.Contains(help, word) || !strings.Contains(words, word) {
			t.Errorf("%s is not in\n%s\n%s", word, help, words)
		}
	}
	code, _, errs := w.dragstrip("run", "--preset", "quik")
	if code != exitUsage || !strings.Contains(errs, "did you mean quick?") || !strings.Contains(errs, "depth-ladder") {
		t.Error(errs)
	}
	if code, _, errs := w.dragstrip("run", "--resume", "x", "--preset", "quick"); code != exitUsage || !strings.Contains(errs, "leave out --preset") {
		t.Error(errs)
	}
	w.withStore(map[string]string{"words:latest": "FROM " + w.tiny() + "\n"})
	var said struct{ Plan bench.Plan }
	out := w.must("run", "words", "--engine", "ollama", "--preset", "geerling-ollama", "-n", "16", "--dry-run", "--json")
	if err := json.Unmarshal([]byte(out), &said); err != nil || len(said.Plan.Jobs) != 1 || said.Plan.Jobs[0].Params[bench.PromptText] != "questions" || len(said.Plan.Jobs[0].Tests) != 2 || said.Plan.Jobs[0].Tests[1].Generation != 16 {
		t.Errorf("%v\n%s", err, out)
	}
}
