package models

import (
	"cmp"
	"path/filepath"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// Surroundings holds the settings that decide where other programs keep their
// models.
type Surroundings struct {
	OS     string // as GOOS spells it
	Home   string
	Getenv func(string) string
	// Root is put before absolute paths that no variable can change. Only tests
	// set it.
	Root string
}

func (s Surroundings) home(parts ...string) string {
	if s.Home == "" {
		return ""
	}
	return filepath.Join(append([]string{s.Home}, parts...)...)
}

// under is a path below the folder that a variable names. If the variable is
// not set, it is below the fallback.
func (s Surroundings) under(variable, fallback string, parts ...string) string {
	root := cmp.Or(s.Getenv(variable), fallback)
	if root == "" {
		return ""
	}
	return filepath.Join(append([]string{root}, parts...)...)
}

// support is the folder where desktop programs keep their files.
func (s Surroundings) support(parts ...string) string {
	switch s.OS {
	case "darwin":
		return s.home(append([]string{"Library", "Application Support"}, parts...)...)
	case "windows":
		return s.under("APPDATA", s.home("AppData", "Roaming"), parts...)
	}
	return s.under("XDG_CONFIG_HOME", s.home(".config"), parts...)
}

func (s Surroundings) absolute(path string) string {
	if s.OS == "windows" {
		return ""
	}
	return s.Root + path
}

var (
	dollarName  = lazyregexp.New(`\$(\w+|\{[^}]*\})`)
	percentName = lazyregexp.New(`%[^%]+%`) // on Windows only
)

// filled replaces a ~ and the names of variables in a path, as Python's
// expanduser and expandvars do. The name of an unset variable stays.
func (s Surroundings) filled(path string) string {
	value := func(marked string) string { return cmp.Or(s.Getenv(strings.Trim(marked, "${}%")), marked) }
	path = dollarName.ReplaceAllStringFunc(s.expand(path), value)
	if s.OS == "windows" {
		path = percentName.ReplaceAllStringFunc(path, value)
	}
	return path
}

// expand replaces a ~ at the beginning.
func (s Surroundings) expand(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		return filepath.Join(s.Home, rest)
	}
	return path
}
