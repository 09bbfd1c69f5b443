package llama

import (
	"slices"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// vulkanLine is the line of a Vulkan device:
//
//	ggml_vulkan: 0 = AMD Radeon Graphics (RADV GFX1151) (radv) | uma: 1 | …
var vulkanLine = lazyregexp.New(`^ggml_vulkan: (\d{1,4}) = ([^|]+)`)

// cpuWarning is what ggml prints after the line of a Vulkan device that is not
// a GPU. ggml hides such devices unless GGML_VK_VISIBLE_DEVICES names them.
const cpuWarning = "ggml_vulkan: Warning: Device type is CPU"

// warnedOf gives the names of the devices for which ggml printed cpuWarning.
func warnedOf(texts ...string) (names []string) {
	for _, text := range texts {
		last := ""
		for line := range strings.Lines(text) {
			if m := vulkanLine.FindStringSubmatch(line); m != nil {
				last = "Vulkan" + m[1]
			}
			if strings.HasPrefix(line, cpuWarning) && last != "" && !slices.Contains(names, last) {
				names = append(names, last)
			}
		}
	}
	return names
}

// softwareNames are parts of the names of programs that act as a GPU but
// compute on the CPU, in small letters.
var softwareNames = []string{"llvmpipe", "softpipe", "lavapipe", "swiftshader", "microsoft basic render driver"}

// isSoftware tells by a device's description whether the device is a program
// that computes on the CPU. It serves for builds that print no warning.
func isSoftware(description string) bool {
	description = strings.ToLower(description)
	return slices.ContainsFunc(softwareNames, func(name string) bool { return strings.Contains(description, name) })
}
