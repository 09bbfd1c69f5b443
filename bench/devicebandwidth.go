package bench

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// DeviceBandwidth is the memory bandwidth that an engine reached while it
// generated on a device. Two stand-ins that differ only in their number of
// layers are measured; the bandwidth is the difference of the bytes read, over
// the difference of the times per token. The memory itself can do more: in
// measurements on CPUs an F16 model reached 0.6 to 0.8 of what a pure reader
// reached.
type DeviceBandwidth struct {
	// Device and Description are the engine's words: "Vulkan0", "AMD Radeon
	// 8060S". Device is "CPU" if no other device was used.
	Device      string `json:"device"`
	Description string `json:"description,omitempty"`
	Backend     string `json:"backend,omitempty"` // "Vulkan", as the result said
	// Threads is how many threads the CPU used, if the CPU computed.
	Threads int `json:"threads,omitempty"`
	// BuildID and BuildName tell which engine build measured it.
	BuildID   string    `json:"build_id,omitempty"`
	BuildName string    `json:"build_name,omitempty"` // "llama.cpp 0.7.0 b11669 Vulkan"
	Measured  time.Time `json:"measured"`
	// Quant is the type of the stand-ins' weights. ShallowBytes and DeepBytes
	// are how many bytes a token of each reads.
	Quant        string `json:"quant"`
	ShallowBytes int64  `json:"shallow_bytes"`
	DeepBytes    int64  `json:"deep_bytes"`
	Slope
	// Clean says that nothing speaks against the figure. Doubts say what does.
	Clean  bool     `json:"clean"`
	Doubts []string `json:"doubts,omitempty"`
}

// leastBeyondCaches is the least that a token must read so that no cache can
// hold it.
const leastBeyondCaches = 128 << 20

// InCache tells whether the stand-ins are so small that a cache may hold them.
// Then the figure says nothing about the memory.
func (d DeviceBandwidth) InCache() bool {
	return d.ShallowBytes > 0 && d.ShallowBytes < leastBeyondCaches
}

// WhyUncertain says why the figure is uncertain. It gives "" if nothing speaks
// against the figure.
func (d DeviceBandwidth) WhyUncertain() string {
	return whyUncertain(d.Clean, d.Doubts, "the machine was busy")
}

// Name is the device as a person would say it.
func (d DeviceBandwidth) Name() string {
	if d.Description == "" || d.Description == d.Device {
		return d.Device
	}
	return d.Device + " " + d.Description
}

// Figure is the bandwidth as it is written, with a question mark if something
// speaks against it.
func (d DeviceBandwidth) Figure() string { return FormatGBps(d.MedianGBps) + doubtMark(!d.Clean) }

// SameDevice tells whether two measurements are of one device by one build,
// so that the later one replaces the earlier.
func (d DeviceBandwidth) SameDevice(o DeviceBandwidth) bool {
	return d.Device == o.Device && d.Description == o.Description && d.Threads == o.Threads && d.BuildID == o.BuildID
}

// Slope is a bandwidth: the difference in bytes between two loads, divided by
// their difference in time.
type Slope struct {
	// MedianGBps is the estimate, in 10⁹ bytes a second. LowGBps and HighGBps
	// are the interval that contains the true figure with at least Confidence.
	// With too few samples there is no interval, and they are zero.
	MedianGBps  float64 `json:"median_gbps"`
	LowGBps     float64 `json:"low_gbps,omitempty"`
	HighGBps    float64 `json:"high_gbps,omitempty"`
	HasInterval bool    `json:"has_interval"`
	Confidence  float64 `json:"confidence,omitempty"`
	// BestGBps comes from the fastest repetition of each load: other work on
	// the machine can only make a repetition slower.
	BestGBps float64 `json:"best_gbps"`
	// SpreadFraction is the spread of the rounds as a fraction of the median.
	SpreadFraction float64 `json:"spread,omitempty"`
	// ByRoundGBps is the slope within each round.
	ByRoundGBps []float64 `json:"by_round_gbps,omitempty"`
	// BesideNS is how long a token of the lighter load takes besides reading,
	// in nanoseconds. It is below zero if the load was read faster than the
	// slope says.
	BesideNS float64 `json:"beside_ns,omitempty"`
}

// RoundTimes holds the times per token, in nanoseconds, that one round gave
// with the light load and with the heavy one.
type RoundTimes struct {
	Light, Heavy []float64
}

// ErrNoSlope: the measurement does not show that the heavier load takes longer.
var ErrNoSlope = errors.New("the times do not show that more bytes take longer to read")

// SlopeOf estimates bytes ÷ time from rounds of two loads. For each token the
// light load reads lightBytes, and the heavy load heavyBytes.
//
// The difference of the times per token is the Hodges–Lehmann estimate: the
// median of all heavy − light differences, over all rounds. Its interval is the
// one that belongs to the Mann–Whitney test (Hollander, Wolfe, Chicken,
// Nonparametric Statistical Methods, 3rd ed., §4.2 and §4.3), which assumes
// nothing about the distribution of samples. If that interval reaches zero,
// there is no slope, and the error wraps [ErrNoSlope].
func SlopeOf(lightBytes, heavyBytes int64, rounds []RoundTimes) (Slope, error) {
	delta := float64(heavyBytes - lightBytes)
	if lightBytes <= 0 || delta <= 0 {
		return Slope{}, fmt.Errorf("the heavy load must read more than the light one (they read %d and %d bytes)", lightBytes, heavyBytes)
	}
	var light, heavy []float64
	for _, r := range rounds {
		light, heavy = append(light, positive(r.Light)...), append(heavy, positive(r.Heavy)...)
	}
	if len(light) == 0 || len(heavy) == 0 {
		return Slope{}, fmt.Errorf("each load needs at least one timed repetition (light: %d, heavy: %d)", len(light), len(heavy))
	}
	apart := differences(light, heavy)
	middle := Median(apart)
	s := Slope{MedianGBps: delta / middle, BestGBps: delta / (slices.Min(heavy) - slices.Min(light))}
	least := middle
	if enough(len(light), len(heavy)) {
		u, chance := criticalU(len(light), len(heavy))
		least = apart[u]
		s.HasInterval, s.Confidence = true, 1-chance
		s.LowGBps, s.HighGBps = delta/apart[len(apart)-1-u], delta/least
	}
	if least <= 0 {
		return Slope{}, noSlope(lightBytes, heavyBytes, light, heavy)
	}
	// The fastest times of both loads may lie too close together, or in the
	// wrong order.
	if s.BestGBps <= 0 || math.IsInf(s.BestGBps, 0) {
		s.BestGBps = s.MedianGBps
	}
	s.BesideNS = Median(light) - float64(lightBytes)/s.MedianGBps
	s.ByRoundGBps, s.SpreadFraction = eachRound(delta, rounds, s.MedianGBps)
	return s, nil
}

// noSlope says why there is no slope: either the heavy load was not slower, or
// it was slower, but repetitions of one load differ so much that this may be
// chance.
func noSlope(lightBytes, heavyBytes int64, light, heavy []float64) error {
	of := func(bytes int64, times []float64) string {
		return fmt.Sprintf("%s with %s (%s to %s)", milliseconds(Median(times)), FormatBytes(bytes), milliseconds(slices.Min(times)), milliseconds(slices.Max(times)))
	}
	why := "repetitions of one size differ too much"
	if Median(heavy) <= Median(light) {
		why = "the larger size was not slower"
	}
	return fmt.Errorf("%w: %s; a token took %s and %s", ErrNoSlope, why, of(lightBytes, light), of(heavyBytes, heavy))
}

func eachRound(delta float64, rounds []RoundTimes, median float64) (each []float64, spread float64) {
	for _, r := range rounds {
		light, heavy := positive(r.Light), positive(r.Heavy)
		if len(light) == 0 || len(heavy) == 0 {
			continue
		}
		if apart := Median(differences(light, heavy)); apart > 0 {
			each = append(each, delta/apart)
		}
	}
	if len(each) > 1 {
		spread = (slices.Max(each) - slices.Min(each)) / median
	}
	return each, spread
}

// differences gives all heavy − light, sorted.
func differences(light, heavy []float64) []float64 {
	out := make([]float64, 0, len(light)*len(heavy))
	for _, l := range light {
		for _, h := range heavy {
			out = append(out, h-l)
		}
	}
	slices.Sort(out)
	return out
}

func positive(values []float64) []float64 {
	return slices.DeleteFunc(finite(values), func(v float64) bool { return v <= 0 })
}

func milliseconds(ns float64) string { return FormatFigure(ns/1e6) + " ms" }

// deviceOf is the measurement of the only device that a job computes on. It is
// nil if that device is not known or was not measured.
func (s *Session) deviceOf(j *JobState) *DeviceBandwidth {
	device, ok := j.soleDevice()
	if !ok {
		return nil
	}
	return s.Machine.BandwidthOf(device)
}

// BandwidthOf is the measurement of a device: the best one without doubts, or
// else the best of all. It is nil if no measurement says anything about the
// device's memory.
func (m Machine) BandwidthOf(device Device) *DeviceBandwidth {
	var best *DeviceBandwidth
	for i, d := range m.DeviceBandwidth {
		if d.Device == device.Name && d.Description == device.Description && !d.InCache() && (best == nil || d.better(*best)) {
			best = &m.DeviceBandwidth[i]
		}
	}
	return best
}

// better tells whether this measurement is nearer to the truth than another one
// of the same device: other work can only make a device slower.
func (d DeviceBandwidth) better(than DeviceBandwidth) bool {
	if d.Clean != than.Clean {
		return d.Clean
	}
	return d.MedianGBps > than.MedianGBps
}

// ceiling is what a measurement says about a device's memory; a nil measurement
// says nothing.
func (d *DeviceBandwidth) ceiling() Ceiling {
	if d == nil {
		return Ceiling{}
	}
	return Ceiling{MeasuredGBps: d.MedianGBps, Doubtful: !d.Clean && d.MedianGBps > 0}
}
