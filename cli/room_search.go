package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/tuning"
	"dragstrip/tui"
)

// searchOf says what a search for the best configuration would try, with the same
// flags and the same code as dragstrip tune.
func (r rooms) searchOf(ctx context.Context, ask tui.SearchAsk) (out tui.Search, err error) {
	// A server's settings are its own, so there is nothing to search.
	ask.Builds = slices.DeleteFunc(slices.Clone(ask.Builds), func(b bench.EngineBuild) bool { return b.Traits.Serves })
	found, err := searchedModels(ask)
	if err != nil {
		return out, err
	}
	machine := r.machineNow(ctx)
	fields := maps.Clone(ask.Fields)
	_, t, err := r.tuneFlagsOf(fields, ask.Variants)
	if err != nil {
		return out, err
	}
	t.engineAsk = namesOf(ask.Builds)
	out.Variants = r.variantsFor(ask.Builds)
	for _, m := range found { // the axes are those of a search that tries everything
		choice, err := r.inVariants(ctx, t, readers(ask.Builds, m), m, true)
		if err != nil {
			return out, err
		}
		plan, err := r.searchSpace(t, m, searchOn{choice, ask.Unticked, machine})
		if err != nil {
			return out, err
		}
		out.Axes = withAxes(out.Axes, plan.Tuning.Axes)
	}
	builds, variants := ask.Builds, ask.Variants
	for _, a := range out.Axes {
		switch {
		case !slices.Contains(ask.Kept, a.Name):
		case a.Name == tuning.AxisBuild:
			builds = firstReaders(builds, found)
			out.LeftOut, variants = append(out.LeftOut, untriedVariants(variants)...), []string{noVariants}
		default:
			fields[a.Flag] = a.Values[a.Default]
		}
	}
	f, t, err := r.tuneFlagsOf(fields, variants)
	if err != nil {
		return out, err
	}
	t.engineAsk = namesOf(builds)
	for _, m := range found {
		choice, err := r.inVariants(ctx, t, readers(builds, m), m, true)
		if err != nil {
			return out, err
		}
		plan, err := r.searchPlan(ctx, t, m, searchOn{choice, ask.Unticked, machine})
		if err != nil {
			return out, err
		}
		r.addSearch(&out, plan)
	}
	out.Axes = withUnused(out.Axes)
	out.Command = strings.Join(slices.Concat([]string{"dragstrip", "tune"}, namedWords(addressesOf(ask.Models), builds), f.wordsOf(r.env, fields), variantWords(variants)), " ")
	return out, ctx.Err()
}

// searchedModels are the models of a search, with names that tell them apart.
func searchedModels(ask tui.SearchAsk) (found []bench.Model, err error) {
	for _, m := range ask.Models {
		if m.Served != "" {
			return nil, fmt.Errorf("%s is only on a server; a search for the best configuration needs the model's file", m.Label())
		}
		found = append(found, m.Model)
	}
	if err := nothingFor(found, ask.Builds); err != nil {
		return nil, err
	}
	planning.NameApart(found)
	return found, nil
}

// untriedVariants says of environments that the axis of builds, to which they
// belong, is left out.
func untriedVariants(variants []string) (lines []string) {
	for _, v := range variants {
		if v != noVariants {
			lines = append(lines, bench.Clean(v)+": without the choice of builds, each is tried only as it is")
		}
	}
	return lines
}

// addSearch adds the search of one model.
func (r rooms) addSearch(to *tui.Search, plan *bench.Plan) {
	to.Plans = append(to.Plans, plan)
	cost := planning.EstimateOf(plan, r.known.pace())
	to.Total, to.Rough = to.Total+cost.Total, to.Rough || cost.Rough
	for _, text := range plan.Tuning.StandsIn {
		if text = bench.Clean(text); !slices.Contains(to.StandsIn, text) {
			to.StandsIn = append(to.StandsIn, text)
		}
	}
	for _, why := range slices.Concat(plan.Tuning.LeftOut, knownTexts(plan)) {
		if why = bench.Clean(why); !slices.Contains(to.LeftOut, why) {
			to.LeftOut = append(to.LeftOut, why)
		}
	}
	to.Listed = append(to.Listed, listedSearch(plan)...)
}

// machineNow is the machine as it was last described for the screens.
func (r rooms) machineNow(ctx context.Context) bench.Machine {
	if here := r.here.Load(); here != nil {
		return *here
	}
	return r.describe(ctx)
}

// tuneFlagsOf reads fields of the screen as if they were flags of dragstrip tune.
func (r rooms) tuneFlagsOf(fields map[string]string, variants []string) (*flags, *tuneFlags, error) {
	f, t := newTuneFlags()
	f.settle()
	for _, v := range variants {
		if err := f.Set(variantFlag, v); err != nil {
			return nil, nil, errors.New(f.wrong(variantFlag, v, err.Error()))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := strings.TrimSpace(fields[name])
		if value == "" {
			continue
		}
		if err := f.Set(name, value); err != nil {
			return nil, nil, errors.New(f.wrong(name, value, err.Error()))
		}
	}
	if err := f.fromEnvironment(r.env); err != nil {
		return nil, nil, err
	}
	return f, t, t.told(t.mistake([]string{"the marked models"}))
}

// wordsOf writes fields as flags, without those that say what holds anyway.
func (f *flags) wordsOf(e *env, fields map[string]string) (words []string) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value, is := strings.TrimSpace(fields[name]), f.Lookup(name)
		isUsual := value == is.DefValue && e.getenv(f.variable(name)) == ""
		switch _, isSwitch := is.Value.(interface{ IsBoolFlag() bool }); {
		case value == "", isUsual:
		case isSwitch:
			words = append(words, spelled(name)+"="+value)
		default:
			words = append(words, spelled(name), quoted(value))
		}
	}
	return words
}

// namesOf are builds as --engine names them.
func namesOf(builds []bench.EngineBuild) (names []string) {
	for _, b := range builds {
		names = append(names, engineNamed(b))
	}
	return names
}

// variantsFor are the environments that fit some builds.
func (r rooms) variantsFor(builds []bench.EngineBuild) (all []tui.SearchVariant) {
	for _, b := range builds {
		for _, v := range r.triedIn(b, false) {
			if !slices.ContainsFunc(all, func(had tui.SearchVariant) bool { return had.Name == v.Name }) {
				all = append(all, tui.SearchVariant{Name: v.Name, Env: v.Env})
			}
		}
	}
	return all
}

// variantFlag is the flag of dragstrip tune that names environments.
const variantFlag = "variant"

// variantWords writes environments as flags.
func variantWords(variants []string) (words []string) {
	for _, v := range variants {
		words = append(words, spelled(variantFlag), quoted(v))
	}
	return words
}

// readers are the builds that read a model.
func readers(builds []bench.EngineBuild, m bench.Model) []bench.EngineBuild {
	return slices.DeleteFunc(slices.Clone(builds), func(b bench.EngineBuild) bool { return !b.Traits.Reads(m) })
}

// firstReaders are, for each model, the first build that reads it.
func firstReaders(builds []bench.EngineBuild, found []bench.Model) (out []bench.EngineBuild) {
	for _, b := range builds {
		if slices.ContainsFunc(found, func(m bench.Model) bool {
			of := readers(builds, m)
			return len(of) > 0 && of[0].ID == b.ID
		}) {
			out = append(out, b)
		}
	}
	return out
}

// withAxes adds the axes of one more model to those of others, with their values.
func withAxes(all []tui.SearchAxis, more []bench.TuningAxis) []tui.SearchAxis {
	for _, a := range more {
		at := slices.IndexFunc(all, func(had tui.SearchAxis) bool { return had.Name == a.Name })
		if at < 0 {
			shown := searchAxis(a.Name)
			shown.Values, shown.Default = slices.Clone(a.Values), a.Default
			all = append(all, shown)
			continue
		}
		for _, value := range a.Values {
			if !slices.Contains(all[at].Values, value) {
				all[at].Values = append(all[at].Values, value)
			}
		}
	}
	return all
}

// withUnused adds the axes on which nothing differs here, without values.
func withUnused(all []tui.SearchAxis) []tui.SearchAxis {
	for _, name := range planning.TunedKeys() {
		if !slices.ContainsFunc(all, func(had tui.SearchAxis) bool { return had.Name == name }) {
			all = append(all, searchAxis(name))
		}
	}
	return all
}

// searchAxis names an axis for the form.
func searchAxis(name string) tui.SearchAxis {
	switch def, known := bench.ParameterByKey(name); {
	case name == tuning.AxisBuild:
		return tui.SearchAxis{Name: name, Label: "builds", Help: "the engine builds that are ticked on Plan; the first one is the default"}
	case known:
		return tui.SearchAxis{Name: name, Flag: def.Flag, Label: def.Label, Help: def.Help}
	}
	return tui.SearchAxis{Name: name, Flag: name, Label: "KV type", Help: "type of the KV cache, as f16,q8_0; a smaller type changes the answers, so others than f16 are tried only if you name them"}
}
