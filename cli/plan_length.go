package cli

import (
	"context"
	"maps"
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
)

// refuseBeyondContext refuses a plan with a test that is longer than a model's
// context, in the same words as the Plan screen. If a server serves the model,
// the length of the context is not known here. Then the server itself refuses
// tests that are too long.
func (e *env) refuseBeyondContext(ctx context.Context, plan *bench.Plan) error {
	var paths []string
	for _, j := range plan.Jobs {
		if path := j.Model.Path; exists(path) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return ctx.Err()
	}
	found, _ := models.Find(ctx, paths, "")
	most := map[string]int64{}
	for _, f := range found {
		most[f.Path] = f.Facts.ContextLength
	}
	refused := plan.BeyondContext(most)
	for _, flag := range slices.Sorted(maps.Keys(refused)) {
		return usagef("-%s: %s", flag, refused[flag])
	}
	return nil
}
