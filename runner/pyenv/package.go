package pyenv

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Package is an installed distribution, as its metadata describes it.
type Package struct {
	Name, Version string
	// Site is the folder that holds the metadata. The modules lie there, too,
	// except for an editable installation.
	Site string
	// Installer is the program that installed the package: "pip", "uv",
	// "conda"; "" if it is not known.
	Installer string
}

var separators = lazyregexp.New(`[-_.]+`)

// Normal returns a distribution's name in the form that pip uses to compare
// names.
func Normal(name string) string { return separators.ReplaceAllString(strings.ToLower(name), "-") }

// Packages finds distributions by name. If several folders hold a distribution,
// the first in Sites counts, as it does for Python. Names that were not found
// are left out of the answer.
func (e Environment) Packages(names ...string) map[string]Package {
	wanted := map[string]string{}
	for _, n := range names {
		wanted[Normal(n)] = n
	}
	found := map[string]Package{}
	for _, site := range e.Sites {
		folders, _ := filepathGlob(site, "*.dist-info")
		for _, folder := range folders {
			stem, version, _ := strings.Cut(strings.TrimSuffix(folder, ".dist-info"), "-")
			name, ok := wanted[Normal(stem)]
			if _, known := found[name]; !ok || known {
				continue
			}
			p := Package{Name: name, Version: cleanVersion(version), Site: site}
			if p.readMetadata(filepath.Join(site, folder)) {
				found[name] = p
			}
		}
	}
	return found
}

// readMetadata reads version and installer from the files in a folder. It
// returns false for a folder without METADATA; an interrupted uninstallation
// leaves such folders.
func (p *Package) readMetadata(folder string) bool {
	text, err := readHead(filepath.Join(folder, "METADATA"), maxText)
	if err != nil {
		return false
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() && lines.Text() != "" { // the description comes after an empty line
		if value, ok := strings.CutPrefix(lines.Text(), "Version:"); ok {
			p.Version = cleanVersion(value)
			break
		}
	}
	if by, err := readHead(filepath.Join(folder, "INSTALLER"), 256); err == nil {
		p.Installer = bench.CleanLine(strings.TrimSpace(string(by)), 20)
	}
	return p.Version != ""
}

func cleanVersion(text string) string { return bench.CleanLine(strings.TrimSpace(text), 40) }

// Text reads a module's file without running it. file is relative to a folder
// of packages ("mlx_lm/generate.py"). A missing file gives "".
func (e Environment) Text(file string) string {
	for _, site := range e.Sites {
		if text, err := readHead(filepath.Join(site, filepath.FromSlash(file)), maxText); err == nil {
			return string(text)
		}
	}
	return ""
}

// Has tells whether a file or folder is in one of the folders of packages.
func (e Environment) Has(name string) bool {
	for _, site := range e.Sites {
		if _, err := os.Stat(filepath.Join(site, filepath.FromSlash(name))); err == nil {
			return true
		}
	}
	return false
}

// Key returns the same text for an environment under all its names.
func (e Environment) Key() string {
	key := e.Folder
	if resolved, err := filepath.EvalSymlinks(e.Folder); err == nil {
		key = resolved
	}
	if !e.Virtual { // one installation may hold several Pythons
		if resolved, err := filepath.EvalSymlinks(e.Python); err == nil {
			key = resolved
		}
	}
	return key
}
