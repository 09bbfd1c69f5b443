package mlx

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func shards(of int, which ...int) []string {
	var names []string
	for _, i := range which {
		names = append(names, fmt.Sprintf("model-%05d-of-%05d.safetensors", i, of))
	}
	return names
}

func indexOf(names ...string) []byte {
	var entries []string
	for i, name := range names {
		entries = append(entries, fmt.Sprintf("\"t%d\":%q", i, name))
	}
	return []byte(`{"metadata":{"total_size":"x"},"weight_map":{` + strings.Join(entries, ",") + "}}")
}

// TestModelIsCompleteByIndexOrByNumbers: an index may name files that never
// existed, or the numbers in file names may disagree with a complete index.
// Both used to be reported as an incomplete download.
func TestModelIsCompleteByIndexOrByNumbers(t *testing.T) {
	one := "model.safetensors"
	for name, c := range map[string]struct {
		files  []string
		index  []byte
		absent []string
	}{
		"one file":                             {[]string{one}, nil, nil},
		"one file and its index":               {[]string{one}, indexOf(one), nil},
		"one file and the origin's index":      {[]string{one}, indexOf(shards(2, 1, 2)...), nil},
		"all by number":                        {shards(2, 1, 2), nil, nil},
		"all by number and the origin's index": {shards(2, 1, 2), indexOf(shards(3, 1, 2, 3)...), nil},
		"all by number, more in the index":     {shards(2, 1, 2), indexOf(append(shards(2, 1, 2), "model-mtp.safetensors")...), nil},
		"all by index, not by number":          {shards(3, 1, 2), indexOf(shards(3, 1, 2)...), nil},
		"names of their own":                   {[]string{"model-a.safetensors", "model_b.safetensors"}, nil, nil},
		"names of their own, foreign index":    {[]string{"model-a.safetensors"}, indexOf(shards(2, 1, 2)...), nil},
		"no index that can be read":            {[]string{one}, []byte("<html>"), nil},
		"an index of something else":           {[]string{one}, []byte(`{"weight_map":{"a":1,"b":[]}}`), nil},
		"one missing by both":                  {shards(2, 1), indexOf(shards(2, 1, 2)...), shards(2, 2)},
		"one missing by number":                {shards(3, 1, 3), nil, shards(3, 2)},
		"one missing by index":                 {[]string{one}, indexOf(one, "model-b.safetensors"), []string{"model-b.safetensors"}},
		"one missing, the origin's index":      {shards(2, 2), indexOf(shards(4, 1, 2, 3, 4)...), shards(2, 1)},
		"numbered behind the name":             {[]string{"model.safetensors-00002-of-00002.safetensors"}, nil, []string{"model.safetensors-00001-of-00002.safetensors"}},
		"numbers beyond counting":              {[]string{"model-00001-of-99999.safetensors", "model-00001-of-00000.safetensors"}, nil, nil},
	} {
		if got := Absent(c.files, c.index); !slices.Equal(got, c.absent) {
			t.Errorf("%s: %v, want %v", name, got, c.absent)
		}
	}
}
