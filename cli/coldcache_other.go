//go:build !linux

package cli

// inMemory is not known here: macOS and Windows do not tell it cheaply.
func inMemory(string) (share float64, known bool) { return 0, false }
