package report

import (
	"strings"

	"dragstrip/bench"
)

// codeSaid says what a warning's code means. A warning that was read back from a
// report of an earlier version has only its code.
func codeSaid(code string) string {
	if text := codesSaid[code]; text != "" {
		return text
	}
	return strings.ReplaceAll(bench.Clean(code), "_", " ")
}

// codesSaid has a sentence for every warning that lowers a grade. The sentences
// have no figures, because the reports that are read back have no figures for
// warnings.
var codesSaid = map[string]string{
	"other_load":            "other programs kept cores busy",
	"steal":                 "the host took CPU time away from this virtual machine",
	"gpu_load":              "something else used the GPU",
	"low_clock":             "the busy CPU ran at a low clock",
	"throttled":             "the machine slowed down because of heat or a power limit",
	"battery":               "the machine ran on battery",
	"power_save":            "power saving was on",
	"cpu_limit":             "a CPU limit allowed less than the engine's threads needed",
	"cpu_set":               "the engine had more threads than it had CPUs",
	"swapping":              "memory was swapped to disk",
	"memory_too_small":      "the model did not fit into memory",
	"memory_tight":          "hardly any memory was left",
	"memory_near_full":      "the memory was nearly full",
	"rosetta":               "the engine was translated by Rosetta",
	"cold_cache":            "the model was read from disk during the measurement",
	"debug_build":           "the engine is a debug build",
	"asserts_enabled":       "the engine was built with assertions",
	"sanitizer":             "the engine was built with a sanitizer",
	"cpu_fallback":          "the engine computed on the CPU instead of the GPU",
	"slow_first":            "the first repetition was slower than the others",
	"outliers":              "some repetitions lay far from the others",
	"trend":                 "repetitions became steadily slower or faster",
	"wide":                  "wide interval: the repetitions differ much",
	"impossible":            "the figure is higher than the memory can deliver",
	"stood_still":           "a repetition was stopped for some time",
	"repetitions_missing":   "the engine reported fewer repetitions than it was asked for",
	"repetitions_surplus":   "the engine reported more repetitions than it was asked for",
	"mixed_configuration":   "the results of one test come from different settings",
	"different_environment": "starts of the engine had different environments",
	"different_builds":      "the results of one test come from different engine builds",
	"outdated_stand_in":     "the stand-in is from an earlier version and too fast",
	"bandwidth_drift":       "the memory's bandwidth changed during the session",
	"sentinel_drift":        "the machine became slower or faster during the session",
	"not_cooled_down":       "the machine had not cooled down",
	"model_changed":         "the model's file changed during the measurement",
	"unverified":            "the server did not tell whether it used a setting that was asked for",
	"prompt_length":         "the prompts had another length than was asked for",
	"setting_ignored":       "the server used another setting than was asked for",
	"journal_incomplete":    "the journal lacks events, so warnings may be missing",
}
