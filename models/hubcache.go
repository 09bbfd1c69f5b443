package models

import (
	"cmp"
	"path/filepath"
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
