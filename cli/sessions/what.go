package sessions

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// measuredWith says in one line what a session measured: the models, the
// backends and the flags, "Qwen2.5 14B Q4_K_M · Vulkan, ROCm · fa on/off". If
// there are several models, they come after the flags. Their list is long, so
// the end of the line may be cut. The beginning still tells sessions apart.
// Variables of the environment come last: they are even longer, and the models
// say more.
func measuredWith(jobs []*bench.JobState) string {
	several := slices.ContainsFunc(jobs, func(j *bench.JobState) bool { return j.Model.Label() != jobs[0].Model.Label() })
	said := naming.Measured(jobs)
	if several {
		said = append(said[1:len(said):len(said)], said[0])
	}
	isVariable := func(a naming.Aspect) bool { return strings.HasPrefix(a.Key, naming.EnvironmentKey) }
	variables := slices.DeleteFunc(slices.Clone(said), func(a naming.Aspect) bool { return !isVariable(a) })
	said = append(slices.DeleteFunc(slices.Clone(said), isVariable), variables...)
	var parts []string
	for _, a := range said {
		text := a.Text
		if a.Key == "engine builds" {
			text = strings.Join(backends(jobs), ", ")
		}
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " · ")
}

// backends gives the backends of the jobs, with the engine's name if there are
// several engines.
func backends(jobs []*bench.JobState) []string {
	several := slices.ContainsFunc(jobs, func(j *bench.JobState) bool { return j.Build.Engine != jobs[0].Build.Engine })
	var out []string
	for _, j := range jobs {
		text := bench.Clean(j.BackendLabel())
		if several {
			text = strings.TrimSpace(bench.Clean(j.Build.Engine) + " " + text)
		}
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// fastest gives the best figure of a session.
func fastest(s *bench.Session) (test string, tps float64, grade bench.Grade) {
	if j, t := bench.Fastest(s.Jobs); t != nil {
		return t.Test.String(), t.Summary().Median, gradeOf(s, j, t)
	}
	return "", 0, ""
}
