package cli

import (
	"context"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/predict/speed"
	"dragstrip/runner"
)

// expectedTest is the test whose expected speed stands in lists of models. It is
// the test that everybody measures.
var expectedTest = bench.Test{Generation: 128}

// expectations say how fast models will be on this machine. They assume the
// build that would measure a model, and use what earlier sessions of this
// machine say.
type expectations struct {
	known *speeds

	mu     sync.Mutex
	builds []bench.EngineBuild // the best first
}

func (x *expectations) learn(builds []bench.EngineBuild) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.builds = builds
}

// found are the builds that were found last, the best first.
func (x *expectations) found() []bench.EngineBuild {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.builds
}

// of gives the speed to expect of the test that everybody measures.
func (x *expectations) of(m bench.Model) bench.Expected { return x.ofTest(m, expectedTest) }

// ofTest gives the speed to expect of a model. It gives the zero Expected if
// nothing is known.
func (x *expectations) ofTest(m bench.Model, t bench.Test) bench.Expected {
	x.mu.Lock()
	defer x.mu.Unlock()
	here := x.known.here()
	j, ok := x.job(m)
	if !ok { // before any engine is installed
		e, _ := here.ExpectUsually(m, t)
		return e
	}
	e, _ := here.Expect(&j, t)
	return e
}

// lack says why no speed of a model is known.
func (x *expectations) lack(m bench.Model) speed.Lack {
	x.mu.Lock()
	defer x.mu.Unlock()
	j, ok := x.job(m)
	if !ok {
		return speed.NothingMeasured
	}
	return x.known.here().Lack(&j)
}

// job is the job that dragstrip run would measure a model with. ok is false if no
// build reads the model.
func (x *expectations) job(m bench.Model) (j bench.Job, ok bool) {
	at := slices.IndexFunc(x.builds, func(b bench.EngineBuild) bool { return b.Traits.Reads(m) })
	if at < 0 {
		return bench.Job{}, false
	}
	build := x.builds[at]
	return bench.Job{Model: m, Build: build, Params: planning.UsualParams(build, x.known.here().FittingThreads())}, true
}

// readExpectations reads what is needed to say how fast models will be on a
// machine, this one.
func (e *env) readExpectations(ctx context.Context, machine bench.Machine) *expectations {
	x := &expectations{known: &speeds{}}
	read := make(chan struct{})
	go func() {
		defer close(read)
		x.known.read(ctx, e.places.store(), func(context.Context) bench.Machine { return machine })
	}()
	x.learn(e.choosable(e.findBuilds(ctx, e.engineVariable())))
	<-read
	return x
}

// choosable gives the builds that were found. The build to use first comes
// first.
func (e *env) choosable(found runner.Found) []bench.EngineBuild {
	if found.Named > 0 { // the user's own choice comes first
		return found.Builds
	}
	return e.kinds.BestFirst(found.Builds)
}
