package naming

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// variant says in which environment a build computes. A variable that was set
// for the build is always named. An inherited variable applies to every build
// that was measured at the same time, so it is named only if it differs.
func variant(b bench.EngineBuild) Thing {
	var t Thing
	if !b.InheritsKnown() {
		t = append(t, Aspect{Key: notRecorded})
	}
	for _, variable := range b.Environment() {
		name, _, _ := strings.Cut(variable, "=")
		a := spoken(bench.ShownVariable(variable))
		if gpu := gpuChosen(b, variable); gpu != "" {
			a.Text = gpu // a build without the variable may see no GPU at all
		}
		switch {
		case slices.Contains(b.Env, variable):
		case bench.SaysWhere(name):
			continue
		default:
			a.Rank = Differing
		}
		t = append(t, a)
	}
	return t
}

// variants are the environments of several jobs together: what was set for
// their builds, "F16 default/off", "RADV/AMDVLK", and what they inherited.
func variants(jobs []*bench.JobState) (set, inherited Thing) {
	own := make([]map[string]Aspect, len(jobs))
	var all Thing
	for i, j := range jobs {
		own[i] = map[string]Aspect{}
		for _, a := range variant(j.BuildUsed()) {
			own[i][a.Key] = a
			if !slices.ContainsFunc(all, func(have Aspect) bool { return have.Key == a.Key }) {
				all = append(all, a)
			}
		}
	}
	for _, a := range all {
		var texts []string
		for i, has := range own {
			b, there := has[a.Key]
			_, unknown := has[notRecorded]
			stated := !jobs[i].OnlyStated
			switch {
			case there:
				texts = addNew(texts, b.Text)
			case stated && (a.Rank == Shared || !unknown):
				texts = addNew(texts, a.Without)
			}
		}
		a.Text = withOneBeginning(texts)
		if a.Rank == Differing {
			inherited = append(inherited, a)
		} else {
			set = append(set, a)
		}
	}
	return set, inherited
}

// withOneBeginning joins texts. If all begin with the same word or variable,
// that beginning is written once: "F16 default/off", "OMP_NUM_THREADS=1/2".
func withOneBeginning(texts []string) string {
	at := strings.IndexAny(texts[0], " =") + 1
	out := texts[0]
	for _, text := range texts[1:] {
		rest, same := strings.CutPrefix(text, texts[0][:at])
		if !same || at == 0 {
			return strings.Join(texts, "/")
		}
		out += "/" + rest
	}
	return out
}

// EnvironmentKey begins the keys of variables of the environment.
const EnvironmentKey = "environment "

// spoken is what people call a variable with its value: the name of the driver
// that it chooses, or "F16 off" for GGML_VK_DISABLE_F16=1. Other variables stay
// as they are.
func spoken(variable string) Aspect {
	name, value, _ := strings.Cut(variable, "=")
	if driver := driverOf(name, value); driver != "" {
		return Aspect{Key: "driver", Text: driver, Without: "default driver"}
	}
	if _, what, ok := strings.Cut(name, "_DISABLE_"); ok && value == "1" {
		return Aspect{Key: EnvironmentKey + name, Text: what + " off", Without: what + " default"}
	}
	return Aspect{Key: EnvironmentKey + name, Text: variable, Without: "without " + name}
}

// gpuChosen names the GPU that a variable leaves visible, with the number that
// the driver gives it: "GPU 1 (Intel Arc A770)". It is "" if the variable chooses
// something else, or if it is not known which GPU the build sees.
func gpuChosen(b bench.EngineBuild, variable string) string {
	name, number, _ := strings.Cut(variable, "=")
	seen := b.GPUs()
	if _, err := strconv.Atoi(number); err != nil || !strings.HasSuffix(name, "_VISIBLE_DEVICES") || len(seen) != 1 || seen[0].Description == "" {
		return ""
	}
	return "GPU " + number + " (" + bench.Clean(seen[0].Description) + ")"
}

// drivers has the name that people use for a Vulkan driver, by its file name
// without the architecture.
var drivers = map[string]string{
	"radeon_icd": "RADV", "amd_icd64": "AMDVLK", "amd_icd32": "AMDVLK", "amd_pro_icd64": "AMD Pro", "intel_icd": "ANV", "intel_hasvk_icd": "HASVK",
	"nvidia_icd": "NVIDIA", "nouveau_icd": "NVK", "lvp_icd": "llvmpipe",
}

// driverOf is the driver that a variable chooses, or "".
func driverOf(name, value string) string {
	switch name {
	case "AMD_VULKAN_ICD":
		return value
	case "VK_DRIVER_FILES", "VK_ICD_FILENAMES":
		file := value[strings.LastIndexAny(value, `/\`)+1:]
		known, _, _ := strings.Cut(file, ".")
		if !strings.ContainsAny(value, ":;") { // one file only
			return drivers[known]
		}
	}
	return ""
}
