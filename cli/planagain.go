package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/models"
	"dragstrip/runner"
)

// planner turns what was measured before into a plan for this machine: each
// model by the digest of its file, each engine build by what it says of itself.
type planner struct {
	*env
	ctx context.Context
	*rerunFlags
	old *bench.Session
	// doubts are differences that --anyway accepts, each with its remedy.
	doubts []string
	// notes are worth saying and stop nothing.
	notes []string

	everyModel []models.Found // nil until they were looked for
	everyBuild []bench.EngineBuild
	models     map[string]bench.Model
	builds     map[string]bench.EngineBuild
}

// planAgain is the plan of an earlier session with models and engine builds
// of this machine. What differs is an error that names all of it, unless
// --anyway was given.
func (e *env) planAgain(ctx context.Context, old *bench.Session, r *rerunFlags) (*bench.Plan, error) {
	p := &planner{env: e, ctx: ctx, rerunFlags: r, old: old, models: map[string]bench.Model{}, builds: map[string]bench.EngineBuild{}}
	plan := old.Plan
	plan.Session, plan.Asked, plan.Jobs, plan.RerunOf = "", time.Time{}, nil, bench.Clean(old.ID)
	if err := p.takeBuilds(); err != nil {
		return nil, err
	}
	if err := p.takeModels(); err != nil {
		return nil, err
	}
	for _, note := range p.notes {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(note))
	}
	if len(p.doubts) > 0 && !r.anyway {
		return nil, fmt.Errorf("this would not be the same measurement; --anyway measures all the same:\n      %s", strings.Join(p.doubts, "\n      "))
	}
	for _, d := range p.doubts {
		fmt.Fprintf(e.err, "differs: %s\n", bench.Clean(d))
	}
	for _, j := range old.Jobs {
		job := j.Job
		job.Model, job.Build = p.models[modelKey(j.Model)], p.builds[buildKey(j.Build)]
		plan.Jobs = append(plan.Jobs, job)
	}
	if err := plan.Validate(); err != nil {
		return nil, fmt.Errorf("make the plan: %w", err)
	}
	return &plan, nil
}

func modelKey(m bench.Model) string { return m.Label() + "\x00" + m.Path }

func (p *planner) doubt(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(p.doubts, text) {
		p.doubts = append(p.doubts, text)
	}
}

func buildKey(b bench.EngineBuild) string {
	return strings.Join([]string{b.ID, b.Engine, b.Version, b.Library, fmt.Sprint(b.Number), b.Commit, strings.Join(b.Backends, ","), strings.Join(b.Env, " ")}, "\x00")
}

// takeBuilds finds each engine build of the plan.
func (p *planner) takeBuilds() error {
	var want []*bench.JobState
	for _, j := range p.old.Jobs {
		if !slices.ContainsFunc(want, func(k *bench.JobState) bool { return buildKey(k.Build) == buildKey(j.Build) }) {
			want = append(want, j)
		}
	}
	if n := len(p.engines); n > 1 && n != len(want) {
		return usagef("--engine was given %d times, and the plan has %d engine builds: give it once for all, or once for each in the order of the report", n, len(want))
	}
	var named []bench.EngineBuild
	if len(p.engines) > 0 {
		var err error
		if named, err = p.chooseBuilds(p.ctx, p.engines); err != nil {
			return err
		}
	}
	for i, j := range want {
		var b bench.EngineBuild
		var err error
		if len(named) > 0 {
			b = named[min(i, len(named)-1)]
			p.checkBuild(j, b)
		} else if b, err = p.takeBuild(j); err != nil {
			return err
		}
		p.builds[buildKey(j.Build)] = b
	}
	return nil
}

// takeBuild finds the build that was measured with: where it lay, or by what
// the builds on this machine say of themselves.
func (p *planner) takeBuild(j *bench.JobState) (bench.EngineBuild, error) {
	if b, ok := p.buildInPlace(j.Build); ok && otherBuild(j, b) == "" {
		p.checkBuild(j, b)
		return b, nil
	}
	if p.everyBuild == nil {
		p.everyBuild = p.findBuilds(p.ctx, nil).Builds
	}
	if p.ctx.Err() != nil {
		return bench.EngineBuild{}, p.ctx.Err()
	}
	every := p.likeIt(j.Build)
	for _, b := range every {
		if tellable(b) && otherBuild(j, b) == "" {
			p.checkBuild(j, b)
			return b, nil
		}
	}
	b, ok := p.buildInPlace(j.Build)
	if !ok {
		kind, _ := p.kinds.Kind(j.Build.Engine)
		b, ok = runner.Best(kind, every)
	}
	if !ok {
		return b, fmt.Errorf("the engine build %s is not on this machine, and no other: `dragstrip setup` gets one, --engine PATH names one", report.Build(j))
	}
	p.doubt("engine build %s is not on this machine; there is %s, %s (--engine NAME names another, `dragstrip engines` lists them)",
		report.Build(j), otherBuild(j, b), strings.Join(b.Prefix, " "))
	return b, nil
}

// likeIt are the builds of the engine that was measured. One that measures with
// the builds of another is wherever that one is.
func (p *planner) likeIt(was bench.EngineBuild) []bench.EngineBuild {
	var out []bench.EngineBuild
	kind, known := p.kinds.Kind(was.Engine)
	for _, b := range p.everyBuild {
		if known && kind.Of != "" && b.Engine == kind.Of {
			b = kind.As(b)
			b.ID = p.kinds.ID(b)
		}
		if b.Engine == was.Engine {
			out = append(out, b)
		}
	}
	return out
}

// buildInPlace asks a build of this machine where it lay when it was measured.
func (p *planner) buildInPlace(b bench.EngineBuild) (bench.EngineBuild, bool) {
	if len(b.Prefix) == 0 {
		return b, false
	}
	adapter, err := p.adapters()(b.Engine)
	if err != nil {
		return b, false
	}
	b.Version, b.Library, b.Number, b.Commit, b.Backends, b.Devices = "", "", 0, "", nil, nil
	b, err = adapter.Probe(p.ctx, b)
	return b, err == nil
}

// tellable: a build that says nothing of itself could be any.
func tellable(b bench.EngineBuild) bool { return b.Commit != "" || b.Version != "" || b.Number > 1 }

// checkBuild notes and doubts what a build that will be taken differs in.
func (p *planner) checkBuild(j *bench.JobState, b bench.EngineBuild) {
	if what := otherBuild(j, b); what != "" {
		p.doubt("engine build %s was measured with, and this is %s, %s", report.Build(j), what, strings.Join(b.Prefix, " "))
	}
	if !tellable(b) {
		p.note("engine build %s does not say which it is; the results will", strings.Join(b.Prefix, " "))
	}
	// An environment is never taken from a report: it could start anything.
	if x, y := strings.Join(j.Build.Env, " "), strings.Join(b.Env, " "); x != y {
		if x == "" {
			x = "none"
		}
		p.doubt("engine build %s was measured with another environment (%s); --engine 'KEY=VALUE … COMMAND' sets one", report.Build(j), x)
	}
}

// otherBuild says which other build this is, or "". What one of both does not
// say is no difference: engines without a version tell it with their results.
func otherBuild(j *bench.JobState, b bench.EngineBuild) string {
	was := report.BuildOf(j)
	same := was.Engine == b.Engine && (was.Version == "" || b.Version == "" || was.Version == b.Version) &&
		(was.Library == "" || b.Library == "" || was.Library == b.Library) &&
		(was.Number <= 1 || b.Number <= 1 || was.Number == b.Number) &&
		(was.Commit == "" || b.Commit == "" || sameCommit(was.Commit, b.Commit)) &&
		(len(was.Backends) == 0 || len(b.Backends) == 0 || slices.Equal(was.Backends, b.Backends))
	if same {
		return ""
	}
	return buildLine(b)
}

// sameCommit: builds print commits in different lengths.
func sameCommit(a, b string) bool {
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}
