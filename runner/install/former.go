package install

import "path/filepath"

// formerManifest is the manifest of a build that was installed before dragstrip
// had its name. Its content is the same, and dragstrip will always read it.
const formerManifest = "dyno-engine.json"

// manifestIn is the name of the manifest in a build's folder.
func manifestIn(folder string) string {
	if !exists(filepath.Join(folder, manifestName)) && exists(filepath.Join(folder, formerManifest)) {
		return formerManifest
	}
	return manifestName
}
