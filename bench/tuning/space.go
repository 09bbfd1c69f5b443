package tuning

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Axis is one thing in which configurations differ, with the values to try.
type Axis struct {
	// Name is what the axis is called: a key of bench.Params, or "build".
	Name   string
	Values []string
	// Default is the index of the value that is used if nobody chooses.
	Default int
	// Ordered says that the values are a scale on which the speed rises to one
	// peak and falls after it, such as threads and batch sizes.
	Ordered bool
	// Grows says that a later value never needs less memory than an earlier one.
	Grows bool
	// Reloads says that another value needs the model loaded again.
	Reloads bool
}

// Names of axes that are no parameters.
const (
	// AxisBuild has engine builds. A build with another environment counts as
	// another build.
	AxisBuild = "build"
	// AxisCache has the types of the KV cache, the same for keys and values.
	AxisCache = "kv"
)

// Auto is the value of an axis that leaves the choice to the engine.
const Auto = "auto"

// Said is a value as people say it: "4 threads", "fa off".
func (a Axis) Said(value int) string {
	text := a.Values[value]
	def, known := bench.ParameterByKey(a.Name)
	switch n, err := strconv.Atoi(text); {
	case a.Name == AxisBuild:
		return text
	case a.Name == "n_threads" && err == nil:
		return bench.Plural(n, "thread")
	case a.Name == "devices" && text == "none":
		return "CPU alone"
	case a.Name == "devices" && text == Auto:
		return "all devices"
	case a.Name == "devices":
		return "on " + text
	case known:
		return def.Flag + " " + text
	}
	return a.Name + " " + text
}

// Configuration is one value of each axis, as indices into Axis.Values.
type Configuration []int

// Rules say which combinations of values are worth trying.
type Rules struct {
	// Same gives, of all configurations that do the same as this one, the one
	// that is tried. If that is another configuration, this one is not tried. nil
	// means that no two configurations do the same.
	Same func(Configuration) Configuration
	// Refuse says why a configuration cannot be tried, for example because it
	// does not fit the memory; "" if it can. nil refuses nothing.
	Refuse func(Configuration) string
}

// Refusal is a configuration that is not tried, with the reason.
type Refusal struct {
	Configuration Configuration
	Reason        string
}

// Space holds the configurations among which the best is searched.
type Space struct {
	Axes []Axis
	// Configurations are those that can be tried. The first is the default.
	Configurations []Configuration
	// DefaultRefused says why the default cannot be tried. Then the configuration
	// that differs from it least stands for it; "" if the default can be tried.
	DefaultRefused string
	// Refused are combinations that cannot be tried.
	Refused []Refusal
	// Merged counts combinations that do the same as another one.
	Merged int
}

// maxCombinations protects from typing mistakes in the lists of values.
const maxCombinations = 100_000

// NewSpace lists the configurations that can be tried. At most bench.MaxJobs
// may remain, because each of them is a job.
func NewSpace(axes []Axis, rules Rules) (*Space, error) {
	total := 1
	for _, a := range axes {
		if len(a.Values) == 0 || a.Default < 0 || a.Default >= len(a.Values) {
			return nil, fmt.Errorf("the axis %s needs values, and one of them as its default", a.Name)
		}
		if total *= len(a.Values); total > maxCombinations {
			return nil, fmt.Errorf("the values make more than %d combinations; name fewer values", maxCombinations)
		}
	}
	s := &Space{Axes: axes}
	standard := make(Configuration, len(axes))
	for i, a := range axes {
		standard[i] = a.Default
	}
	if rules.Same != nil {
		standard = rules.Same(standard)
	}
	if rules.Refuse != nil {
		if why := rules.Refuse(standard); why != "" {
			nearest := s.nearest(standard, total, rules)
			if nearest == nil {
				return nil, fmt.Errorf("no configuration can be measured; the default: %s", why)
			}
			standard, s.DefaultRefused = nearest, why
		}
	}
	s.Configurations = append(s.Configurations, standard)
	for n := range total {
		s.add(s.combination(n), rules)
	}
	if len(s.Configurations) > bench.MaxJobs {
		return nil, fmt.Errorf("the values make %d different configurations; at most %d can be tried; name fewer values", len(s.Configurations), bench.MaxJobs)
	}
	return s, nil
}

// nearest is the configuration that can be tried and differs from the default on
// the fewest axes; nil if none can be tried.
func (s *Space) nearest(standard Configuration, total int, rules Rules) (nearest Configuration) {
	least := len(s.Axes) + 1
	for n := range total {
		c := s.combination(n)
		differs := 0
		for a := range c {
			if c[a] != standard[a] {
				differs++
			}
		}
		if differs < least && (rules.Same == nil || slices.Equal(rules.Same(c), c)) && rules.Refuse(c) == "" {
			nearest, least = c, differs
		}
	}
	return nearest
}

// combination is the n-th combination of values. The last axis changes fastest.
func (s *Space) combination(n int) Configuration {
	c := make(Configuration, len(s.Axes))
	for i := len(s.Axes) - 1; i >= 0; i-- {
		c[i] = n % len(s.Axes[i].Values)
		n /= len(s.Axes[i].Values)
	}
	return c
}

// add takes a combination into the space, or notes why it is not tried.
func (s *Space) add(c Configuration, rules Rules) {
	if rules.Same != nil && !slices.Equal(rules.Same(c), c) {
		s.Merged++
		return
	}
	if slices.Equal(c, s.Configurations[0]) {
		return
	}
	if rules.Refuse != nil {
		if why := rules.Refuse(c); why != "" {
			s.Refused = append(s.Refused, Refusal{c, why})
			return
		}
	}
	s.Configurations = append(s.Configurations, c)
}

// Differences are the values of a configuration that differ from the default,
// as people say them: "4 threads".
func (s *Space) Differences(i int) []string {
	var out []string
	for a, value := range s.Configurations[i] {
		if value != s.Configurations[0][a] {
			out = append(out, s.Axes[a].Said(value))
		}
	}
	return out
}

// Name names a configuration by its differences from the default.
func (s *Space) Name(i int) string {
	if i == 0 {
		return "default"
	}
	return strings.Join(s.Differences(i), ", ")
}

// called is the name of a configuration in a sentence.
func (s *Space) called(i int) string {
	if i == 0 {
		return "the default"
	}
	return s.Name(i)
}

// loadKey is the same for configurations that can share a loaded model.
func (s *Space) loadKey(i int) string {
	var key strings.Builder
	for a, value := range s.Configurations[i] {
		if s.Axes[a].Reloads {
			fmt.Fprintf(&key, "%d,", value)
		}
	}
	return key.String()
}

// onlyDiffersIn gives the one axis in which two configurations differ; false
// if they differ in none or in several.
func (s *Space) onlyDiffersIn(i, j int) (axis int, ok bool) {
	axis = -1
	for a, value := range s.Configurations[i] {
		if value == s.Configurations[j][a] {
			continue
		}
		if axis >= 0 {
			return 0, false
		}
		axis = a
	}
	return axis, axis >= 0
}

// needsNoLess tells whether configuration i surely needs at least the memory of
// configuration j: it is not below j on any axis that grows, and equals j on
// all other axes.
func (s *Space) needsNoLess(i, j int) bool {
	for a, value := range s.Configurations[i] {
		other := s.Configurations[j][a]
		if s.Axes[a].Grows && value < other || !s.Axes[a].Grows && value != other {
			return false
		}
	}
	return true
}

// sameKind tells whether two configurations differ only on ordered axes, such as
// threads. An engine that does not support one of them does not support the
// other either.
func (s *Space) sameKind(i, j int) bool {
	for a, value := range s.Configurations[i] {
		if !s.Axes[a].Ordered && value != s.Configurations[j][a] {
			return false
		}
	}
	return true
}
