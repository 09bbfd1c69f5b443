package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/vulkan"
	"dragstrip/cli/settings"
	"dragstrip/runner/engine"
)

// noVariants is what --variant takes if builds are tried only as they are.
const noVariants = "none"

// variantsOf are the environments in which a build is tried, too, if nobody names
// any: those that this machine has what they are for, and those that were added
// and concern the build.
func (e *env) variantsOf(b bench.EngineBuild) (all []engine.Variant) {
	kind, known := e.kinds.Kind(b.Engine)
	if !known || len(b.Env) > 0 {
		return nil
	}
	if kind.Variants != nil {
		all = kind.Variants(b, vulkanDrivers("/"))
	}
	for _, v := range e.addedVariants() {
		concerns := func(variable string) bool { return e.concerns(kind, b, variable) }
		if slices.ContainsFunc(v.Env, concerns) && !slices.ContainsFunc(all, func(o engine.Variant) bool { return slices.Equal(o.Env, v.Env) }) {
			all = append(all, engine.Variant{Name: v.Name, Env: v.Env})
		}
	}
	return all
}

// triedIn are the environments in which a build that dragstrip chose is tried. If
// all its devices are programs on the CPU and nobody named one, the CPU is
// measured: then a variable that only the backend of a GPU reads changes nothing.
func (e *env) triedIn(b bench.EngineBuild, devicesNamed bool) []engine.Variant {
	if !devicesNamed && planning.WithoutSoftware(nil, b)["devices"] == "none" {
		b.Devices = nil
		b.Backends = slices.DeleteFunc(slices.Clone(b.Backends), func(name string) bool { return bench.GPUBackend(name) != "" })
	}
	return e.variantsOf(b)
}

// namesDevices tells whether -dev names a device besides the CPU.
func (t *tuneFlags) namesDevices() bool {
	named := t.values["devices"]
	return named != nil && slices.ContainsFunc(strings.Split(strings.Join(*named, ","), ","), func(value string) bool {
		value = strings.ToLower(strings.TrimSpace(value))
		return value != "" && value != "none" && value != "auto"
	})
}

// concerns tells whether a variable can change how a build computes. One that
// another engine has for itself cannot.
func (e *env) concerns(kind *engine.Kind, b bench.EngineBuild, variable string) bool {
	key, _, _ := strings.Cut(variable, "=")
	isOf := func(k *engine.Kind) bool {
		return slices.ContainsFunc(k.Variables, func(begins string) bool { return strings.HasPrefix(key, begins) })
	}
	if !isOf(kind) && slices.ContainsFunc(e.kinds, isOf) {
		return false
	}
	return kind.Concerns == nil || kind.Concerns(b, key)
}

// addedVariants are those of the settings. A file that cannot be read has none;
// whatever changes the settings says why.
func (e *env) addedVariants() []settings.Variant {
	all, _ := e.settings().Variants()
	return all
}

// vulkanDrivers are the names of the files below root that describe Vulkan
// drivers.
func vulkanDrivers(root string) (names []string) {
	for _, folder := range vulkan.Folders {
		files, _ := os.ReadDir(filepath.Join(root, filepath.FromSlash(folder)))
		for _, f := range files {
			names = append(names, f.Name())
		}
	}
	return names
}

// namedVariant gives the variables that --variant asks for: KEY=VALUE as it is
// written, or a variant by its name. It is false if there is no variant of that
// name.
func (e *env) namedVariant(text string, builds []bench.EngineBuild) (words string, ok bool) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "=") {
		return text, true
	}
	for _, b := range builds {
		for _, v := range e.variantsOf(b) {
			if strings.EqualFold(v.Name, text) {
				return strings.Join(v.Env, " "), true
			}
		}
	}
	for _, v := range e.addedVariants() {
		if strings.EqualFold(v.Name, text) {
			return strings.Join(v.Env, " "), true
		}
	}
	return "", false
}

// variantBuilds are the words that name builds in other environments: each of the
// named ones in each environment that --variant asks for. Without --variant,
// each build that dragstrip chose itself is tried in the environments that fit
// it.
func (e *env) variantBuilds(t *tuneFlags, builds []bench.EngineBuild, fixed bool) (asked []string, err error) {
	if len(t.variants) == 0 {
		if !fixed {
			for _, b := range builds {
				for _, v := range e.triedIn(b, t.namesDevices()) {
					asked = append(asked, strings.Join(v.Env, " ")+" "+b.ID)
				}
			}
		}
		return asked, nil
	}
	// A build that only the user's words name has no ID that a search finds.
	named := slices.Clone(t.engineAsk)
	for i, text := range named {
		if path := e.folders().AtHome(text); exists(path) { // it may hold blanks
			named[i] = engineWord(path)
		}
	}
	if !fixed {
		for _, b := range builds {
			named = append(named, b.ID)
		}
	}
	for _, text := range t.variants {
		if text == noVariants {
			continue
		}
		words, ok := e.namedVariant(text, builds)
		if !ok {
			return nil, usagef("--variant %s: there is no variant of this name; `dragstrip engines` lists them, or write KEY=VALUE, such as GGML_VK_DISABLE_F16=1", bench.Clean(text))
		}
		for _, build := range named {
			asked = append(asked, words+" "+build)
		}
	}
	return asked, nil
}

// tellUnread says that tune will not try a variant that was just added, because
// it concerns no build. The list of builds shows the others.
func (e *env) tellUnread(added string, builds []bench.EngineBuild) {
	v, err := settings.ParseVariant(added)
	if err != nil || len(builds) == 0 {
		return
	}
	for _, b := range builds {
		if slices.ContainsFunc(e.variantsOf(b), func(o engine.Variant) bool { return slices.Equal(o.Env, v.Env) }) {
			return
		}
	}
	fmt.Fprintf(e.err, "note: %s is remembered, but no engine build here reads %s, so tune does not try it; `dragstrip engines --forget-variant %s` forgets it\n",
		bench.Clean(v.Name), bench.Clean(strings.Join(variableNames(v.Env), " or ")), quoted(bench.Clean(v.Name)))
}

// variableNames are the names of variables that are written as KEY=VALUE.
func variableNames(env []string) (names []string) {
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		names = append(names, name)
	}
	return names
}
