package ollama

import (
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
)

// modelfile is what a model's Modelfile says about its weights.
type modelfile struct {
	// from is the place of the weights on the server's machine, a whole path; "" if
	// it is not told.
	from string
	// adapted says that an adapter changes the weights.
	adapted bool
	// tuned says that the model has parameters of its own that change its speed.
	tuned bool
}

// readModelfile reads the Modelfile that a server shows of a model. The first FROM
// names the weights, and later ones add to them.
func readModelfile(text string) (m modelfile) {
	for line := range strings.Lines(text) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch rest = strings.TrimSpace(rest); word {
		case "FROM":
			if m.from == "" && (filepath.IsAbs(rest) || path.IsAbs(rest)) {
				m.from = rest
			}
		case "ADAPTER":
			m.adapted = true
		case "PARAMETER":
			name, _, _ := strings.Cut(rest, " ")
			m.tuned = m.tuned || slices.Contains(speedParameters, name)
		}
	}
	return m
}

// speedParameters are those of a Modelfile that change how fast a model computes,
// unless a request says otherwise. The context does not count: each request says
// how long it is.
var speedParameters = []string{"num_gpu", "main_gpu", "num_batch", "num_thread", "use_mmap", "use_mlock", "low_vram", "numa"}

// file is the file with the weights, if it is on this machine and nothing changes
// them.
func (m modelfile) file() string {
	if m.adapted || !filepath.IsAbs(m.from) || isFar(m.from) {
		return ""
	}
	if st, err := os.Stat(m.from); err != nil || !st.Mode().IsRegular() {
		return ""
	}
	return m.from
}

// weights is the file with the weights and its digest, by which the server names
// it. It is nil if two models with this file may compute differently.
func (m modelfile) weights() []bench.ModelFile {
	name := path.Base(strings.ReplaceAll(m.from, `\`, "/"))
	digest, isBlob := strings.CutPrefix(name, "sha256-")
	if raw, err := hex.DecodeString(digest); m.adapted || m.tuned || !isBlob || err != nil || len(raw) != 32 {
		return nil
	}
	return []bench.ModelFile{{Name: name, SHA256: digest}}
}

// isFar tells whether a path leads to another machine: on Windows, looking at one
// would log in there.
func isFar(file string) bool {
	return strings.HasPrefix(filepath.ToSlash(file), "//")
}
