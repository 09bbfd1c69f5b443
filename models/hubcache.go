package models

import (
	"cmp"
	"path/filepath"
)

// hub is the cache of the Hugging Face hub. It is found in the same way as by
// the hub's own library (huggingface_hub, constants.py): in each variable, ~
// and the names of other variables are replaced by their values. A relative
// folder is relative to the working folder.
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
