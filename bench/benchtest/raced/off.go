//go:build !race

package raced

// On says whether the test was built with the race detector.
const On = false
