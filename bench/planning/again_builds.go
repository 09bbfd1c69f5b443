package planning

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// BuildsOf gives one job for each engine build that a session was measured
// with.
func BuildsOf(s *bench.Session) []*bench.JobState {
	var out []*bench.JobState
	for _, j := range s.Jobs {
		if !slices.ContainsFunc(out, func(k *bench.JobState) bool { return OneBuild(k.Build, j.Build) }) {
			out = append(out, j)
		}
	}
	return out
}

// OneBuild tells whether two records describe the same build in the same
// environment.
func OneBuild(a, b bench.EngineBuild) bool { return buildKey(a) == buildKey(b) }

// CheckNamed refuses a wrong number of named builds.
func CheckNamed(old *bench.Session, named int) error {
	if n := len(BuildsOf(old)); named > 1 && named != n {
		return mistake("--engine was given %d times, but the plan has %d engine builds: give it once for all builds, or once for each build in the order of the report", named, n)
	}
	return nil
}

// takeBuilds finds each engine build of the plan.
func (a *Again) takeBuilds() (map[string]bench.EngineBuild, error) {
	out := map[string]bench.EngineBuild{}
	for i, j := range BuildsOf(a.Old) {
		var b bench.EngineBuild
		var err error
		if named := a.Builds.Named; len(named) > 0 {
			b = named[min(i, len(named)-1)]
			a.checkBuild(j, b)
		} else if b, err = a.takeBuild(j); err != nil {
			return nil, err
		}
		out[buildKey(j.Build)] = b
		a.taken.Builds = append(a.taken.Builds, b)
	}
	return out, nil
}

// takeBuild looks for the build of a measured job among the builds of this
// machine, by what they say about themselves. If several builds have the same
// version, it takes one that has the device. Among these, a build that is
// started in the same way as before comes first.
func (a *Again) takeBuild(j *bench.JobState) (bench.EngineBuild, error) {
	like, err := a.Builds.Like(j.Build)
	if err != nil {
		return bench.EngineBuild{}, err
	}
	var inPlace []bench.EngineBuild
	for _, b := range like {
		if b.ID == j.Build.ID && b.ID != "" {
			inPlace = append(inPlace, b)
		}
	}
	same := slices.DeleteFunc(slices.Concat(inPlace, like), func(b bench.EngineBuild) bool {
		return otherProgram(j, b) != "" || !tellable(b) && b.ID != j.Build.ID
	})
	if as := slices.DeleteFunc(slices.Clone(same), func(b bench.EngineBuild) bool { return OtherBuild(j, b) != "" }); len(as) > 0 {
		same = as // the other builds are started with other words
	}
	if b, ok := a.withDevice(j, same); ok {
		a.checkBuild(j, b)
		return b, nil
	}
	b, ok := a.Builds.Best(j.Build.Engine, like)
	if len(inPlace) > 0 {
		b, ok = inPlace[0], true
	}
	back := ""
	if a.Builds.WayBack != nil {
		back = a.Builds.WayBack(j.Build)
	}
	switch {
	case !ok && back != "":
		return b, fmt.Errorf("neither the engine build %s nor another was found on this machine: %s", buildLabel(j), back)
	case !ok && buildLabel(j) == "":
		return b, errors.New("the results do not say which engine measured them: --engine NAME or PATH names one, `dragstrip engines` lists those of this machine")
	case !ok:
		return b, fmt.Errorf("neither the engine build %s nor another was found on this machine: `dragstrip setup` installs one, --engine PATH names one", buildLabel(j))
	}
	a.doubt("engine build %s was not found on this machine; instead there is %s, %s (--engine NAME or PATH names another, `dragstrip engines` lists them)%s",
		buildLabel(j), cmp.Or(otherProgram(j, b), "a build that does not report its version"), b.ShortCommand(), andThen(back))
	return b, nil
}

// andThen adds a sentence, if there is one.
func andThen(sentence string) string {
	if sentence == "" {
		return ""
	}
	return ". " + sentence
}

// SameBuild tells whether a build is the one that a job was measured with, by
// what it says about itself, by the words that start it, and by its
// environment. It is false if the job does not say which build it was measured
// with.
func SameBuild(j *bench.JobState, b bench.EngineBuild) bool {
	return tellable(b) && tellable(j.BuildMeasured()) && OtherBuild(j, b) == "" && slices.Equal(j.Build.Env, b.Env)
}

// tellable tells whether a build can be identified: it names a commit, a
// version or a number.
func tellable(b bench.EngineBuild) bool { return b.Commit != "" || b.Version != "" || b.Number > 1 }

// checkBuild adds doubts and notes about how the chosen build differs.
func (a *Again) checkBuild(j *bench.JobState, b bench.EngineBuild) {
	if what := otherProgram(j, b); what != "" {
		a.doubt("it was measured with engine build %s, but this is %s, %s", buildLabel(j), what, b.ShortCommand())
	}
	if !tellable(b) {
		a.note("engine build %s reports its version only while measuring; the version will be in the results", b.ShortCommand())
	}
	a.checkWords(j, b)
	a.checkDevice(j, b)
	a.checkEnvironment(j, b)
}

// OtherBuild describes a build if it differs from the build of a measured job,
// or is started with other words. Otherwise it is "". Something that one of the
// two does not say is not a difference: some engines tell their version only
// with their results.
func OtherBuild(j *bench.JobState, b bench.EngineBuild) string {
	if what := otherProgram(j, b); what != "" || bench.SameAddedWords(j.BuildMeasured(), b) {
		return what
	}
	return b.Line() + " with " + wordsSaid(b)
}

// otherProgram is OtherBuild without the words that the program is started
// with.
func otherProgram(j *bench.JobState, b bench.EngineBuild) string {
	was := j.BuildMeasured()
	same := was.Engine == b.Engine && (was.Version == "" || b.Version == "" || was.Version == b.Version) &&
		sameLibrary(was, b) &&
		(was.Number <= 1 || b.Number <= 1 || was.Number == b.Number) &&
		(was.Commit == "" || b.Commit == "" || sameCommit(was.Commit, b.Commit)) &&
		(len(was.Backends) == 0 || len(b.Backends) == 0 || slices.Equal(was.Backends, b.Backends))
	if same {
		return ""
	}
	return b.Line()
}

// sameLibrary compares the versions of the library that the engine uses.
// Earlier reports name it only in VersionText.
func sameLibrary(a, b bench.EngineBuild) bool {
	if a.Library != "" && b.Library != "" {
		return a.Library == b.Library
	}
	return a.VersionText == "" || b.VersionText == "" || a.VersionText == b.VersionText
}

// sameCommit compares commits, which builds print in different lengths.
func sameCommit(a, b string) bool {
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}
