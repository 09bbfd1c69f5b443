package sessions

import (
	"slices"
	"testing"

	"dragstrip/bench"
)

func TestASessionRemembersWhichInstalledBuildsItUsed(t *testing.T) {
	job := func(prefix ...string) *bench.JobState {
		return &bench.JobState{Job: bench.Job{Build: bench.EngineBuild{Prefix: prefix}}}
	}
	got := installedBuilds([]*bench.JobState{
		job("/was/data/engines/mlx-2/bin/python"), job("/usr/bin/llama-bench"), job(`C:\Users\x\engines\llama.cpp-b6100-bin-win-cpu-x64\llama-bench.exe`),
		job("/d/engines/z-0.7.0/lib/ld.so", "--library-path", "/d/engines/z-0.7.0/lib", "/d/engines/z-0.7.0/bin/z"), job("/is/data/engines/mlx-2/bin/python"), job(),
	})
	if want := []string{"mlx-2", "llama.cpp-b6100-bin-win-cpu-x64", "z-0.7.0"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
