package device

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"dragstrip/bench"
	"dragstrip/models/standin"
)

// Each stand-in has six repetitions, because an interval needs that many. They
// are taken in rounds, A B A B, so that drift affects both stand-ins.
const (
	rounds      = 3
	repetitions = 6
	// repetitionTime is how long one repetition of the deeper stand-in should
	// take. GPUs need a moment to raise their clocks.
	repetitionTime = time.Second
	// patience is the longest time for the whole measurement. If a pair would
	// take longer, a smaller pair is used.
	patience    = 3 * time.Minute
	pilotTokens = 8
	minTokens   = 16
	maxTokens   = 256
)

// pilot picks the largest pair that fits and can be measured in time. It also
// finds how many tokens a repetition generates. It tries the shallow stand-in
// first, before the large file is written.
func (m *measurement) pilot(ctx context.Context, pairs []standin.DepthPair) (standin.DepthPair, int, error) {
	for i, p := range pairs {
		last := i == len(pairs)-1
		if err := m.fits(p); err != nil {
			if last && m.Size != "" {
				return p, 0, fmt.Errorf("the %s pair of stand-ins cannot be used: %w; without --size the largest pair that fits is used", p.Name, err)
			}
			if last {
				return p, 0, fmt.Errorf("the %s pair of stand-ins, the smallest one, cannot be used: %w", p.Name, err)
			}
			continue
		}
		if err := m.provide(ctx, p.Shallow); err != nil {
			return p, 0, err
		}
		m.report(Step{Text: fmt.Sprintf("trying %s on %s", p.Shallow.Form.Title, m.device.Name)})
		s, err := m.walk(ctx, &bench.Plan{Jobs: []bench.Job{m.job("shallow", p.Shallow, pilotTokens, 1)}})
		if err != nil {
			return p, 0, err
		}
		perToken := float64(s.Jobs[0].Tests[0].SamplesNS()[0]) / pilotTokens
		deep := perToken * float64(p.DeepFigures.ReadBytesPerToken) / float64(p.ShallowFigures.ReadBytesPerToken)
		tokens := min(max(int(float64(repetitionTime)/deep), minTokens), maxTokens)
		// Each round warms up once before its repetitions.
		whole := time.Duration(float64(tokens*(repetitions+rounds)) * (perToken + deep))
		if last || whole <= patience || m.Size != "" {
			return p, tokens, nil
		}
	}
	return standin.DepthPair{}, 0, errors.New("there is no pair of stand-ins")
}

// plan gives the plan of the actual measurement.
func (m *measurement) plan(p standin.DepthPair, tokens int) *bench.Plan {
	return &bench.Plan{Rounds: rounds, Jobs: []bench.Job{
		m.job("shallow", p.Shallow, tokens, repetitions),
		m.job("deep", p.Deep, tokens, repetitions),
	}}
}

func (m *measurement) job(id string, in standin.StandIn, tokens, times int) bench.Job {
	params := bench.Params{}
	switch {
	case !m.onCPU:
		params["n_gpu_layers"] = "99"
		// A build with one device uses that device even without the flag. Older builds
		// do not have the flag.
		if len(m.build.Holders()) > 1 {
			params["devices"] = m.device.Name
		}
	case len(m.build.Holders()) > 0:
		params["devices"] = "none"
	}
	if m.Threads > 0 {
		params["n_threads"] = strconv.Itoa(m.Threads)
	}
	return bench.Job{
		ID: id, Model: bench.Model{Name: in.Form.Title, Path: in.Path, Format: "gguf", Quant: in.Quant, StandIn: true},
		Build: m.build, Params: params, Tests: []bench.Test{{Generation: tokens}}, Repetitions: times,
	}
}
