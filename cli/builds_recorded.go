package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/runner"
)

// recordedBuilds finds on this machine the engine builds that a session names.
// A session's files may come from anywhere. So dragstrip does not start a
// program only because these files name it, not even to ask for its version. A
// recorded build counts as found in two cases. First, a build with the same
// command and environment was found on this machine, or the user names it now.
// Second, a build found on this machine says that it is the same build.
type recordedBuilds struct {
	env    *env
	ctx    context.Context
	folder journal.Folder
	// searches say where to look for builds. If other machines compute, too, there
	// are two searches: one for jobs that use those machines, and one for jobs
	// that do not.
	searches []runner.Search
	remote   string // the addresses of the other machines
	// candidates are the builds whose files exist; dragstrip did not start them.
	// every holds the builds that answered when dragstrip started them. It is
	// filled when first needed.
	candidates, every []bench.EngineBuild
}

// recordedIn prepares the search for builds that the user named or that are on
// this machine. remote holds the addresses of other machines on which these
// builds compute, too. It is "" if there is no other machine. recordedIn fails
// if the user named a build that cannot be used.
func (e *env) recordedIn(ctx context.Context, folder journal.Folder, named []string, remote string) (*recordedBuilds, error) {
	r := &recordedBuilds{env: e, ctx: ctx, folder: folder, remote: remote, searches: []runner.Search{e.search(named)}}
	if remote != "" {
		reaching := r.searches[0]
		reaching.Remote = remote
		r.searches = []runner.Search{reaching, r.searches[0]}
	}
	for _, s := range r.searches {
		candidates, problems := runner.Candidates(ctx, s)
		if err := namedWrongly(problems); err != nil {
			return nil, err
		}
		r.candidates = append(r.candidates, candidates...)
	}
	return r, nil
}

// grants gives the permission to start the builds of the remaining jobs.
// Finished jobs may be requeued. So grants also covers the builds of finished
// jobs, if it can find them without starting every build of this machine.
func (r *recordedBuilds) grants(s *bench.Session, left []*bench.JobState) (runner.Grants, error) {
	var g runner.Grants
	var missing []*bench.JobState
	for _, j := range s.Jobs {
		job := j.Job
		job.Follow(r.env.moved(&job))
		if _, done := g.Here(job.Build); done {
			continue
		}
		needed := slices.Contains(left, j)
		here, ok := r.here(j, job.Build, needed)
		switch {
		case ok:
			g = g.With(runner.Grant{Named: job.Build, Here: here})
		case needed && (j.HasResults() || isProgram(job.Build)):
			missing = append(missing, j)
		}
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
	}
	if len(missing) > 0 {
		return nil, r.notFound(missing)
	}
	return g, r.checkRemote(g)
}

// checkRemote gives an error if the user named other machines but no job
// computes on them. Otherwise the user would believe that these machines take
// part.
func (r *recordedBuilds) checkRemote(g runner.Grants) error {
	if r.remote == "" || slices.ContainsFunc(g, func(one runner.Grant) bool { return slices.Contains(one.Here.Prefix, r.remote) }) {
		return nil
	}
	return usagef("-rpc %s: no job of session %s was measured with these machines; leave out -rpc", bench.Clean(r.remote), r.env.called(r.folder))
}

// here finds a build in its place. If it is not there, and it is needed, here
// looks for it elsewhere on this machine.
func (r *recordedBuilds) here(j *bench.JobState, was bench.EngineBuild, needed bool) (bench.EngineBuild, bool) {
	build, ok := r.env.kinds.InPlace(was, r.candidates)
	if !ok {
		build, ok = r.inVariant(was)
	}
	if !ok && needed {
		return r.elsewhere(j, was)
	}
	return build, ok
}

// elsewhere starts all builds of this machine, and looks for a build that says
// the same about itself as the recorded one.
func (r *recordedBuilds) elsewhere(j *bench.JobState, was bench.EngineBuild) (bench.EngineBuild, bool) {
	if r.every == nil {
		r.every = []bench.EngineBuild{}
		for _, s := range r.searches {
			r.every = append(r.every, runner.FindBuilds(r.ctx, s).Builds...)
		}
	}
	for _, b := range r.env.likeIt(was, r.every) {
		if planning.SameBuild(j, b) {
			return b, true
		}
	}
	return bench.EngineBuild{}, false
}

// inVariant finds a build in its place that was measured in one of the environments
// in which tune tries builds. A session's files must not choose an environment,
// because one can start other programs.
func (r *recordedBuilds) inVariant(was bench.EngineBuild) (bench.EngineBuild, bool) {
	bare, ok := r.bare(was)
	if !ok {
		return bare, false
	}
	was.Env = nil
	for _, v := range r.env.variantsOf(was) {
		here := bare
		if here.Env = slices.Clone(v.Env); r.env.kinds.ID(here) == was.ID {
			here.ID = was.ID
			return here, true
		}
	}
	return bench.EngineBuild{}, false
}

// bare finds a build of this machine that is a recorded one but for its environment.
func (r *recordedBuilds) bare(was bench.EngineBuild) (bench.EngineBuild, bool) {
	if len(was.Env) == 0 {
		return was, false
	}
	was.Env = nil
	return r.env.kinds.InPlace(was, r.candidates)
}

// notFound gives the error for builds that were not found, and says what to do.
// If the session's folder comes from elsewhere, the error does not recommend a
// command from that folder.
func (r *recordedBuilds) notFound(missing []*bench.JobState) error {
	j, was := missing[0], missing[0].Build
	switch back := r.env.wayBack(was); {
	case back != "":
		return fmt.Errorf("the engine build of job %s (%s) is not on this machine any more. %s; then `dragstrip run --resume %s` continues",
			j.ID, bench.Clean(j.BuildName()), back, r.env.called(r.folder))
	case r.env.places.store().Holds(r.folder):
		return fmt.Errorf("the engine build of job %s (%s) was not found on this machine, and dragstrip does not start a program only because a session's files name it. "+
			"To measure with it again, name it:\n      dragstrip run --resume %s%s",
			j.ID, bench.Clean(j.BuildName()), r.env.called(r.folder), bench.Clean(r.naming(missing)))
	}
	return fmt.Errorf("the engine build of job %s (%s) was not found on this machine. The session comes from elsewhere, so dragstrip does not start the programs that it names. "+
		"`dragstrip engines` lists the builds of this machine; `dragstrip run --resume %s --engine NAME` continues with one that is the same build",
		j.ID, bench.Clean(j.BuildName()), r.env.called(r.folder))
}

// naming are the flags that name the builds of jobs, each build once.
func (r *recordedBuilds) naming(missing []*bench.JobState) (flags string) {
	var all []string
	for _, j := range missing {
		words := engineWords(j.Build)
		if bare, ok := r.bare(j.Build); ok {
			words = strings.Join(append(bench.ShownVariables(j.Build.Env), bare.ID), " ")
		}
		if !slices.Contains(all, words) {
			all = append(all, words)
			flags += " --engine " + quoted(words)
		}
	}
	return flags
}
