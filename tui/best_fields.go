package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// bestField is a line of the form: a flag of `dragstrip tune`, an axis, or the
// line that shows more axes.
type bestField struct {
	field
	axis string // the axis's name; "" if the field is no axis
	env  string // the environment's name or its variables; "" if the field is none
}

// Flags of `dragstrip tune` that the form treats in its own way.
const (
	goalFlag       = "goal"
	exhaustiveFlag = "exhaustive"
	maxMemoryFlag  = "max-memory"
	maxTimeFlag    = "max-time"
	variantFlag    = "variant"
)

var goalFields = []field{
	{flag: goalFlag, label: "goal", help: "what the best is searched for; mix is the best single configuration for prompt and answer together. Each goal has its own winner", values: []string{"", "prefill", "generation", "mix", "prefill,generation"}, empty: "all three"},
	{flag: "p", label: "prompt", help: "length of the prompt in tokens"},
	{flag: "n", label: "generate", help: "length of the generation in tokens"},
	{flag: "d", label: "depth", help: "tokens that are in the context before the clock starts"},
}

// variantField is an environment, and moreVariants is the line that adds one.
var (
	variantField = field{flag: variantFlag, label: "environment", help: "also try each build in this environment"}
	moreVariants = field{flag: variantFlag, label: "environment", help: "enter adds an environment in which each build is also tried, as KEY=VALUE, with blanks between several. `dragstrip engines` lists those that have names"}
)

var limitFields = []field{
	{flag: maxMemoryFlag, label: "memory", help: "the most memory that a configuration may take, such as 8GiB. What needs more is not tried", empty: "no limit"},
	{flag: maxTimeFlag, label: "time", help: "the search and its final take at most this time, such as 30m", empty: "a quarter of --exhaustive"},
	{flag: exhaustiveFlag, label: "exhaustive", help: "on measures every configuration equally often; otherwise slower ones are dropped early", values: []string{"", "true"}, empty: "off"},
}

// fields are the lines of the form that are shown now.
func (f *bestForm) fields() (out []bestField) {
	for _, g := range goalFields {
		out = append(out, bestField{field: g})
	}
	unused := 0
	for _, a := range f.found.Axes {
		differs := len(a.Values) > 1 || f.values[a.Flag] != ""
		if differs || f.more {
			out = append(out, bestField{field: field{flag: a.Flag, label: a.Label, help: a.Help}, axis: a.Name})
		}
		if !differs {
			unused++
		}
	}
	if f.known {
		out = append(out, f.environmentFields()...)
	}
	for _, l := range limitFields {
		out = append(out, bestField{field: l})
	}
	if unused > 0 {
		out = append(out, bestField{field: field{flag: moreFlag, label: "more" + "…", help: "enter or → shows settings that have one value here. To vary one, type several values"}})
	}
	return out
}

// environmentFields has a line for each environment, and one that adds another.
func (f *bestForm) environmentFields() (out []bestField) {
	for _, env := range f.environments() {
		one := variantField
		if len(env.Env) > 0 {
			one.help += ": " + bench.Clean(strings.Join(env.Env, " "))
		}
		out = append(out, bestField{field: one, env: env.Name})
	}
	return append(out, bestField{field: moreVariants})
}

// adds tells whether a field is the line that adds an environment.
func (l bestField) adds() bool { return l.flag == variantFlag && l.env == "" }

func (f *bestForm) field() bestField {
	all := f.fields()
	return all[min(f.at, len(all)-1)]
}

// canType tells whether the user may type a value. Environments of this machine
// are as they are.
func (f *bestForm) canType(l bestField) bool {
	if l.flag == variantFlag {
		return l.adds() || slices.Contains(f.typed, l.env)
	}
	return l.flag != "" && l.flag != moreFlag && len(l.values) == 0
}

// canTick tells whether the axis or the environment of a field can be left out of
// the search.
func (f *bestForm) canTick(l bestField) bool {
	if l.env != "" {
		return true
	}
	a, is := f.axis(l.axis)
	return is && len(a.Values) > 1
}

// value is a field's value in the words that the form shows.
func (f *bestForm) value(l bestField) string {
	if a, is := f.axis(l.axis); is {
		return f.axisText(a)
	}
	switch v := strings.TrimSpace(f.values[l.flag]); {
	case l.adds():
		return "add one" + f.More
	case l.env != "" && f.envs[l.env]:
		return f.On + " " + bench.Clean(l.env)
	case l.env != "":
		return f.Off + " " + bench.Clean(l.env)
	case l.flag == moreFlag && f.more:
		return "shown"
	case l.flag == moreFlag:
		return ""
	case v == "":
		return l.empty
	case l.flag == exhaustiveFlag:
		return "on"
	default:
		return bench.Clean(strings.ReplaceAll(v, ",", ", "))
	}
}

// axisText lists the values of an axis, the default first. If only the default is
// tried, the box before it is empty.
func (f *bestForm) axisText(a SearchAxis) string {
	if len(a.Values) == 0 {
		return engineDefault
	}
	standard := bench.Clean(a.Values[a.Default])
	if f.kept[a.Name] {
		return f.Off + " only " + standard
	}
	if len(a.Values) == 1 {
		return "only " + standard
	}
	var others []string
	for i, value := range a.Values {
		if i != a.Default {
			others = append(others, bench.Clean(value))
		}
	}
	return f.On + " " + standard + " (default), " + strings.Join(others, ", ")
}

// turn changes a field that has several values to choose from.
func (f *bestForm) turn(l bestField, by int) {
	at := slices.Index(l.values, f.values[l.flag])
	f.values[l.flag] = l.values[(at+by+len(l.values))%len(l.values)]
}
