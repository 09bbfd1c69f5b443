package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// Difference is one thing that differs between the two sides of a comparison,
// besides what is compared.
type Difference struct {
	What string
	// From is the value of the baseline, and To is the value of the candidate. Both
	// are "" if What says enough.
	From, To string
}

// buildWord names the difference that may explain all others.
const buildWord = "engine build"

// dayWord names the difference between two sessions of different days.
const dayWord = "day"

// shown writes a difference as text. The parts of the text come from outside, so
// show must make them safe to show.
func (d Difference) shown(show func(string) string) string {
	if d.From == "" && d.To == "" {
		return show(d.What)
	}
	return fmt.Sprintf("%s (%s, %s)", show(d.What), show(d.From), show(d.To))
}

func shownDifferences(list []Difference, show func(string) string) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.shown(show))
	}
	return out
}

// jobDifferences lists what differs between two jobs, except their models.
func jobDifferences(a, b *bench.JobState) []Difference {
	var out []Difference
	otherWords := !bench.SameAddedWords(a.BuildUsed(), b.BuildUsed())
	switch x, y := a.BuildName(), b.BuildName(); {
	case x != y:
		out = append(out, Difference{buildWord, orText(x, "not stated"), orText(y, "not stated")})
	case otherWords: // the difference "command" below says more than the IDs of the builds
	case a.Build.ID != b.Build.ID && !isVariant(a, b):
		out = append(out, Difference{buildWord, a.Build.ID, b.Build.ID})
	}
	if x, y := a.BackendLabel(), b.BackendLabel(); x != y && a.BuildName() == b.BuildName() {
		out = append(out, Difference{"backend", orText(x, bench.NotKnown), orText(y, bench.NotKnown)})
	}
	if otherWords {
		out = append(out, Difference{"command", wordsSaid(a), wordsSaid(b)})
	}
	for _, c := range bench.EnvironmentChanges(a.BuildUsed(), b.BuildUsed()) {
		out = append(out, Difference{c.Name, orText(c.From, unsetIn(a, bench.NotSet)), orText(c.To, unsetIn(b, bench.NotSet))})
	}
	for _, p := range bench.Parameters {
		x, y := a.Params[p.Key], b.Params[p.Key]
		if p.Key == "n_threads" && x != y {
			x, y = orText(x, publishedThreads(a)), orText(y, publishedThreads(b))
		}
		if x != y {
			out = append(out, Difference{"-" + p.Flag, orText(bench.ShownValue(p.Key, x), unsetIn(a, "default")), orText(bench.ShownValue(p.Key, y), unsetIn(b, "default"))})
		}
	}
	out = append(out, toldDifferences(a, b)...)
	if x, y := draftDigest(a), draftDigest(b); x != "" && y != "" && x != y {
		out = append(out, Difference{"draft model", x, y})
	}
	if !slices.Equal(a.Stated, b.Stated) {
		out = append(out, Difference{"stated", orText(strings.Join(a.Stated, ", "), "nothing"), orText(strings.Join(b.Stated, ", "), "nothing")})
	}
	if a.NoWarmup != b.NoWarmup && !a.OnlyStated && !b.OnlyStated {
		out = append(out, Difference{What: "warm-up"})
	}
	return out
}

// toldDifferences lists settings in which two engines differ although nobody asked
// for that: a server's template or context, the defaults of another engine. Both
// sides must tell them. What was asked for is compared by the parameters.
func toldDifferences(a, b *bench.JobState) []Difference {
	if a.Build.Engine == b.Build.Engine {
		return nil
	}
	x, y := toldBy(a), toldBy(b)
	var out []Difference
	for _, name := range toldCompared {
		from, to := x[name], y[name]
		switch {
		case from == "" || to == "" || from == to || a.Params[name] != b.Params[name]:
		case (name == "n_batch" || name == "n_ubatch") && (from == x["context"] || to == y["context"]): // a context makes larger batches impossible
		default:
			out = append(out, Difference{toldName(name), from, to})
		}
	}
	return out
}

// draftDigest is the beginning of the digest of a job's draft model; "" if there is
// none, or its digest is not known.
func draftDigest(j *bench.JobState) string {
	if j.DraftModel == nil || len(j.DraftModel.Files) == 0 || j.DraftModel.Files[0].SHA256 == "" {
		return ""
	}
	return fmt.Sprintf("sha256 %.12s", j.DraftModel.Files[0].SHA256)
}

// publishedThreads is the number of threads in the results of a job that somebody
// else published: llama-bench prints it even if nobody chose it. It is "" if it
// is not known, or if dragstrip measured the job.
func publishedThreads(j *bench.JobState) string {
	threads := 0
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if threads != 0 && r.Threads != threads {
				return ""
			}
			threads = r.Threads
		}
	}
	if threads == 0 || !j.OnlyStated {
		return ""
	}
	return strconv.Itoa(threads)
}

// unsetIn is the word for a setting that a job does not name. Nobody knows how
// others set what they do not state.
func unsetIn(j *bench.JobState, unset string) string {
	if j.OnlyStated {
		return naming.NotStated
	}
	return unset
}

// wordsSaid are the words around the program of a job's build.
func wordsSaid(j *bench.JobState) string {
	words, _ := j.BuildUsed().AddedWords()
	return orText(strings.Join(words, " "), "none")
}

// isVariant tells whether two jobs, whose builds have the same label, differ
// only in the environment that was set for the build. A report does not keep
// where a program lies. If a side comes from a report, the commit decides.
func isVariant(a, b *bench.JobState) bool {
	x, y := a.BuildMeasured(), b.BuildMeasured()
	placed := len(x.Prefix) > 0 && len(y.Prefix) > 0
	samePlace := x.Origin == y.Origin && slices.Equal(x.Prefix, y.Prefix)
	return !slices.Equal(x.Env, y.Env) && x.Commit == y.Commit && (samePlace || !placed)
}

// otherFile tells whether two models with the same name are known to be
// different files.
func otherFile(a, b bench.Model) bool {
	if a.SizeBytes > 0 && b.SizeBytes > 0 && a.SizeBytes != b.SizeBytes {
		return true
	}
	if len(a.Files) == 0 || len(b.Files) == 0 {
		return false
	}
	x, y := a.Files[0].SHA256, b.Files[0].SHA256
	return x != "" && y != "" && x != y
}

func fileDifference(m bench.Model) Difference {
	return Difference{What: "the file of " + m.Label()}
}

// sessionDifferences lists what differs between two sessions: occasion, machine
// and settings.
func sessionDifferences(x, y *bench.Session) []Difference {
	if x == y {
		return nil
	}
	out := []Difference{{What: "session"}}
	out = append(out, occasionDifferences(x, y)...)
	out = append(out, machineDifference(&x.Machine, &y.Machine)...)
	return append(out, settingsDifferences(&x.Machine, &y.Machine)...)
}

// machineDifference names the two machines if they differ.
func machineDifference(a, b *bench.Machine) []Difference {
	if a.Line == b.Line {
		return nil
	}
	return []Difference{{"machine", orText(a.Line, "not described"), orText(b.Line, "not described")}}
}

// settingsDifferences lists the system settings that differ between two
// machines.
func settingsDifferences(a, b *bench.Machine) []Difference {
	var out []Difference
	for _, d := range []Difference{
		{"huge pages", a.HugePages, b.HugePages},
		{"CPU governor", a.PowerMode["governor"], b.PowerMode["governor"]},
		{"power profile", a.PowerMode["profile"], b.PowerMode["profile"]},
	} {
		if d.From != d.To {
			out = append(out, Difference{d.What, orText(d.From, "not known"), orText(d.To, "not known")})
		}
	}
	return out
}

// occasionDifferences lists what was different when two sessions were measured:
// the day, the kernel that was running, and how many cores other programs kept
// busy. A session does not record whether the machine was restarted in between.
func occasionDifferences(a, b *bench.Session) []Difference {
	var out []Difference
	if x, y := day(a), day(b); x != y && x != "" && y != "" {
		out = append(out, Difference{dayWord, x, y})
	}
	if x, y := a.Machine.Kernel, b.Machine.Kernel; x != y && x != "" && y != "" {
		out = append(out, Difference{"kernel", x, y})
	}
	x, known := otherLoad(a)
	y, also := otherLoad(b)
	if known && also && math.Abs(x-y) >= leastLoad {
		out = append(out, Difference{"other load", fmt.Sprintf("%.1f cores", x), fmt.Sprintf("%.1f cores", y)})
	}
	return out
}

// leastLoad is the smallest difference in other load, in cores, that is
// reported.
const leastLoad = 0.2

func day(s *bench.Session) string {
	if s.Started.IsZero() {
		return ""
	}
	return s.Started.UTC().Format(time.DateOnly)
}

// otherLoad is how many cores other programs kept busy: the median of the
// readings.
func otherLoad(s *bench.Session) (cores float64, known bool) {
	var all []float64
	for _, r := range s.Readings {
		if r.OtherCores != nil {
			all = append(all, *r.OtherCores)
		}
	}
	return bench.Summarize(all).Median, len(all) > 0
}
