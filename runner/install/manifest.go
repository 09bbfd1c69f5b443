package install

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/runner/engine"
)

// maxManifest is the size of the largest manifest that is read. A manifest
// usually has about one kilobyte.
const maxManifest = 1 << 20

func readManifest(folder string) (engine.Installed, error) {
	var one engine.Installed
	text, err := readBounded(filepath.Join(folder, manifestIn(folder)), maxManifest)
	if err != nil {
		return one, err
	}
	if err := json.Unmarshal(text, &one); err != nil {
		return one, fmt.Errorf("read %s: %w", manifestName, err)
	}
	if len(one.Prefix) == 0 {
		return one, fmt.Errorf("read %s: it does not name a program", manifestName)
	}
	// The name of the folder is the ID, whatever the file says, because Remove
	// builds the path from the ID.
	one.ID = filepath.Base(folder)
	expand(&one, folder)
	return one, nil
}

func expand(one *engine.Installed, folder string) {
	one.Folder = folder
	one.Prefix, one.Env = slices.Clone(one.Prefix), slices.Clone(one.Env)
	for _, list := range [][]string{one.Prefix, one.Env} {
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], placeholder, folder)
		}
	}
}
