package published

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"dragstrip/bench"
)

// alike is how far the published number of parameters may be from a model's
// number, as a fraction. Publishers round this number in different ways.
const alike = 0.012

// Is tells whether a figure was measured with a model. The number of parameters
// and the quantization must be the same. If the model's format is known, even
// capital letters in the quantization must be the same, because mxfp4 of one
// format is not MXFP4 of another. Both or neither must be a mixture of experts.
// The architectures must not differ, because Qwen2.5 14B and Qwen3 14B have
// nearly the same number of parameters. Names are not compared, because
// publishers use different names.
func (f *Figure) Is(m bench.Model) bool {
	params, active := float64(m.ParamCount)/1e9, float64(m.ActiveParamCount)/1e9
	mixture := active > 0 && active < 0.9*params
	if m.Format != "" && f.Quant != m.Quant {
		return false
	}
	return params > 0 && math.Abs(f.ParamsB-params) < alike*params && mixture == (f.ActiveB > 0) &&
		strings.EqualFold(f.Quant, m.Quant) && sameArchitecture(f.Architecture, m.Arch)
}

// sameArchitecture tells whether the architecture that a publisher stated may be
// that of a model's file. If one of the two is not known, it says yes. A
// publisher may state several: "mistral/llama".
func sameArchitecture(stated, file string) bool {
	if file == "" || stated == "" {
		return true
	}
	plain := strings.NewReplacer(".", "", "-", "", "_", "", " ", "")
	for _, one := range strings.Split(stated, "/") {
		if strings.EqualFold(plain.Replace(one), plain.Replace(file)) {
			return true
		}
	}
	return false
}

// WithShape adds to a model without a number of parameters what publishers of
// the same name and quantization say about it. Tables that people write often
// have only the name. Nothing is added if fewer than four in five of the figures
// with that name are of one model.
func (s *Set) WithShape(m bench.Model) bench.Model {
	if m.ParamCount > 0 || m.Name == "" {
		return m
	}
	var shapes []*Figure
	counts, all := map[*Figure]int{}, 0
	for i := range s.Figures {
		f := &s.Figures[i]
		if f.ParamsB <= 0 || !strings.EqualFold(f.Quant, m.Quant) || !strings.EqualFold(strings.TrimSuffix(f.Model, " "+f.Quant), strings.TrimSpace(m.Name)) {
			continue
		}
		at := slices.IndexFunc(shapes, f.sameShape)
		if at < 0 {
			at, shapes = len(shapes), append(shapes, f)
		}
		counts[shapes[at]]++
		all++
	}
	for _, f := range shapes {
		if 5*counts[f] >= 4*all {
			m.Arch, m.ParamCount, m.ActiveParamCount = f.Architecture, int64(f.ParamsB*1e9), int64(f.ActiveB*1e9)
		}
	}
	return m
}

// sameShape tells whether two figures may be of one model.
func (f *Figure) sameShape(o *Figure) bool {
	return math.Abs(f.ParamsB-o.ParamsB) < alike*o.ParamsB && (f.ActiveB > 0) == (o.ActiveB > 0) && sameArchitecture(f.Architecture, o.Architecture)
}

// Best returns for each chip the newest published speed for a model and a test.
// It takes the fastest configuration of each source, and then the source with
// the newest date. Figures of several GPUs together are left out. A generation
// of another length counts as another test.
func (s *Set) Best(m bench.Model, t bench.Test) map[*Chip]*Figure {
	return s.bestOf(m, t, func(*Figure) bool { return true })
}

// BestWith returns what Best returns, but prefers figures that state the same flash
// attention, fa ("1" or "0"), and then those that state none. fa is "" if it does
// not matter.
func (s *Set) BestWith(m bench.Model, t bench.Test, fa string) map[*Chip]*Figure {
	best := s.Best(m, t)
	if fa != "" {
		for _, stated := range []string{"", fa} {
			maps.Copy(best, s.bestOf(m, t, func(f *Figure) bool { return f.FlashAttention == stated }))
		}
	}
	return best
}

// bestOf is Best of the figures that count.
func (s *Set) bestOf(m bench.Model, t bench.Test, counts func(*Figure) bool) map[*Chip]*Figure {
	type published struct {
		chip *Chip
		name string
	}
	fastest := map[published]*Figure{}
	for i := range s.Figures {
		f := &s.Figures[i]
		if f.Test != t || f.GPUs > 1 || !f.Is(m) || !counts(f) {
			continue
		}
		key := published{f.Chip, f.Source.Name}
		if best := fastest[key]; best == nil || f.TPS > best.TPS {
			fastest[key] = f
		}
	}
	out := map[*Chip]*Figure{}
	for key, f := range fastest {
		if other := out[key.chip]; other == nil || newer(f, other) {
			out[key.chip] = f
		}
	}
	return out
}

// All returns every published speed of a chip for a model and a test, the newest
// first. Figures of several GPUs together are left out.
func (s *Set) All(c *Chip, m bench.Model, t bench.Test) (out []*Figure) {
	for i := range s.Figures {
		if f := &s.Figures[i]; f.Chip == c && f.Test == t && f.GPUs <= 1 && f.Is(m) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *Figure) int {
		return cmp.Or(strings.Compare(b.Day(), a.Day()), cmp.Compare(b.TPS, a.TPS))
	})
	return out
}

// From returns what a source published of a model, in its order, without figures
// of several GPUs together. source is how the source's name begins.
func (s *Set) From(source string, m bench.Model) (out []*Figure) {
	for i := range s.Figures {
		if f := &s.Figures[i]; f.GPUs <= 1 && strings.HasPrefix(f.Source.Name, source) && f.Is(m) {
			out = append(out, f)
		}
	}
	return out
}

// ModelsFrom returns the names of the models of which a source published figures,
// in its order. source is how the source's name begins.
func (s *Set) ModelsFrom(source string) (names []string) {
	for i := range s.Figures {
		if f := &s.Figures[i]; strings.HasPrefix(f.Source.Name, source) && !slices.Contains(names, f.Model) {
			names = append(names, f.Model)
		}
	}
	return names
}

// Day returns the stated date, so that dates can be compared. It is "" if there
// is none, or if it is only known when somebody read the figure.
func (f *Figure) Day() string {
	if strings.HasPrefix(f.Date, "read") {
		return ""
	}
	return dateOf(f.Date)
}

// newer tells whether a figure is newer than another. It compares their days
// (see Day). If the days are equal, the faster figure counts as newer.
func newer(f, than *Figure) bool {
	a, b := f.Day(), than.Day()
	return a > b || a == b && f.TPS > than.TPS
}

// dateOf returns the date at the beginning of a stated date: "2025-08-06",
// "2025-08" or "2025". It returns "" if there is none.
func dateOf(stated string) string {
	stated = strings.TrimLeft(stated, "<=read ")
	end := 0
	for end < len(stated) && end < len("2025-08-06") && (stated[end] >= '0' && stated[end] <= '9' || stated[end] == '-') {
		end++
	}
	return strings.TrimRight(stated[:end], "-")
}
