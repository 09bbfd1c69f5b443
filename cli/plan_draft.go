package cli

import (
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// wholePaths gives the values of -md with the whole paths of files, because the
// engine may run in another folder.
func wholePaths(values []string) (out []string) {
	for _, text := range values {
		for value := range strings.SplitSeq(text, ",") {
			value = strings.TrimSpace(value)
			if path, err := filepath.Abs(value); err == nil && bench.IsDraftFile(value) {
				value = path
			}
			out = append(out, value)
		}
	}
	return out
}

// missingDraft finds a draft model that is not there.
func missingDraft(values []string) error {
	for _, value := range values {
		if bench.IsDraftFile(value) && !exists(value) {
			return usagef("-md %s: there is no such file. Name the GGUF file of a small model of the same family; `dragstrip models NAME` says where a model's file is", bench.Clean(value))
		}
	}
	return nil
}

// draftModels opens the draft models that -md names, by their paths.
func draftModels(values []string) (map[string]bench.Model, error) {
	out := map[string]bench.Model{}
	for _, value := range values {
		if !bench.IsDraftFile(value) {
			continue
		}
		found, err := models.Look(value)
		switch {
		case err != nil:
			return nil, usagef("-md: %s", bench.Clean(err.Error()))
		case found.Format != models.FormatGGUF:
			return nil, usagef("-md %s: a draft model is a GGUF file; this is in the format %s", bench.Clean(value), formatNames(found.Format))
		case found.Path != value: // a folder, or a later part of a split model
			return nil, usagef("-md %s: name the file itself: -md %s", bench.Clean(value), bench.Clean(quoted(found.Path)))
		}
		out[value] = found.Model
		models.Stamp([]bench.Model{found.Model})
	}
	return out, nil
}
