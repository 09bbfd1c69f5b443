package bench

import (
	"fmt"
	"math"
	"slices"
)

// Grade sums up what a row's warnings say about its figures.
type Grade string

// The grades, from best to worst.
const (
	// GradeClean: nothing makes the figures doubtful.
	GradeClean Grade = "clean"
	// GradeFew: nothing makes the figures doubtful, but there are too few
	// repetitions to show a doubt.
	GradeFew Grade = "too few"
	// GradePublished: somebody else measured the figure, and nobody knows what
	// disturbed it.
	GradePublished Grade = "published"
	// GradeNoisy: something disturbed the measurement, or repetitions differ much.
	GradeNoisy Grade = "noisy"
	// GradeThrottled: the machine was slowed down.
	GradeThrottled Grade = "throttled"
	// GradeSuspect: the figure cannot be right. It is not used as a baseline,
	// and it is not compared with anything unless somebody asks for that.
	GradeSuspect Grade = "suspect"
)

// WarningKind is a kind of doubt: how much it weighs, and what to do about it.
type WarningKind struct {
	Code  string
	Grade Grade
	// Remedy is used if a warning brings no remedy of its own.
	Remedy string
}

// WarningKinds are all kinds, in the order in which their codes appeared. A
// kind of GradeClean is worth knowing but does not lower the grade of a figure.
var WarningKinds = []WarningKind{
	{"other_load", GradeNoisy, "close other programs, wait for them to finish, or measure with fewer threads (-t), so that they have cores of their own"},
	{"steal", GradeNoisy, "measure when other virtual machines on the host are quiet, or on a dedicated machine"},
	{"gpu_load", GradeNoisy, "close programs that use the GPU; even a browser that plays a video disturbs"},
	{"low_clock", GradeThrottled, "check for a power limit, a power-saving mode or heat"},
	{"throttled", GradeThrottled, "let it cool, clean its air vents, raise the fan speed, or use a stronger power supply"},
	{"power_cap", GradeClean, "the power cap is a setting of the card; publish it with the figures"},
	{"battery", GradeThrottled, "plug it in"},
	{"power_save", GradeThrottled, "switch to the performance profile while measuring"},
	{"cpu_limit", GradeThrottled, "raise the container's limit, or use no more threads than it allows (-t)"},
	{"cpu_set", GradeThrottled, "use no more threads than CPUs (-t), or allow more CPUs (taskset, --cpuset-cpus, the batch system's request)"},
	{"swapping", GradeSuspect, "close programs, or choose a smaller model or a shorter context"},
	{"memory_too_small", GradeSuspect, "choose a smaller quantization; the part that does not fit is read from disk for every token"},
	{"memory_tight", GradeNoisy, "close programs that hold memory"},
	{"memory_near_full", GradeNoisy, "close programs that hold memory, or choose a smaller model or a shorter context"},
	{"rosetta", GradeSuspect, "install the build for Apple silicon (arm64)"},
	{"virtual", GradeClean, "repeat the measurement at different times of day"},
	{"gpu_slice", GradeClean, "compare only with a part of the same size"},
	{"gpu_unused", GradeClean, "to use the GPU, choose another engine build: `dragstrip engines` lists them, `dragstrip setup` installs one, or says what it needs"},
	{"software_device", GradeClean, "for a GPU, install its driver (`dragstrip doctor` shows what the engine found); to measure the CPU, use -dev none"},
	{"prompt_offload", GradeClean, "to measure prompts on the CPU alone, use -dev none"},
	{"huge_pages", GradeClean, "compare only with machines that have the same setting"},
	{"cold_cache", GradeNoisy, "measure again: the model is in memory now; a warm-up keeps the loading out of the figures"},
	{"cold_start", GradeClean, "nothing to do: the warm-up keeps the loading out of the figures"},
	{"debug_build", GradeSuspect, "use a release build of the engine"},
	{"asserts_enabled", GradeNoisy, "use a release build of the engine"},
	{"sanitizer", GradeSuspect, "use a release build of the engine"},
	{"cpu_fallback", GradeSuspect, "check the driver, or choose an engine build for this machine's GPU; to measure the CPU, use -dev none"},
	{"try_only", GradeClean, "compare only with this engine on the same backend; for speed choose another engine build"},
	{"depth_of_one", GradeClean, "nothing to do: one token of depth makes no measurable difference"},
	{"parameters_left_out", GradeClean, "the engine has no such parameters: remember that when you compare"},
	{"not_locked", GradeClean, "raise the limit (ulimit -l), or choose another load mode (-lm)"},
	{"beyond_training_length", GradeClean, "the speed is right; for text that makes sense choose a shorter context"},
	{"slow_first", GradeNoisy, "take more repetitions, or find what is still loading when the measurement begins"},
	{"outliers", GradeNoisy, "close other programs and take more repetitions; the figures contain all repetitions"},
	{"trend", GradeNoisy, "let the machine cool, or use --rounds and --cool-down"},
	{"wide", GradeNoisy, "measure with --precision 1%: it starts the engine again until the interval is narrow"},
	{"impossible", GradeSuspect, "measure the memory again on a quiet machine (dragstrip machine), and check what the engine really did"},
	{"in_cache", GradeClean, "to see what the memory can do, choose a model larger than the caches"},
	{"stood_still", GradeNoisy, "keep the machine awake and let nothing stop the engine (SIGSTOP, cpulimit, a paused container), then measure it again"},
	{"repetitions_missing", GradeNoisy, "measure it again; if it happens again, check the engine's own log and try another engine build"},
	{"repetitions_surplus", GradeNoisy, "choose another engine build: this one does not do what it is asked to do"},
	{"mixed_configuration", GradeSuspect, "measure the test again in one session with one engine build"},
	{"different_builds", GradeSuspect, "measure the whole job again with one engine build"},
	{"different_environment", GradeSuspect, "measure the whole job again in one session with one environment"},
	{"outdated_stand_in", GradeSuspect, "repeat the `dragstrip standin` command that wrote it, which replaces the old stand-in; then measure again"},
	{"bandwidth_drift", GradeNoisy, "close other programs and measure again"},
	{"sentinel_drift", GradeNoisy, "let the machine cool or use --cool-down; --rounds spreads drift over all jobs"},
	{"not_cooled_down", GradeNoisy, "give --cool-down more time"},
	{"model_changed", GradeSuspect, "measure it again"},
	{"model_replaced", GradeClean, "nothing to do: the results describe the file as it was during the measurement"},
	{"not_hashed", GradeClean, "make sure that the model file can be read"},
	{"bandwidth_not_measured", GradeClean, "results are not affected, but no ceiling is shown with them"},
	{"engine_log_incomplete", GradeClean, "free some disk space; results are not affected"},
	{"controls_unreadable", GradeClean, "the benchmark continues; try `dragstrip attach` again"},
	{"warmed_up", GradeClean, "choose a newer engine build to measure without a warm-up"},
	{"no_delay", GradeClean, "choose a newer engine build to wait between tests"},
	{"bad_end", GradeClean, "its results are complete; check the engine's own log"},
	{"unexpected_result", GradeClean, "check the engine's own log"},
	{"unexpected_tests", GradeClean, "check the engine's own log"},
	{"unexpected_order", GradeClean, "check the engine's own log"},
	{"broken_result", GradeClean, "check the engine's own log"},
	{"journal_incomplete", GradeNoisy, "copy the session's folder again from where it was measured, or measure again"},
	{"journal_double", GradeClean, "nothing to do: each event counts once"},
	{"unverified", GradeNoisy, "leave the setting out, or measure with an engine that shows its settings; then compare"},
	{"elsewhere", GradeClean, "remember that when you compare: what a report says about the machine does not belong to this figure"},
	{"prompt_length", GradeNoisy, "choose a longer prompt (-p), or a model whose vocabulary has common words"},
	{"setting_ignored", GradeSuspect, "leave the setting out, or choose another engine build"},
	{"below_expected", GradeClean, "check for an old engine build, a fallback to the CPU and a power-saving profile: `dragstrip engines` and `dragstrip doctor` show them"},
	{"below_own", GradeClean, "check what has changed since then: the engine build, the power profile, heat, or other programs"},
}

// KindOf finds a warning's kind. A code that only a later version knows counts
// as noisy.
func KindOf(code string) WarningKind {
	for _, kinds := range [][]WarningKind{WarningKinds, formerKinds} {
		for _, k := range kinds {
			if k.Code == code {
				return k
			}
		}
	}
	return WarningKind{Code: code, Grade: GradeNoisy}
}

// doubted is a warning with the remedy of its kind.
func doubted(code, text string) Warning {
	return Warning{Code: code, Text: text, Remedy: KindOf(code).Remedy}
}

// StaysWithFigure tells whether nobody should see a figure without such a warning: it
// makes the figure doubtful, or says that something else computed it than its
// row and its machine suggest.
func (k WarningKind) StaysWithFigure() bool {
	return k.Grade != GradeClean || slices.Contains([]string{"gpu_unused", "software_device", "prompt_offload", "elsewhere"}, k.Code)
}

// Weight orders grades: the worse the grade, the higher its weight.
func (g Grade) Weight() int {
	return slices.Index([]Grade{GradeClean, GradeFew, GradePublished, GradeNoisy, GradeThrottled, GradeSuspect}, g)
}

// GradeOf is the worst grade of warnings.
func GradeOf(warnings []Warning) Grade {
	worst := GradeClean
	for _, w := range warnings {
		if g := KindOf(w.Code).Grade; g.Weight() > worst.Weight() {
			worst = g
		}
	}
	return worst
}

// LeastEvidence is how many repetitions a result needs to be called clean: with
// fewer, no outlier can be recognized.
const LeastEvidence = DefaultRepetitions

// GradeOver is the grade of a result of n repetitions with its warnings.
func GradeOver(n int, warnings []Warning) Grade {
	grade := GradeOf(warnings)
	if grade == GradeClean && n > 0 && n < LeastEvidence {
		return GradeFew
	}
	return grade
}

// GradeIn is the grade of a test's result in its session.
func (s *Session) GradeIn(n int, warnings []Warning) Grade {
	grade := GradeOver(n, warnings)
	if s.Unwatched() && grade.Weight() <= GradeFew.Weight() {
		return GradePublished
	}
	return grade
}

// DoubtsOf is everything that makes a test's figures doubtful: warnings that
// were noted while it was measured, those of its job and of the whole session,
// and doubts that follow from its own results. The doubts from results are
// computed each time and never stored, like a [Summary].
func (s *Session) DoubtsOf(j *JobState, t *TestState) []Warning {
	var out []Warning
	add := func(w Warning) {
		if !slices.ContainsFunc(out, func(have Warning) bool { return have.Code == w.Code }) {
			if w.Remedy == "" {
				w.Remedy = KindOf(w.Code).Remedy
			}
			out = append(out, w)
		}
	}
	for _, w := range t.Warnings {
		add(w)
	}
	if len(t.Results) == 0 {
		return out
	}
	for _, w := range s.AllWarnings() {
		if w.Test == (Test{}) && (w.Job == j.ID || w.Job == "" && fallsOnAll[w.Warning.Code]) {
			add(w.Warning)
		}
	}
	for _, w := range s.Derived(j, t) {
		add(w)
	}
	return out
}

// fallsOnAll are the session's warnings that make each of its results doubtful.
// Warnings from before the session's start do not belong to its results.
var fallsOnAll = map[string]bool{
	"sentinel_drift": true, "battery": true, "power_save": true, "rosetta": true,
	"journal_incomplete": true,
}

// Derived are the doubts that follow from the results of a test. If nobody
// watched the machine, only the samples can be doubted.
func (s *Session) Derived(j *JobState, t *TestState) []Warning {
	out, sum := SampleDoubts(t.undisturbed()), t.Summary()
	if s.Plan.Tuning != nil {
		for i := range out {
			out[i].Remedy = searchAgain
		}
	}
	if s.Unwatched() {
		return out
	}
	if w, found := wideInterval(sum); found && s.Plan.Tuning == nil { // a search compares pairs; it has its own intervals
		out = append(out, w)
	}
	if w, found := s.beyondCeiling(j, t, sum.Median); found {
		out = append(out, w)
	}
	for _, look := range []func(*Session, *JobState, *TestState) (Warning, bool){
		stoodStill, notAsAsked, overAllowance, mixed, differentBuilds, otherEnvironment, fellBack, gpuUnused, onSoftware, promptsOffloaded, withoutHugePages, outdatedStandIn, unverified, otherSetting, otherLength, elsewhere, belowExpected,
	} {
		if w, found := look(s, j, t); found {
			out = append(out, w)
		}
	}
	return out
}

// searchAgain is the remedy for doubtful samples of a search. It decides by itself
// how often it measures what.
const searchAgain = "close other programs and search again: `dragstrip tune`"

// Samples that stay within these bounds are not doubted.
const (
	// leastOutlier is the smallest distance of an outlier from the median. On a
	// steady machine a score alone says little.
	leastOutlier = 0.03
	// mostWidth is the widest interval without a doubt; see
	// [Summary.HalfWidth].
	mostWidth = 0.05
)

// SampleDoubts are the doubts that a test's repetitions show by themselves. The
// repetitions are positive figures, and higher is better. They are grouped by
// the start of the engine, in the order in which they were taken. NaN stands for
// a repetition that is left out.
func SampleDoubts(starts [][]float64) []Warning {
	known := finiteIn(starts)
	if len(slices.Concat(known...)) < 4 {
		return nil
	}
	var out []Warning
	withFirst := slices.DeleteFunc(slices.Clone(starts), func(samples []float64) bool { return len(samples) == 0 || math.IsNaN(samples[0]) })
	if w, found := slowFirsts(finiteIn(withFirst)); found {
		// Slow first repetitions are not reported again as outliers or as a
		// trend.
		out, known = append(out, w), finiteIn(withoutFirsts(starts))
	}
	for _, look := range []func([][]float64) (Warning, bool){farOff, trends} {
		if w, found := look(known); found {
			out = append(out, w)
		}
	}
	return out
}

// finiteIn is [finite] for each start.
func finiteIn(starts [][]float64) (out [][]float64) {
	for _, samples := range starts {
		out = append(out, finite(samples))
	}
	return out
}

// farOff is the doubt about repetitions that lie far from the others.
func farOff(starts [][]float64) (Warning, bool) {
	all := slices.Concat(starts...)
	text := ""
	switch far := outliers(all); len(far) {
	case 0:
		return Warning{}, false
	case 1:
		text = fmt.Sprintf("one of %d repetitions lies far from the others: %s t/s, but the median is %s", len(all), FormatTPS(far[0]), FormatTPS(Median(all)))
	default:
		text = fmt.Sprintf("%d of %d repetitions lie far from the others: %s to %s t/s, but the median is %s", len(far), len(all),
			FormatTPS(slices.Min(far)), FormatTPS(slices.Max(far)), FormatTPS(Median(all)))
	}
	return doubted("outliers", text), true
}

// wideInterval is the doubt about an uncertain figure. The interval of two
// starts is wide because there are only two, not because of the machine.
//
// The text never states more than the ± beside the figure. That ± usually is the
// wider one if it includes the differences between sessions. Then the text states
// the interval of this session, and says so. But earlier sessions also show how
// much starts differ. That can make the ± narrower than a few starts of this
// session could. Then the ± is what is known, and the text states it.
func wideInterval(sum Summary) (Warning, bool) {
	half, known := sum.HalfWidth()
	of := ""
	if sum.Sessions > 0 {
		of = " within this session alone"
		if shown := max(sum.High/sum.Median-1, 1-sum.Low/sum.Median); shown < half {
			half, of = shown, ""
		}
	}
	if !known || sum.Starts == 2 || half <= mostWidth {
		return Warning{}, false
	}
	return doubted("wide", "wide interval: "+FormatHalfWidth(half)+of), true
}

// medianDeviation gives the median of some values, and the median distance of
// the values from it.
func medianDeviation(values []float64) (median, deviation float64) {
	median = Median(values)
	far := make([]float64, len(values))
	for i, v := range values {
		far[i] = math.Abs(v - median)
	}
	return median, Median(far)
}

// outliers are the samples that lie too far from the median. A sample's
// modified z-score is 0.6745·|x−median|/MAD, over the logarithms; scoreFor
// gives the highest score of a sample that is not an outlier.
func outliers(values []float64) []float64 {
	if len(values) < 5 {
		return nil
	}
	middle, spread := medianDeviation(logs(values))
	var far []float64
	for _, v := range values {
		off := math.Abs(math.Log(v) - middle)
		if math.Abs(v/math.Exp(middle)-1) > leastOutlier && 0.6745*off > scoreFor(len(values))*spread {
			far = append(far, v)
		}
	}
	return far
}

// logs are the logarithms of speeds. Outliers are searched among them, because a
// speed cannot fall below zero: on a noisy machine even a repetition that took
// ten times as long would seem near the others. Its logarithm lies far from them.
func logs(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Log(v)
	}
	return out
}
