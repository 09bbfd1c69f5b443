package models

import (
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// Pair is one model that exists both for llama.cpp and for MLX.
type Pair struct {
	// ID names the model from which both were converted, as far as their names
	// tell: "llama-3-2-1b-instruct", or "stand-in of llama-3.2-1b".
	ID string `json:"id"`
	// GGUF and MLX are the paths of the conversions.
	GGUF []string `json:"gguf"`
	MLX  []string `json:"mlx"`
}

// Pairs finds the models that have the same origin: stand-ins of one shape, and
// conversions of one model. Two conversions belong together if two things
// agree. First, their names, or the names of the models that they were made
// from, must be the same without quantization and publisher. Second, their
// layers must have the same form. The form alone is not enough, because a model
// has the same form as the models that were trained from it.
func Pairs(found []Found) []Pair {
	type side struct{ gguf, mlx []int }
	byOrigin := map[string]*side{}
	for i := range found {
		for _, origin := range found[i].origins() {
			s := byOrigin[origin]
			if s == nil {
				s = &side{}
				byOrigin[origin] = s
			}
			switch found[i].Format {
			case FormatGGUF:
				s.gguf = append(s.gguf, i)
			case FormatMLX:
				s.mlx = append(s.mlx, i)
			}
		}
	}
	// Two conversions may have several names each. One common name makes them a
	// pair.
	sets := disjoint(len(found))
	names := map[int][]string{}
	for origin, s := range byOrigin {
		for _, g := range s.gguf {
			for _, m := range s.mlx {
				if sameForm(found[g], found[m]) {
					sets.unite(g, m)
					names[g] = append(names[g], origin)
				}
			}
		}
	}
	return gathered(found, sets, names)
}

func gathered(found []Found, sets disjointSets, names map[int][]string) []Pair {
	byRoot := map[int]*Pair{}
	ids := map[int][]string{}
	for i := range found {
		root := sets.root(i)
		ids[root] = append(ids[root], names[i]...)
		p := byRoot[root]
		if p == nil {
			p = &Pair{}
			byRoot[root] = p
		}
		switch found[i].Format {
		case FormatGGUF:
			p.GGUF = append(p.GGUF, found[i].Path)
		case FormatMLX:
			p.MLX = append(p.MLX, found[i].Path)
		}
	}
	var pairs []Pair
	for root, p := range byRoot {
		if len(p.GGUF) == 0 || len(p.MLX) == 0 {
			continue
		}
		p.ID = slices.Min(ids[root])
		slices.Sort(p.GGUF)
		slices.Sort(p.MLX)
		pairs = append(pairs, *p)
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return strings.Compare(a.ID+"\x00"+a.GGUF[0], b.ID+"\x00"+b.GGUF[0])
	})
	return pairs
}

// disjointSets puts numbers into sets. Two sets can be united.
type disjointSets []int

func disjoint(n int) disjointSets {
	s := make(disjointSets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s disjointSets) root(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s disjointSets) unite(a, b int) { s[s.root(a)] = s.root(b) }

// origins are the possible names of the model that this one was converted from.
func (f Found) origins() []string {
	if f.StandIn {
		if f.Facts.StandInOf == "" {
			return nil
		}
		return []string{"stand-in of " + f.Facts.StandInOf}
	}
	names := append([]string{f.Name, filepath.Base(f.Path)}, f.Facts.ConvertedFrom...)
	if f.Format == FormatMLX {
		names[1] = folderName(f.Path)
	} else if p, ok := gguf.SplitName(names[1]); ok {
		names[1] = p.Prefix
	}
	var origins []string
	for _, name := range names {
		for _, origin := range originsOf(name) {
			if !slices.Contains(origins, origin) {
				origins = append(origins, origin)
			}
		}
	}
	return origins
}

// originsOf removes publisher and quantization from a name: "org/Name-4bit" and
// "org_Name-Q4_K_M.gguf" become "name".
func originsOf(name string) []string {
	name = strings.TrimSpace(bench.Clean(name))
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.TrimSuffix(name, ":latest")
	for before := ""; before != name; {
		before = name
		name = originEnding.ReplaceAllString(name, "")
		if at := quantTag.FindAllStringSubmatchIndex(name, -1); at != nil {
			if last := at[len(at)-1]; last[3] == len(name) && last[0] > 0 {
				name = name[:last[0]]
			}
		}
	}
	origins := []string{spelled(name)}
	// The name of a publisher may come first: "Qwen_Qwen3-8B".
	if org, rest, ok := strings.Cut(name, "_"); ok && !strings.ContainsAny(org, "-. ") && strings.Contains(rest, "-") {
		origins = append(origins, spelled(rest))
	}
	return slices.DeleteFunc(origins, func(o string) bool { return o == "" || saysNothing(o) })
}

// spelled is a name in small letters with one kind of mark between words. It
// removes "meta-", which only some names of Llama models have.
func spelled(name string) string {
	name = strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" -_.:", r) }), "-")
	return strings.TrimPrefix(name, "meta-")
}

// sameForm tells whether two models can be the same: every figure that both of
// them give must be equal.
func sameForm(a, b Found) bool {
	x, y := a.Facts, b.Facts
	if a.StandIn != b.StandIn || x.Layers == 0 || x.Embedding == 0 || y.Layers == 0 || y.Embedding == 0 {
		return false
	}
	for _, one := range [][2]int64{
		{x.Layers, y.Layers},
		{x.Embedding, y.Embedding},
		{x.Heads, y.Heads},
		{x.KVHeads, y.KVHeads},
		{x.HeadSize, y.HeadSize},
		{x.Experts, y.Experts},
		{x.ExpertsUsed, y.ExpertsUsed},
	} {
		if one[0] > 0 && one[1] > 0 && one[0] != one[1] {
			return false
		}
	}
	if (x.Experts > 0) != (y.Experts > 0) {
		return false
	}
	// One side may include the vision part. If the feed-forward has another
	// width, the difference is larger.
	least, most := min(a.ParamCount, b.ParamCount), max(a.ParamCount, b.ParamCount)
	return least > 0 && most-least <= most/6
}
