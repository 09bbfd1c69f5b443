package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// engineChoice says which builds a plan may use. If jobs are added to a live
// session, these are the session's builds. If the user named builds, these are
// the named ones. Otherwise they are the best build of each engine that may be
// used without being named. engineChoice searches the machine when it is first
// used.
type engineChoice struct {
	env     *env
	ctx     context.Context
	asked   []string
	own     []bench.EngineBuild // the builds of a live session
	remote  string              // addresses of other machines to compute on
	willGet bool                // missing engines will be installed
	wishes  planning.Wishes     // what will be measured; its devices decide between builds
	builds  []bench.EngineBuild
	others  []bench.EngineBuild // the other builds of this machine
	err     error
	known   bool
	listed  []bench.Model // what the chosen servers serve
	anyName bool          // a chosen server does not list its models
	// shortNames are names by which people call served models, by the names under
	// which the servers know them.
	shortNames map[string]string
	files      servedFiles
	// names are the names under which each build serves models, by the build's ID. A
	// build that does not list its models is not there.
	names map[string]map[string]bool
	// source is where the choice learns what servers have; nil asks them.
	source *serverSource
}

func (c *engineChoice) search() {
	if c.known {
		return
	}
	c.known = true
	if len(c.own) > 0 {
		c.builds = c.own
		return
	}
	search := c.env.search(c.asked)
	search.Remote = c.remote
	found := runner.FindBuilds(c.ctx, search)
	if c.err = namedWrongly(found.Problems); c.err != nil {
		return
	}
	switch {
	case c.ctx.Err() != nil:
		c.err = c.ctx.Err()
	case len(c.asked) > 0:
		c.builds = found.Builds[:found.Named]
	default:
		c.builds = c.env.kinds.BestFitting(found.Builds, c.wishes.HasDevices)
		if len(c.builds) == 0 {
			if c.err = c.unreached(found.Problems); c.err == nil {
				c.env.tellProblems(found.Problems)
			}
		}
	}
	c.others = slices.DeleteFunc(slices.Clone(found.Builds), func(b bench.EngineBuild) bool {
		return slices.ContainsFunc(c.builds, func(chosen bench.EngineBuild) bool { return chosen.ID == b.ID })
	})
}

// unreached gives the error of the first build that fails because it cannot
// reach the other machines, or has no backend for them. In this case nothing has to be installed.
func (c *engineChoice) unreached(problems []engine.Problem) error {
	for _, p := range problems {
		if f, ok := engine.FailureOf(p.Err); c.remote != "" && ok && (f.Code == bench.FailRemoteGone || f.Code == bench.FailUnsupportedFlag) {
			return p.Err
		}
	}
	return nil
}

// isFixed tells whether the user, or a live session, decided which builds may
// be used.
func (c *engineChoice) isFixed() bool { return len(c.asked)+len(c.own) > 0 }

// again forgets what was found. It is called after something was installed.
func (c *engineChoice) again() { c.known, c.err = false, nil }

// reads tells whether a model can be measured with an engine that is here or
// will be installed.
func (c *engineChoice) reads(m bench.Model) bool {
	c.search()
	return c.willGet && !c.isFixed() || anyReads(c.builds, m)
}

// keeps tells whether a model belongs to a plan. It does if an engine on this
// machine reads it, or if the engine that dragstrip offers to install reads it.
// A missing engine is reported later, together with everything else that is
// missing.
func (c *engineChoice) keeps(m bench.Model) bool {
	return c.reads(m) || !c.isFixed() && c.env.kinds.First().Traits.Reads(m)
}

// buildsFor gives the builds that read at least one of the models. For the
// models that no build reads, it gives the engines to install.
func (c *engineChoice) buildsFor(found []bench.Model) (builds []bench.EngineBuild, missing runner.Kinds, err error) {
	c.search()
	if c.err != nil {
		return nil, nil, c.err
	}
	for _, m := range found {
		if anyReads(c.builds, m) {
			continue
		}
		kinds := c.env.kinds.Reading(m)
		if len(kinds) == 0 {
			return nil, nil, nobodyReads(m)
		}
		if !slices.ContainsFunc(missing, kinds[0].Is) {
			missing = append(missing, kinds[0])
		}
	}
	for _, b := range c.builds {
		if slices.ContainsFunc(found, func(m bench.Model) bool { return b.Traits.Reads(m) && c.serves(b, m) }) {
			builds = append(builds, b)
		} else if c.isFixed() {
			why := "none of the models is in its format (" + formatNames(b.Traits.Formats...) + ")"
			if b.Traits.Serves {
				why = "it serves none of the models"
			}
			fmt.Fprintf(c.env.err, "note: %s has nothing to measure: %s\n", bench.Clean(b.Line()), why)
		}
	}
	return builds, missing, nil
}

func nobodyReads(m bench.Model) error {
	return fmt.Errorf("%s is in the format %s, which none of the engines that dragstrip knows can read", bench.Clean(m.Label()), bench.Clean(formatNames(m.Format)))
}

// wayTo says how to get a missing engine.
func wayTo(kind *engine.Kind) string {
	if kind.NeedsAddress() {
		return "start the server, and name its address: " + kind.Example()
	}
	return fmt.Sprintf("`dragstrip setup %s` installs it, or name %s with --engine PATH; `dragstrip engines %s` shows what was found", kind.Name, kind.Build, kind.Name)
}

func anyReads(builds []bench.EngineBuild, m bench.Model) bool {
	return slices.ContainsFunc(builds, func(b bench.EngineBuild) bool { return b.Traits.Reads(m) })
}

// formatNames writes formats in capital letters, as people do.
func formatNames(formats ...string) string { return strings.ToUpper(strings.Join(formats, ", ")) }

// nothingFor gives an error if there is a model that no build reads. The error
// names the first such model.
func nothingFor(found []bench.Model, builds []bench.EngineBuild) error {
	for _, m := range found {
		if !anyReads(builds, m) {
			return fmt.Errorf("none of the chosen engine builds reads %s, which is in the format %s", m.Label(), formatNames(m.Format))
		}
	}
	return nil
}

// serves tells whether a build serves a model. A build that does not list its
// models may serve any.
func (c *engineChoice) serves(b bench.EngineBuild, m bench.Model) bool {
	names, listed := c.names[b.ID]
	return m.Served == "" || !listed || names[m.Served]
}
