package models

import (
	"cmp"
	"path/filepath"
	"regexp"
	"strings"
)

// hub is the cache of the Hugging Face hub, found as its own library
// (huggingface_hub, constants.py) finds it: in each variable a ~ and the names
// of other variables are filled in, and a relative folder begins where the
// program was started.
func (s Surroundings) hub() string {
	cache := cmp.Or(s.Getenv("HF_HUB_CACHE"), s.Getenv("HUGGINGFACE_HUB_CACHE"))
	if cache == "" {
		home := cmp.Or(s.Getenv("HF_HOME"), s.under("XDG_CACHE_HOME", s.home(".cache"), "huggingface"))
		if home == "" {
			return ""
		}
		cache = filepath.Join(s.filled(home), "hub")
	}
	if cache = s.filled(cache); !filepath.IsAbs(cache) {
		if abs, err := filepath.Abs(cache); err == nil {
			cache = abs
		}
	}
	return cache
}

var (
	dollarName  = regexp.MustCompile(`\$(\w+|\{[^}]*\})`)
	percentName = regexp.MustCompile(`%[^%]+%`) // on Windows only
)

// filled fills a ~ and the names of variables into a path, as Python's
// expanduser and expandvars do. The name of one that is not set stays.
func (s Surroundings) filled(path string) string {
	value := func(marked string) string { return cmp.Or(s.Getenv(strings.Trim(marked, "${}%")), marked) }
	path = dollarName.ReplaceAllStringFunc(s.expand(path), value)
	if s.OS == "windows" {
		path = percentName.ReplaceAllStringFunc(path, value)
	}
	return path
}

// expand fills in a ~ at the beginning.
func (s Surroundings) expand(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		return filepath.Join(s.Home, rest)
	}
	return path
}
