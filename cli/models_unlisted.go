package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// shownUnnamed is how many models are listed if the user named none.
const shownUnnamed = 6

// servedUnnamed gives the model to measure if the user named none and all
// chosen builds are servers: the only one that they serve. It gives nil if a
// chosen build reads files.
func (c *engineChoice) servedUnnamed(ctx context.Context) ([]bench.Model, error) {
	if len(c.asked) == 0 {
		return nil, nil
	}
	c.search()
	if c.err != nil || len(c.builds) == 0 || slices.ContainsFunc(c.builds, func(b bench.EngineBuild) bool { return !b.Traits.Serves }) {
		return nil, nil
	}
	listed, err := c.listServed(ctx)
	switch {
	case err != nil:
		return nil, err
	case len(listed) == 1:
		fmt.Fprintf(c.env.err, "No model was named: measuring the only one that is served, %s.\n", bench.Clean(listed[0].Label()))
		return listed, nil
	case len(listed) == 0:
		return nil, fmt.Errorf("no model was named, and %s lists none; name it as the server knows it: dragstrip run NAME --engine …", bench.Clean(c.builds[0].Line()))
	}
	return nil, fmt.Errorf("no model was named, and %d are served; name one of them: %s", len(listed), servedNames(listed))
}

// servedNames are a few names under which models are served.
func servedNames(listed []bench.Model) string {
	var names []string
	for _, m := range listed[:min(len(listed), shownUnnamed)] {
		names = append(names, quoted(m.Served))
	}
	if more := len(listed) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return bench.Clean(strings.Join(names, ", "))
}

// withServed adds to the error for a name that no model has what is served.
func (c *engineChoice) withServed(err error) error {
	if len(c.listed) == 0 {
		return err
	}
	return fmt.Errorf("%w; the chosen server serves %s", err, servedNames(c.listed))
}
