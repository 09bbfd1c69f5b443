//go:build !linux

package guard

import "os"

// widen is for systems where a pipe's size cannot be set. A pipe holds 64 KiB
// on macOS and less on Windows, too little for what an engine writes in one
// beat.
func widen(*os.File) int { return 0 }
