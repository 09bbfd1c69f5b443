package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/runner"
)

// engineChoice is which builds a plan may use: those that were named, or of
// what is there the best for each format of models. The machine is searched
// when that is first asked.
type engineChoice struct {
	env     *env
	ctx     context.Context
	asked   []string
	willGet bool // what is missing will be got
	builds  []bench.EngineBuild
	err     error
	known   bool
}

func (c *engineChoice) search() {
	if c.known {
		return
	}
	c.known = true
	found := c.env.findBuilds(c.ctx, c.asked)
	for _, p := range found.Problems {
		if p.Named {
			c.err = fmt.Errorf("engine %s: %w", bench.Clean(p.Command), p.Err)
			return
		}
	}
	switch {
	case c.ctx.Err() != nil:
		c.err = c.ctx.Err()
	case len(c.asked) > 0:
		c.builds = found.Builds[:found.Named]
	default:
		c.builds = nil
		for _, kind := range c.env.kinds.Unasked() {
			if best, ok := runner.Best(kind, found.Builds); ok {
				c.builds = append(c.builds, best)
			}
		}
		if len(c.builds) == 0 {
			c.env.tellProblems(found.Problems)
		}
	}
}

// again forgets what was found, after something was installed.
func (c *engineChoice) again() { c.known, c.err = false, nil }

// reads tells whether models of a format can be measured.
func (c *engineChoice) reads(format string) bool {
	c.search()
	return c.willGet && len(c.asked) == 0 || slices.ContainsFunc(c.builds, func(b bench.EngineBuild) bool { return b.Reads() == format })
}

// buildsFor gives the builds that have something to measure, and the formats
// that nothing reads.
func (c *engineChoice) buildsFor(found []bench.Model) (builds []bench.EngineBuild, missing []string, err error) {
	c.search()
	if c.err != nil {
		return nil, nil, c.err
	}
	for _, m := range found {
		if !slices.ContainsFunc(c.builds, func(b bench.EngineBuild) bool { return b.Reads() == m.Format }) && !slices.Contains(missing, m.Format) {
			missing = append(missing, m.Format)
		}
	}
	for _, b := range c.builds {
		if slices.ContainsFunc(found, func(m bench.Model) bool { return m.Format == b.Reads() }) {
			builds = append(builds, b)
		} else if len(c.asked) > 0 {
			fmt.Fprintf(c.env.err, "note: %s has nothing to measure: no model named is in its format (%s)\n", buildLine(b), formatName(b.Reads()))
		}
	}
	return builds, missing, nil
}

// refusal says why a model that was named cannot be measured.
func (c *engineChoice) refusal(f models.Found) error {
	engine, other := "MLX", "a GGUF"
	if f.Format != bench.FormatMLX {
		engine, other = "llama.cpp", "an MLX"
	}
	name := bench.Clean(f.Path)
	switch {
	case c.err != nil:
		return c.err
	case len(c.asked) > 0:
		return fmt.Errorf("%s is a model for %s, and no engine that was named reads it: add --engine %s, or name %s conversion of it", name, engine, formatEngine(f.Format), other)
	case f.Format == bench.FormatMLX:
		return fmt.Errorf("%s is a model for MLX, which is not on this machine: `dragstrip setup mlx` gets it, --engine PATH names a Python that has mlx-lm (`dragstrip engines mlx` says what was seen)", name)
	}
	return nil // what is missing is told later, together
}

// formatEngine is what --engine takes for a format.
func formatEngine(format string) string {
	if format == bench.FormatMLX {
		return bench.EngineMLX
	}
	return "llama-bench"
}

func formatName(format string) string {
	if format == bench.FormatMLX {
		return "MLX"
	}
	return strings.ToUpper(format)
}

// nothingFor is what a plan of these models and builds would leave out: it
// names the first model that no build reads.
func nothingFor(found []bench.Model, builds []bench.EngineBuild) error {
	for _, m := range found {
		if !slices.ContainsFunc(builds, func(b bench.EngineBuild) bool { return b.Reads() == m.Format }) {
			return fmt.Errorf("no engine build is chosen that reads %s, a model in the format %s", m.Label(), formatName(m.Format))
		}
	}
	return nil
}
