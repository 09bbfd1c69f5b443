package install

import "path/filepath"

// formerManifest is the name of the manifest of a build that was installed
// under dragstrip's former name. The content is the same, and dragstrip will
// always read it.
const formerManifest = "dyno-engine.json"

// manifestIn returns the name of the manifest in the folder of a build.
func manifestIn(folder string) string {
	if !exists(filepath.Join(folder, manifestName)) && exists(filepath.Join(folder, formerManifest)) {
		return formerManifest
	}
	return manifestName
}
