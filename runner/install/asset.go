package install

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Asset is one file of a release.
type Asset struct {
	Name   string `json:"name"`
	URL    string `json:"browser_download_url"`
	Bytes  int64  `json:"size"`
	Digest string `json:"digest"` // "sha256:…"
	State  string `json:"state"`  // "uploaded" when the file is complete
}

// Names describes the file names of the archives that fit a machine.
type Names struct {
	// Prefix is the beginning of the names of archives with programs.
	Prefix string
	// Systems, Archs and Variants are parts of names. A name must contain one
	// of each. Variants are in order of preference. A variant for a GPU has the
	// name of its backend; all others are for the CPU. The variant "" fits
	// only a name without further words. A name with an unknown word is refused,
	// because the word may stand for any hardware.
	Systems, Archs, Variants []string
	// Backend is the backend of archives that do not have it in their names.
	Backend string
	// Order returns the archives of one variant that can start here, the best
	// first. If Order is nil, all are kept in their order.
	Order func(variant string, fit []Asset) []Asset
}

// Choose picks the archive that fits, by the parts of its name. The parts may
// be in any order, because projects change the order over time.
func (n *Names) Choose(assets []Asset) (Asset, bool) {
	chosen, _, ok := n.choose(assets)
	return chosen, ok
}

// choose does the work of Choose. It also says how good the kind of the archive
// is: 0 is the best. All variants for the CPU are one kind, because projects
// rename these variants.
func (n *Names) choose(assets []Asset) (chosen Asset, kind int, ok bool) {
	cpu := slices.IndexFunc(n.Variants, func(v string) bool { return !slices.Contains(gpuBackends, v) })
	for at, variant := range n.Variants {
		var fit []Asset
		for _, a := range assets {
			if n.fits(a.Name, variant) {
				fit = append(fit, a)
			}
		}
		if n.Order != nil {
			fit = n.Order(variant, fit)
		}
		if len(fit) > 0 && slices.Contains(gpuBackends, variant) {
			return fit[0], at, true
		}
		if len(fit) > 0 {
			return fit[0], cpu, true
		}
	}
	return Asset{}, len(n.Variants), false
}

func (n *Names) fits(name, variant string) bool {
	have := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '.' })
	holds := func(want []string) bool {
		return slices.ContainsFunc(want, func(w string) bool { return slices.Contains(have, w) })
	}
	if !strings.HasPrefix(name, n.Prefix) || !unpackable(name) || !holds(n.Systems) || !holds(n.Archs) {
		return false
	}
	if variant == "" {
		return !slices.ContainsFunc(have, n.saysMore)
	}
	return slices.Contains(have, variant)
}

// numbered matches a tag or a version in a name: b9000, v1, 22.
var numbered = lazyregexp.New(`^[bv]?[0-9]+$`)

// saysMore tells whether a word of a name says something besides system,
// processor, and release.
func (n *Names) saysMore(word string) bool {
	plain := []string{strings.Trim(n.Prefix, "-"), "bin", "zip", "tar", "gz", "tgz", ""}
	return !slices.Contains(slices.Concat(plain, n.Systems, n.Archs), word) && !numbered.MatchString(word)
}

var archiveEnds = []string{".zip", ".tar.gz", ".tgz"}

func unpackable(name string) bool {
	return slices.ContainsFunc(archiveEnds, func(end string) bool { return strings.HasSuffix(name, end) })
}

// version returns the part of the name that differs between archives.
func (a Asset) version(n *Names) string {
	name := strings.TrimPrefix(a.Name, n.Prefix)
	for _, end := range archiveEnds {
		name = strings.TrimSuffix(name, end)
	}
	return name
}

func assetNames(assets []Asset) string {
	var names []string
	for _, a := range assets[:min(len(assets), 60)] {
		names = append(names, bench.CleanLine(a.Name, 80))
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}
