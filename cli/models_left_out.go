package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/problem"
)

// leaveOut says for each file and folder why it is left out. Files that are not
// models themselves are only counted, unless all is set.
func (e *env) leaveOut(problems []*problem.Problem, all bool) (more int) {
	for _, p := range problems {
		if errors.Is(p, problem.ErrNotOffered) && !all {
			more++
			continue
		}
		fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(p.Error()))
	}
	return more
}

// nothingIn gives an error which says that none of the named files and folders
// can be measured. reasons is how many reasons were printed before. It gives
// nil if nothing was named.
func nothingIn(paths []string, reasons int) error {
	if len(paths) == 0 {
		return nil
	}
	where := bench.Clean(strings.Join(paths, ", "))
	if reasons == 0 {
		return fmt.Errorf("%s holds no model: no GGUF file, and no folder with config.json and model*.safetensors", where)
	}
	return fmt.Errorf("no model in %s can be measured; the reasons are above", where)
}

// everySpelling gives paths in two spellings: as they were named, and as
// absolute paths.
func everySpelling(paths []string) map[string]bool {
	named := map[string]bool{}
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			named[abs] = true
		}
		named[p] = true
	}
	return named
}
