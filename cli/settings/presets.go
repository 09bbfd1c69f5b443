package settings

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// preset is the key of a line that holds a preset: "preset = NAME: -p 512 -n 128".
const preset = "preset"

// Preset is a choice that somebody saved: values of flags by the flags' names.
type Preset struct {
	Name   string
	Fields map[string]string
}

// Presets gives the saved presets.
func (f File) Presets() ([]Preset, error) {
	lines, err := f.read()
	if err != nil {
		return nil, err
	}
	var out []Preset
	for _, line := range lines {
		name, value := parted(line)
		title, flags, ok := strings.Cut(value, ":")
		if name != preset || !ok {
			continue
		}
		own := Preset{Name: bench.Clean(strings.TrimSpace(title)), Fields: map[string]string{}}
		words := strings.Fields(flags)
		for i := 0; i+1 < len(words); i += 2 {
			own.Fields[strings.TrimLeft(words[i], "-")] = words[i+1]
		}
		out = append(out, own)
	}
	return out, nil
}

// blanksAfterComma are the blanks in lists, as people type them: 512, 2048.
var blanksAfterComma = lazyregexp.New(` *, *`)

// SavePreset saves a preset. It replaces one of the same name.
func (f File) SavePreset(p Preset) error {
	title := strings.TrimSpace(bench.Clean(p.Name))
	if title == "" || strings.ContainsAny(title, ":=#") {
		return fmt.Errorf("the name of a preset must not be empty, and must not contain : = #")
	}
	lines, err := f.read()
	if err != nil {
		return err
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
		value := blanksAfterComma.ReplaceAllString(strings.TrimSpace(p.Fields[name]), ",")
		if strings.ContainsAny(value, " \t") {
			return fmt.Errorf("-%s %s has a blank inside, and a preset cannot keep that; give the value another name without blanks, or leave it out", name, bench.Clean(value))
		}
		if value != "" {
			words = append(words, "-"+name, value)
		}
	}
	lines = slices.DeleteFunc(lines, func(line string) bool {
		name, value := parted(line)
		old, _, _ := strings.Cut(value, ":")
		return name == preset && strings.TrimSpace(old) == title
	})
	return f.write(append(lines, preset+" = "+title+": "+strings.Join(words, " ")))
}
