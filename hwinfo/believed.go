package hwinfo

import (
	"math"
	"strconv"
	"strings"
)

// Programs, drivers and firmware sometimes answer with nonsense: a memory of
// -1, a power of "inf", a clock of 2⁶⁴. No real machine comes near these
// limits. A figure beyond them counts as unknown. So sums cannot overflow, and
// every kept figure can be written as JSON.
const (
	mostCards    = 64
	mostCores    = 1 << 16
	mostGPUCores = 1000    // cores of a built-in GPU; Apple's largest has 80
	mostMiB      = 1 << 30 // a pebibyte
	mostBytes    = mostMiB << 20
	mostWatts    = 1e5
	mostMHz      = 1e6
	mostCelsius  = 150
	leastCelsius = -20
)

// figure reads a number from 0 to most. "inf" and "nan" are refused.
func figure(text string, most float64) (value float64, ok bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(v >= 0 && v <= most) {
		return 0, false
	}
	return v, true
}

// within returns a measured value if it is from 0 to most, otherwise nil.
func within(v *float64, most float64) *float64 {
	if v == nil || !(*v >= 0 && *v <= most) {
		return nil
	}
	return v
}

// gpuCores reads how many cores a built-in GPU has; zero means unknown.
func gpuCores(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 || n >= mostGPUCores {
		return 0
	}
	return n
}

// isFact tells whether a machine can have such a value. A number below zero, or
// infinity, is not possible.
func isFact(value any) bool {
	switch v := value.(type) {
	case int:
		return v >= 0
	case int64:
		return v >= 0
	case float64:
		return v >= 0 && !math.IsInf(v, 0)
	}
	return true
}
