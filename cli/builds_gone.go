package cli

import (
	"fmt"
	"os/exec"
	"slices"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// wayBack says how to get back a build that dragstrip installed. It is "" if
// the build is still here, or if dragstrip did not install it.
func (e *env) wayBack(was bench.EngineBuild) string {
	kind, known := e.kinds.Kind(was.Engine)
	if !known || kind.Setup == nil || !engine.IsOwn(was) || isProgram(was) {
		return ""
	}
	command := "dragstrip setup " + kind.Name
	if at := slices.IndexFunc(kind.Setup.Backends, func(name string) bool { return len(was.Backends) > 0 && hasBackend(was, name) }); at >= 0 {
		command += " --with " + kind.Setup.Backends[at]
	}
	version := was.Version
	if version == "" && was.Number > 1 {
		version = fmt.Sprintf("b%d", was.Number)
	}
	if engine.CheckVersion(version) == nil {
		command += " --tag " + version
	}
	return "dragstrip had installed it; `" + command + "` installs it again, if this version is still published"
}

// isProgram tells whether a build's program still exists, without starting it.
// If the program is missing, the build's jobs fail with that reason.
func isProgram(b bench.EngineBuild) bool {
	if len(b.Prefix) == 0 {
		return false
	}
	_, err := exec.LookPath(b.Prefix[0])
	return err == nil
}
