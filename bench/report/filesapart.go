package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// digestName matches file names that say nothing to people: Ollama and Docker
// name files by their digest.
var digestName = lazyregexp.New(`^(?:sha256[-:])?[0-9a-f]{64}$`)

// fileShown is the name of a model's file, or the model's name if the file's
// name is only a digest.
func fileShown(m bench.Model) string {
	if name := baseName(m.Path); !digestName.MatchString(name) || m.Name == "" {
		return name
	}
	return m.Name
}

// fileApart names a model's file among the files of the session, or the model as
// it is served.
func (r *redactor) fileApart(m bench.Model) string {
	return orText(r.apart(m), r.argument(orText(fileShown(m), m.Served)))
}

// apart names a model's file by its name and the last folders that tell it from
// other files of the session with this name, as in a/model.gguf. It is "" if
// there are no such files.
func (r *redactor) apart(m bench.Model) string {
	file := baseName(m.Path)
	var others []string
	for _, path := range r.files {
		if path != m.Path && baseName(path) == file {
			others = append(others, path)
		}
	}
	if others == nil || fileShown(m) != file {
		return ""
	}
	folders := 1
	same := func(o string) bool { return ending(o, folders) == ending(m.Path, folders) }
	for folders < len(pathParts(m.Path)) && slices.ContainsFunc(others, same) {
		folders++
	}
	return r.path(strings.TrimSuffix(ending(m.Path, folders), file)) + bench.Clean(file)
}

// pathParts are the parts of a path of any system.
func pathParts(path string) []string { return strings.Split(strings.ReplaceAll(path, `\`, "/"), "/") }

// ending is the name of a file with the last of its folders.
func ending(path string, folders int) string {
	parts := pathParts(path)
	return strings.Join(parts[max(0, len(parts)-1-folders):], "/")
}

// folderOf is the name of the folder that a file is in, or "".
func folderOf(path string) string {
	parts := pathParts(path)
	return parts[max(0, len(parts)-2)]
}
