package mlx

import (
	"context"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// Invocations splits work into starts of Python. With dragstrip's driver, all
// tests of a model with the same parameters share one start. Work that cannot
// be done becomes an invocation without argv; the parser of that invocation
// says why.
func (a *Adapter) Invocations(_ context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	var out []engine.Invocation
	for part := range engine.Together(work) {
		switch no := a.refusal(build, part[0].Job); {
		case no != nil:
			out = append(out, words.Refusal(part, *no))
		case build.Engine == Tool:
			out = append(out, a.toolInvocations(build, part)...)
		case build.Engine == Server:
			out = append(out, a.serverInvocation(build, part, opts))
		default:
			out = append(out, a.driverInvocation(build, part, opts))
		}
	}
	return out, nil
}
