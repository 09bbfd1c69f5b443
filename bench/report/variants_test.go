package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// variantsSession has one build twice, with two environments, and what both
// inherited.
func variantsSession(inherited ...string) *bench.Session {
	t := newTeller()
	plain := bench.EngineBuild{
		ID: "llama-000001", Engine: "llama.cpp", Prefix: []string{home + "/llama-bench"}, Version: "0.7.0", Number: 11669,
		Backends: []string{"Vulkan"}, Inherited: append([]string{}, inherited...),
	}
	variant := plain
	variant.ID, variant.Env = "llama-000002", []string{"GGML_VK_DISABLE_F16=1", "HF_TOKEN=hunter2"}
	model := bench.Model{Name: "SmolLM2", Quant: "Q4_1", Format: "gguf", Path: home + "/models/smol.gguf"}
	var jobs []bench.Job
	for id, build := range map[string]bench.EngineBuild{"j1": plain, "j2": variant} {
		jobs = append(jobs, bench.Job{ID: id, Model: model, Build: build, Tests: []bench.Test{pp512}, Repetitions: 6})
	}
	slices.SortFunc(jobs, func(a, b bench.Job) int { return strings.Compare(a.ID, b.ID) })
	t.tell("", bench.SessionStarted{Session: "20261129-120000-aaaa", Plan: bench.Plan{Rounds: 2, Jobs: jobs}})
	for i, j := range jobs {
		t.tell(j.ID, bench.EngineStarted{Invocation: i + 1, Argv: j.Build.Prefix, Env: j.Build.Env, Build: j.Build})
		for round := range 2 {
			t.tell(j.ID, bench.TestFinished{Result: bench.Result{Test: pp512, Round: round, Backend: "Vulkan", SamplesNS: samples(pp512, 100-float64(30*i), 101, 99)}})
		}
	}
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return t.s
}

// Variants used to have one name and "-33 %" between them, and reports said
// nothing about what the shell had set.
func TestReportsNameVariantsAndWhatWasInherited(t *testing.T) {
	o := Options{Home: home, User: user}
	s := variantsSession("OMP_NUM_THREADS=4", "VK_DRIVER_FILES="+home+"/icd/lvp_icd.json")
	for form, wants := range map[string][]string{
		"report.md":   {"F16 default", "F16 off", `GGML\_VK\_DISABLE\_F16 (not set, 1)`, "inherits `OMP_NUM_THREADS=4`", "VK_DRIVER_FILES=~/icd/lvp_icd.json", "GGML_VK_DISABLE_F16=1 "},
		"report.json": {`"GGML_VK_DISABLE_F16=1"`, `"OMP_NUM_THREADS=4"`, `"VK_DRIVER_FILES=~/icd/lvp_icd.json"`},
		"report.csv":  {"GGML_VK_DISABLE_F16=1 HF_TOKEN=… OMP_NUM_THREADS=4 VK_DRIVER_FILES=~/icd/lvp_icd.json"},
	} {
		text := written(t, form, s, o)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", form, want, text)
			}
		}
		for _, secret := range []string{"hunter2", user, "engine build (llama-000001"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s says %q:\n%s", form, secret, text)
			}
		}
		if form == "report.csv" {
			continue
		}
		back, err := Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for i, j := range back.Jobs {
			if got, want := len(j.Build.Environment()), len(s.Jobs[i].Build.Environment()); got != want {
				t.Errorf("%s: job %s came back with %d variables of %d", form, j.ID, got, want)
			}
		}
		names := SideBySide([]*bench.Session{back}, 0, false).ColumnNames(o).Full
		if len(names) != 2 || !strings.Contains(names[0], "F16 default") || !strings.Contains(names[1], "F16 off") {
			t.Errorf("%s: the columns are named %q when read back", form, names)
		}
	}
}

// One build that computed on the GPU and on the CPU used to be called two
// engine builds.
func TestOneBuildOnTwoDevicesDiffersInItsBackend(t *testing.T) {
	s := variantsSession()
	on := func(devices string) *bench.JobState {
		j := *s.Jobs[0]
		j.Build.Devices, j.Params = []bench.Device{{Name: "Vulkan0"}}, bench.Params{"devices": devices}
		return &j
	}
	said := strings.Join(shownDifferences(jobDifferences(on("Vulkan0"), on("none")), asIs), ", ")
	if said != "backend (Vulkan, CPU), -dev (Vulkan0, none)" {
		t.Error(said)
	}
}

// What the shell had set is a circumstance like the day and the kernel.
func TestSessionsWithOtherEnvironmentsSayHowTheyDiffer(t *testing.T) {
	a, b := variantsSession(), variantsSession("GGML_VK_VISIBLE_DEVICES=0", "CUDA_HOME=/opt/cuda")
	said := strings.Join(SideBySide([]*bench.Session{a, b}, 0, false).Differs(), "\n")
	if !strings.Contains(said, "GGML_VK_VISIBLE_DEVICES (not set, 0)") || strings.Contains(said, "CUDA_HOME") {
		t.Error(said)
	}
	if said := strings.Join(shownDifferences(OldAgainstNew(a, b, false).Columns[1].Differs, asIs), "\n"); !strings.Contains(said, "GGML_VK_VISIBLE_DEVICES (not set, 0)") {
		t.Error(said)
	}
}

// A report of an earlier version used to be compared as if its shell had set
// nothing.
func TestWhatWasNotRecordedIsNoDifference(t *testing.T) {
	a, b := variantsSession(), variantsSession("OMP_NUM_THREADS=4")
	for _, j := range a.Jobs {
		j.Build.Inherited = nil
		for i := range j.Engines {
			j.Engines[i].Build.Inherited = nil
		}
	}
	for _, form := range []string{"report.md", "report.json"} {
		old, err := Read([]byte(written(t, form, a, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(SideBySide([]*bench.Session{old, b}, 0, false).Differs(), "\n")
		if strings.Contains(said, "OMP_NUM_THREADS") {
			t.Errorf("%s: %s", form, said)
		}
		none, err := Read([]byte(written(t, form, variantsSession(), Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(SideBySide([]*bench.Session{none, b}, 0, false).Differs(), "\n"); !strings.Contains(said, "OMP_NUM_THREADS (not set, 4)") {
			t.Errorf("%s: an empty environment was recorded: %s", form, said)
		}
	}
}

// A report does not say where a program lies. Compared with a session, its
// variants used to be called two engine builds, and a column was named by the
// program of the session.
func TestAReportBesideASessionHasNoOtherBuild(t *testing.T) {
	now := variantsSession()
	now.ID, now.Started = "20261129-180000-bbbb", now.Started.Add(6*time.Hour)
	for _, form := range []string{"report.md", "report.json"} {
		before, err := Read([]byte(written(t, form, variantsSession(), Options{Home: home, User: user})))
		if err != nil {
			t.Fatal(err)
		}
		for _, sessions := range [][]*bench.Session{{before, now}, {now, before}} {
			sheet := SideBySide(sessions, 0, false)
			if said := strings.Join(sheet.Differs(), "\n"); strings.Contains(said, buildWord) || !strings.Contains(said, "GGML_VK_DISABLE_F16 (not set, 1)") {
				t.Errorf("%s: %s", form, said)
			}
			if names := strings.Join(sheet.ColumnNames(Options{}).Full, "\n"); strings.Contains(names, "llama-bench") || strings.Count(names, "14:50") != 2 || strings.Count(names, "20:50") != 2 {
				t.Errorf("%s: the columns are named\n%s", form, names)
			}
		}
	}
}
