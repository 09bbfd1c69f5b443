package install

import "os/exec"

// ownGroup does nothing: a stopped program is killed alone. winget leaves its
// work to a service of the system, which finishes or rolls back on its own.
func ownGroup(*exec.Cmd) {}

func aside(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
