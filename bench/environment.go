package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Limits of what a build inherits. Nobody sets that much by hand.
const (
	MaxInherited      = 64
	MaxInheritedBytes = 512
)

// Environment is the part of the build's environment that changes how the build
// computes: the variables set for it, and those that it inherits. They are
// sorted, and each name occurs once. A variable set for the build replaces an
// inherited one.
func (b EngineBuild) Environment() []string {
	at := map[string]string{}
	for _, list := range [][]string{b.Inherited, b.Env} {
		for _, variable := range list {
			name, _, _ := strings.Cut(variable, "=")
			at[name] = variable
		}
	}
	out := make([]string, 0, len(at))
	for _, variable := range at {
		out = append(out, variable)
	}
	slices.Sort(out)
	return out
}

// InheritsKnown tells whether a record exists of what the build inherits.
// Earlier versions did not make one.
func (b EngineBuild) InheritsKnown() bool { return b.Inherited != nil }

// Sets tells whether a variable of this name was set for the build.
func (b EngineBuild) Sets(name string) bool {
	return slices.ContainsFunc(b.Env, func(variable string) bool { return strings.HasPrefix(variable, name+"=") })
}

// EnvironmentChange is a variable that two builds have with different values.
type EnvironmentChange struct {
	Name string
	// From and To are the two values. "" means that the variable is not set, or
	// is empty. Few programs treat these two differently.
	From, To string
}

// String describes the change in a few words: "OMP_NUM_THREADS was 4, then not
// set".
func (c EnvironmentChange) String() string {
	return fmt.Sprintf("%s was %s, then %s", c.Name, cmp.Or(c.From, NotSet), cmp.Or(c.To, NotSet))
}

// NotSet stands for the value of a variable that a build does not have.
const NotSet = "not set"

// EnvironmentChanges lists the variables in which two builds differ, except
// those that only say where something lies. Inherited variables count only if
// they were recorded for both builds. Otherwise nobody knows whether they
// differ.
func EnvironmentChanges(a, b EngineBuild) []EnvironmentChange {
	var out []EnvironmentChange
	from, to := valuesOf(a), valuesOf(b)
	known := a.InheritsKnown() && b.InheritsKnown()
	add := func(name string) {
		if !sameValue(from[name], to[name]) && !SaysWhere(name) && (known || a.Sets(name) || b.Sets(name)) {
			out = append(out, EnvironmentChange{name, from[name], to[name]})
			from[name] = to[name] // it was compared already
		}
	}
	for name := range from {
		add(name)
	}
	for name := range to {
		add(name)
	}
	slices.SortFunc(out, func(x, y EnvironmentChange) int { return cmp.Compare(x.Name, y.Name) })
	return out
}

// sameValue compares two values. In a report, ~ stands for the home folder, so
// ~ equals any folder.
func sameValue(a, b string) bool {
	reads := func(short, whole string) bool {
		before, after, cut := strings.Cut(short, "~/")
		return cut && strings.HasPrefix(whole, before) && strings.HasSuffix(whole, "/"+after)
	}
	return a == b || reads(a, b) || reads(b, a)
}

// valuesOf are the values of a build's variables as they may be shown.
func valuesOf(b EngineBuild) map[string]string {
	out := map[string]string{}
	for _, variable := range b.Environment() {
		name, value, _ := strings.Cut(ShownVariable(variable), "=")
		out[name] = value
	}
	return out
}

// ShownCommand is a build's command as people may see it: the variables set for
// it, without secrets, and the program with its arguments.
func (b EngineBuild) ShownCommand() string {
	return strings.Join(append(ShownVariables(b.Env), b.Prefix...), " ")
}

// ShortCommand is ShownCommand without the loader that starts the program and
// without the loader's list of libraries, which can be some hundred letters
// long.
func (b EngineBuild) ShortCommand() string {
	if !b.OwnLoader() {
		return b.ShownCommand()
	}
	begin, _ := b.program()
	return strings.Join(append(ShownVariables(b.Env), b.Prefix[begin:]...), " ") + ", through its own loader"
}

// ShownVariables are variables of an environment as people may see them.
func ShownVariables(list []string) []string {
	shown := make([]string, 0, len(list))
	for _, variable := range list {
		shown = append(shown, ShownVariable(variable))
	}
	return shown
}

// SecretVariable tells whether a variable of this name may hold a secret.
func SecretVariable(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc([]string{"TOKEN", "KEY", "SECRET", "PASSW", "CREDENTIAL", "SIGNATURE", "AUTH"}, func(word string) bool { return strings.Contains(name, word) })
}

// ShownVariable is a variable of an environment as people may see it: cleaned,
// and without its value if that may be a secret.
func ShownVariable(variable string) string {
	name, value, set := strings.Cut(Clean(variable), "=")
	if set && value != "" && SecretVariable(name) {
		return name + "=…"
	}
	return Clean(variable)
}

// SaysWhere tells whether a variable of this name only says where something
// lies, such as CUDA_HOME or LLAMA_CACHE. Such variables differ between
// machines without any effect on speed. They are recorded, but neither named
// nor compared. The names are listed one by one, because the form of a name
// does not tell: GGML_BACKEND_PATH and LD_LIBRARY_PATH are paths, too, but
// choose what computes.
func SaysWhere(name string) bool {
	return slices.Contains(places, name) || slices.ContainsFunc(placesByVersion, func(begin string) bool { return strings.HasPrefix(name, begin) })
}

// places are the variables that say where something lies: the folders of
// caches, and of toolkits for building programs.
var places = []string{
	"HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
	"CUDA_HOME", "CUDA_PATH", "CUDA_ROOT", "CUDA_DIR", "CUDA_TOOLKIT_ROOT_DIR", "CUDA_CACHE_PATH",
	"HIP_PATH", "HIP_ROOT_DIR", "ROCM_PATH", "ROCM_HOME", "VULKAN_SDK", "VK_SDK_PATH", "MKL_ROOT", "MKLROOT", "OPENBLAS_HOME", "OPENBLAS_ROOT",
	"MESA_SHADER_CACHE_DIR", "MESA_GLSL_CACHE_DIR", "LLAMA_CACHE",
	"HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE",
}

// placesByVersion are the beginnings of names that end with a version:
// CUDA_PATH_V12_4.
var placesByVersion = []string{"CUDA_PATH_V", "HIP_PATH_"}
