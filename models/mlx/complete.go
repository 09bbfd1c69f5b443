package mlx

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"dragstrip/bench/lazyregexp"
)

// Limits of the number of one model's files, and of the ways in which they are
// numbered. The largest published models have a few hundred files, numbered in
// one way.
const (
	maxShards    = 4096
	maxSequences = 4
)

// numbered matches file names with a number: file 2 of 5.
var numbered = lazyregexp.New(`^(model.*?)(\d{5})-of-(\d{5})\.safetensors$`)

// Absent are the missing files of a model. mlx_lm loads the files that exist
// and reads no index, so a model is complete if the index or the numbers in the
// names say that no file is missing. Some conversions are published with the
// index of the original model, which names files that were never published.
func Absent(files []string, index []byte) []string {
	there := map[string]bool{}
	for _, file := range files {
		there[file] = true
	}
	named := filesOf(index)
	missing := slices.DeleteFunc(slices.Clone(named), func(name string) bool { return there[name] })
	known := len(named) - len(missing)
	if len(named) > 0 && len(missing) == 0 {
		return nil
	}
	byNumber, complete := sequences(files, there)
	switch {
	case complete, there["model.safetensors"] && known == 0:
		return nil
	case known > 0:
		return missing
	}
	return byNumber
}

// filesOf are the files that an index names. An index that cannot be read is
// ignored, because mlx_lm does not read the index either.
func filesOf(index []byte) []string {
	var said struct {
		Where map[string]any `json:"weight_map"`
	}
	_ = json.Unmarshal(index, &said)
	seen := map[string]bool{}
	var files []string
	for _, where := range said.Where {
		if name, ok := where.(string); ok && !seen[name] && len(files) < maxShards {
			seen[name] = true
			files = append(files, name)
		}
	}
	slices.Sort(files)
	return files
}

// sequences gives the files that are missing from a numbering. complete is true
// if at least one numbering has all its files.
func sequences(files []string, there map[string]bool) (missing []string, complete bool) {
	seen := map[string]bool{}
	for _, file := range files {
		m := numbered.FindStringSubmatch(file)
		if m == nil || seen[m[1]+m[3]] || len(seen) == maxSequences {
			continue
		}
		seen[m[1]+m[3]] = true
		of, _ := strconv.Atoi(m[3])
		if of < 1 || of > maxShards {
			continue
		}
		var out []string
		for i := range of {
			if want := fmt.Sprintf("%s%05d-of-%s.safetensors", m[1], i+1, m[3]); !there[want] {
				out = append(out, want)
			}
		}
		if len(out) == 0 {
			return nil, true
		}
		missing = append(missing, out...)
	}
	return missing, false
}
