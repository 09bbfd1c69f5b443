package naming

import (
	"cmp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

// Jobs names the jobs of a list by what they differ in: model, engine build,
// flags.
func Jobs(jobs []*bench.JobState) Names {
	things := make([]Thing, len(jobs))
	for i, j := range Told(jobs) {
		things[i] = Job(j)
	}
	return Apart(things)
}

// Told gives jobs in the form from which their names are made. What results say
// about a build counts only if all jobs have results. Otherwise a job would
// change its name when it is measured. It would also seem to differ from jobs
// whose results will later say the same.
func Told(jobs []*bench.JobState) []*bench.JobState {
	if !slices.ContainsFunc(jobs, func(j *bench.JobState) bool { return !j.HasResults() }) {
		return jobs
	}
	return Planned(jobs)
}

// Planned are jobs as they were before anything was measured.
func Planned(jobs []*bench.JobState) []*bench.JobState {
	planned := make([]*bench.JobState, len(jobs))
	for i, j := range jobs {
		planned[i] = &bench.JobState{Job: j.Job, OnlyStated: j.OnlyStated}
	}
	return planned
}

// Job says what tells a job from the others of its session.
func Job(j *bench.JobState) Thing {
	return slices.Concat(Model(j.Model), Configuration(j), asked(j))
}

// Model has the aspects of a model.
func Model(m bench.Model) Thing {
	const group = "model"
	t := Thing{
		{Key: ModelName, Text: cmp.Or(bench.Clean(m.Name), bench.NotKnown), Group: group},
		{Key: Quantization, Text: bench.Clean(m.Quant), Group: group},
		{Key: "stand-in", Group: group},
	}
	if m.StandIn {
		t[2].Text = "(stand-in)"
	}
	if m.SizeBytes > 0 {
		t = append(t, Aspect{Key: "tensors", Text: bench.FormatBytes(m.SizeBytes), Rank: LastResort})
	}
	t = append(t,
		Aspect{Key: ModelFile, Text: slashed(m.Path), Rank: LastResort, By: "/"},
		Aspect{Key: "served as", Text: bench.Clean(m.Served), Rank: LastResort})
	if len(m.Files) > 0 && m.Files[0].SHA256 != "" {
		t = append(t, Aspect{Key: "digest", Text: "sha256 " + shortDigest(m.Files[0].SHA256), Rank: LastResort})
	}
	return t
}

// ModelName is the key of a model's name.
const ModelName = "model"

// ModelFile is the key of the path of a model's file.
const ModelFile = "model file"

// Quantization is the key of a model's quantization.
const Quantization = "quantization"

// shortDigest is the beginning of a digest, for names.
func shortDigest(sum string) string {
	sum = bench.Clean(sum)
	return sum[:min(digits, len(sum))]
}

// digits is how many digits of a digest or a commit are shown.
const digits = 8

// Configuration says what a job measures with: the engine build with its
// environment, and the parameters.
func Configuration(j *bench.JobState) Thing { return configuration(j, j.BackendLabel()) }

// configuration is Configuration with the given backend.
func configuration(j *bench.JobState, backend string) Thing {
	const group = "engine"
	used := j.BuildMeasured()
	t := Thing{
		{Key: "engine", Text: bench.Clean(used.Engine), Group: group},
		{Key: "version", Text: bench.Clean(j.BuildVersion()), Without: "version not known", Group: group, By: " ", Minor: true},
		{Key: "backend", Text: bench.Clean(backend)},
		{Key: "built for", Text: bench.Clean(used.BuiltFor()), Rank: Differing, Beside: "backend"},
	}
	t = append(append(t, variant(used)...), parameters(j)...)
	if j.DraftModel != nil && len(j.DraftModel.Files) > 0 && j.DraftModel.Files[0].SHA256 != "" {
		t = append(t, Aspect{Key: "-md digest", Text: "draft sha256 " + shortDigest(j.DraftModel.Files[0].SHA256), Rank: Differing, Beside: "-md"})
	}
	warm := Aspect{Key: "warm-up", Without: "warm-up"}
	if j.NoWarmup {
		warm.Text = "no warm-up"
	}
	for _, stated := range j.Stated {
		t = append(t, Aspect{Key: statedKey + stated, Text: bench.Clean(stated), Rank: Differing})
	}
	if j.OnlyStated {
		t = append(t, Aspect{Key: NotStated})
	}
	commit := bench.Clean(used.Commit)
	return append(append(append(t, warm), addedWords(used)...),
		Aspect{Key: "commit", Text: commit[:min(digits, len(commit))], Rank: LastResort},
		Aspect{Key: "found in", Text: slashed(used.Origin), Rank: LastResort, By: "/"},
		Aspect{Key: "program", Text: slashed(strings.Join(used.Program(), " ")), Rank: LastResort, By: "/", Most: longestPlace},
		Aspect{Key: "command", Text: slashed(strings.Join(used.Prefix, " ")), Rank: LastResort, By: "/", Most: longestPlace},
		Aspect{Key: "build", Text: bench.Clean(used.ID), Rank: LastResort})
}

// addedWords are the arguments and programs that were added to a build's
// command, such as "-lzm on" or "numactl". Long ones are left out, so such a
// build is named by its ID.
func addedWords(b bench.EngineBuild) Thing {
	_, known := b.AddedWords()
	text := slashed(b.WordsSaid())
	switch {
	case !known:
		return Thing{{Key: notRecorded}}
	case text == "" || ansi.StringWidth(text) > longestWords:
		return nil
	}
	return Thing{{Key: "added words", Text: text, Without: "without " + text, Rank: Differing}}
}

// longestWords is the largest width of added words in a name, in cells.
const longestWords = 24

// statedKey begins the key of what a publisher stated about a configuration.
const statedKey = "stated "

// longestPlace is the largest width of a build's place in a name, in cells. If
// the place is longer, the build's ID is shown instead: "llama-4f2a91" has 12
// cells.
const longestPlace = 16

// Builds names the engine builds of a list by what they differ in. A build is
// named by what it offers, even if it finds no device here.
func Builds(builds []bench.EngineBuild) Names {
	things := make([]Thing, len(builds))
	for i, b := range builds {
		things[i] = configuration(&bench.JobState{Job: bench.Job{Build: b}}, strings.Join(b.Backends, ","))
	}
	return Apart(things)
}

// slashed writes a path of any system with slashes between its folders.
func slashed(place string) string {
	if !strings.Contains(place, "/") {
		place = strings.ReplaceAll(place, `\`, "/")
	}
	return bench.Clean(place)
}

// parameters says which flags are set in one job or in several. The default of
// a flag is named only if another job sets the flag, and only if the engine
// supports the flag.
func parameters(jobs ...*bench.JobState) Thing {
	var t Thing
	for _, def := range bench.Parameters {
		var values []string
		said := Aspect{Key: "-" + def.Flag}
		isSet := false
		for _, j := range jobs {
			if value, set := j.Params[def.Key]; set {
				values, isSet = addNew(values, valueSaid(def, bench.Clean(value))), true
			} else if !j.OnlyStated && takes(j.Build.Traits, def.Key) {
				values, said.Without = addNew(values, flagDefault), flagSaid(def, flagDefault)
			}
		}
		if isSet {
			said.Text = flagSaid(def, strings.Join(values, "/"))
		}
		t = append(t, said)
	}
	return t
}

// flagDefault is the value of a flag that was not set.
const flagDefault = "default"

func takes(x bench.Traits, key string) bool {
	if !x.Understands(key) {
		return false
	}
	if key == bench.Concurrency || key == bench.PromptText || key == bench.Draft {
		return true
	}
	return x.Takes == nil || slices.ContainsFunc(x.Takes, func(t bench.Taken) bool { return t.Key == key })
}

// valueSaid writes a flag's value as people say it. For example, llama-bench
// writes 1 for on.
func valueSaid(def bench.Parameter, value string) string {
	switch def.Key {
	case "embeddings", "no_op_offload", "no_host", "repack", "no_kv_offload", "cpu_strict", "flash_attn":
		switch value {
		case "0":
			return "off"
		case "1":
			return "on"
		}
	}
	return bench.ShownValue(def.Key, value)
}

// flagSaid is a flag with its value: "fa on", "8 threads", "1 thread".
func flagSaid(def bench.Parameter, value string) string {
	switch def.Key {
	case "n_threads":
		if value == "1" {
			return "1 thread"
		}
		return value + " threads"
	case bench.Concurrency:
		if value == flagDefault {
			value = "1"
		}
		return value + " at once"
	case bench.PromptText:
		if value == flagDefault {
			return "random words"
		}
	case bench.Draft:
		if value == flagDefault || value == bench.DraftNone {
			return "no draft"
		}
		return "draft " + value
	}
	return def.Flag + " " + value
}

// Tests is the key of the tests of a job.
const Tests = "tests"

// asked has the tests and repetitions of a job. They are in the name of a job
// that differs in nothing else.
func asked(j *bench.JobState) Thing {
	var tests []string
	for _, t := range j.Job.Tests {
		tests = append(tests, t.String())
	}
	return Thing{
		{Key: Tests, Text: strings.Join(tests, ", "), Rank: LastResort, By: ", "},
		{Key: "repetitions", Text: bench.Plural(j.Repetitions, "repetition"), Rank: LastResort},
	}
}
