package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/printed"
	"dragstrip/tui"
)

// builtinPresets are settings that people know. They come from llama-bench's own
// defaults, from the scoreboards in llama.cpp's discussions 4167 (Apple silicon)
// and 10879 (Vulkan), and from the depths that people quote for agents.
var builtinPresets = []tui.Preset{
	{Name: "quick", Help: "pp512 and tg128, what people publish", Fields: map[string]string{"p": "512", "n": "128"}},
	{Name: "scoreboard", Help: "as in the published scoreboards: pp512 tg128, everything on the GPU, flash attention off and on", Fields: map[string]string{"p": "512", "n": "128", "ngl": "99", "fa": "0,1"}},
	{Name: "article", Help: "as in J. Geerling's tables and the blog posts that follow them: short and long prompts, and prompt and generation timed together", Fields: map[string]string{"p": "512,4096", "n": "128", "pg": "4096,128", "ngl": "99"}},
	{Name: "strix-halo", Help: "as lhl's tests of Strix Halo: lengths of powers of two up to 4096, flash attention off and on, batch 256, no mmap; tick all builds. compare --preset strix-halo prints his table", Fields: map[string]string{"p": "1-4096*2", "n": "1-4096*2", "fa": "0,1", "b": "256", "lm": "none"}},
	{Name: "depth ladder", Help: "how the speed falls as the context fills: depth 0, 4k, 16k, 32k", Fields: map[string]string{"p": "512", "n": "128", "d": "0,4096,16384,32768"}},
}

// givenPresets are the built-in presets, and those that ask servers as other tools
// do.
func givenPresets() []tui.Preset {
	out := slices.Clone(builtinPresets)
	for _, p := range printed.Presets {
		fields, parts := map[string]string{}, strings.Fields(p.Flags)
		for i := 0; i+1 < len(parts); i += 2 {
			fields[strings.TrimPrefix(parts[i], "-")] = parts[i+1]
		}
		out = append(out, tui.Preset{Name: p.Name, Help: p.InPlan + ". Only for servers; compare --preset " + p.Name + " prints it", Fields: fields})
	}
	return out
}

// presets gives the presets that are given, and the saved ones. It gives the former
// even if the settings cannot be read.
func (e *env) presets() ([]tui.Preset, error) {
	out := givenPresets()
	own, err := e.settings().Presets()
	for _, p := range own {
		out = append(out, tui.Preset{Name: p.Name, Help: "your own", Own: true, Fields: p.Fields})
	}
	return out, err
}

// preset finds a preset by its name. Blanks may be written as dashes, so that no
// quotes are needed. A preset that the user saved comes before one of the same name
// that is given.
func (e *env) preset(name string) (tui.Preset, error) {
	all, err := e.presets()
	if err != nil {
		return tui.Preset{}, err
	}
	for _, p := range slices.Backward(all) {
		if presetWord(p.Name) == presetWord(name) {
			return p, nil
		}
	}
	names := presetWords(all)
	return tui.Preset{}, usagef("--preset %s: there is no such preset; %sthe presets are %s", bench.Clean(name), didYouMean(nearest(presetWord(name), names)), bench.Joined(names))
}

// presetWord is a preset's name as one word.
func presetWord(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(bench.Clean(name))), "-")
}

func presetWords(all []tui.Preset) (words []string) {
	for _, p := range all {
		words = append(words, presetWord(p.Name))
	}
	return words
}

// presetFlag is the flag that names a preset.
const presetFlag = "preset"

// presetFlags defines the flag that names a preset. The flags of the preset that
// nobody typed are then set.
func presetFlags(f *flags) {
	name := f.String(presetFlag, "", "measure what a `PRESET` says: "+bench.Joined(presetWords(givenPresets()))+", or one that you saved on the screen Plan; flags beside it replace its values")
	f.fill = func(e *env) error {
		if !f.given()[presetFlag] {
			*name = e.getenv(f.variable(presetFlag))
			f.variables[presetFlag] = *name
		}
		if *name == "" {
			return nil
		}
		p, err := e.preset(*name)
		if err != nil {
			return err
		}
		return fillFrom(f, p)
	}
}

// sameFlags are the flags that set the same parameter. One of them that was given
// replaces the others of a preset.
var sameFlags = map[string][]string{"lm": {"mmp", "dio"}}

// fillFrom sets the flags of a preset that nobody typed. They replace variables of
// the environment, also those of flags that set the same parameter. If the preset
// names lengths, it names all: there is no usual length beside them.
func fillFrom(f *flags, p tui.Preset) error {
	given := f.given()
	for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
		value := strings.TrimSpace(p.Fields[name])
		if value == "" || given[name] || slices.ContainsFunc(sameFlags[name], func(other string) bool { return given[other] }) {
			continue
		}
		if f.Lookup(name) == nil {
			return usagef("the preset %s has the flag %s, which `dragstrip %s` does not know", bench.Clean(p.Name), bench.Clean(spelled(name)), f.Name())
		}
		if err := f.Set(name, value); err != nil {
			return fmt.Errorf("the preset %s: %s", bench.Clean(p.Name), f.wrong(name, value, err.Error()))
		}
		for _, other := range sameFlags[name] { // a flag that was set is not read from its variable
			if err := f.Set(other, ""); err != nil {
				return err
			}
		}
	}
	if p.Fields["p"]+p.Fields["n"]+p.Fields["pg"] == "" {
		return nil
	}
	for _, name := range []string{"p", "n"} {
		if given[name] || strings.TrimSpace(p.Fields[name]) != "" {
			continue
		}
		if err := f.Set(name, "0"); err != nil {
			return err
		}
	}
	return nil
}
