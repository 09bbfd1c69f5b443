package device

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/models/standin"
)

// A figure is doubted if its interval reaches further than wideInterval above or
// below it.
const wideInterval = 0.05

// conclude computes the bandwidth from the session's results.
func (m *measurement) conclude(s *bench.Session, p standin.DepthPair) (bench.DeviceBandwidth, error) {
	times := make([]bench.RoundTimes, rounds)
	shallow, deep := s.Job("shallow").Tests[0], s.Job("deep").Tests[0]
	for _, r := range shallow.Results {
		times[r.Round].Light = append(times[r.Round].Light, perToken(r)...)
	}
	for _, r := range deep.Results {
		times[r.Round].Heavy = append(times[r.Round].Heavy, perToken(r)...)
	}
	slope, err := bench.SlopeOf(p.ShallowFigures.ReadBytesPerToken, p.DeepFigures.ReadBytesPerToken, times)
	if errors.Is(err, bench.ErrNoSlope) {
		return bench.DeviceBandwidth{}, fmt.Errorf("the bandwidth of %s cannot be determined: %w; close other programs and try again, or use larger stand-ins (--size)", bench.Clean(m.device.Name), err)
	}
	if err != nil {
		return bench.DeviceBandwidth{}, err
	}
	last := deep.Results[len(deep.Results)-1]
	d := bench.DeviceBandwidth{
		Device: bench.Clean(m.device.Name), Description: bench.Clean(m.device.Description), Backend: bench.Clean(last.Backend),
		BuildID: m.build.ID, BuildName: m.build.Line(), Measured: time.Now().UTC().Round(time.Second),
		Quant: p.Deep.Quant, ShallowBytes: p.ShallowFigures.ReadBytesPerToken, DeepBytes: p.DeepFigures.ReadBytesPerToken, Slope: slope,
	}
	if m.onCPU {
		d.Threads = last.Threads
	}
	d.Doubts = m.doubts(s, d)
	d.Clean = len(d.Doubts) == 0
	return d, nil
}

func perToken(r bench.Result) []float64 {
	var out []float64
	for _, ns := range r.SamplesNS {
		out = append(out, float64(ns)/float64(r.Test.Tokens()))
	}
	return out
}

func (m *measurement) doubts(s *bench.Session, d bench.DeviceBandwidth) []string {
	var out []string
	if d.InCache() {
		out = append(out, fmt.Sprintf("stand-ins of %s and %s fit into caches: the figure says nothing about the memory", bench.FormatBytes(d.ShallowBytes), bench.FormatBytes(d.DeepBytes)))
	}
	if wide := max(d.HighGBps/d.MedianGBps-1, 1-d.LowGBps/d.MedianGBps); d.HasInterval && wide > wideInterval {
		out = append(out, fmt.Sprintf("the interval is wide, %s to %s: something else was using the machine", bench.FormatGBps(d.LowGBps), bench.FormatGBps(d.HighGBps)))
	}
	if m.device.Software {
		out = append(out, bench.Clean(m.device.Name)+" is a program on the CPU, not a GPU")
	}
	for _, w := range s.Warnings {
		if text := bench.Clean(w.Warning.Text); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
