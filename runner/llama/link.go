package llama

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// splitName matches the file names of a model that has several files.
var splitName = lazyregexp.New(`^(.*)-(\d{5})-of-(\d{5})\.gguf$`)

// maxShards is the largest number of links for one model.
const maxShards = 1000

// needsLink tells whether llama-bench would misread a path. Every build splits
// -m at commas, and builds of 2024 split it at spaces, too. If a path is not
// plain ASCII, the output shows it garbled, or Windows does not find the file.
func needsLink(caps Capabilities, path string) bool {
	for _, r := range path {
		switch {
		case r == ',' || r < 0x20 || r >= 0x7F:
			return true
		case r == '"' || r == '\'' || r == '`':
			return true
		case r == '\\' && runtime.GOOS != "windows":
			return true
		case r == ' ' && !caps.Depth:
			return true
		}
	}
	return strings.HasPrefix(path, "-")
}

// linkFor returns a plain path for a model, and the links that make the path
// valid. The path keeps the suffix of the file's name. If a model has several
// files, every file gets a link. Even a missing file gets one, because the
// engine then says which file is missing.
func linkFor(caps Capabilities, folder, path string) (string, []engine.Link, error) {
	if folder == "" {
		return "", nil, fmt.Errorf("link %q under a plain name: no folder for links was given", filepath.Base(path))
	}
	if strings.ContainsAny(folder, ",") || (!caps.Depth && strings.Contains(folder, " ")) {
		return "", nil, fmt.Errorf("link %q under a plain name: the folder for links, %q, has a comma or a space in its own name", filepath.Base(path), folder)
	}
	target, err := filepath.Abs(path)
	if err != nil {
		return "", nil, fmt.Errorf("link %q under a plain name: %w", filepath.Base(path), err)
	}
	sum := sha256.Sum256([]byte(target))
	mark := hex.EncodeToString(sum[:4])
	dir, base := filepath.Split(target)
	m := splitName.FindStringSubmatch(base)
	if m == nil {
		ext := plain(filepath.Ext(base))
		name := filepath.Join(folder, plain(strings.TrimSuffix(base, filepath.Ext(base)))+"-"+mark+ext)
		return name, []engine.Link{{Name: name, Target: target}}, nil
	}
	// The mark must be the same for all files of the set.
	sum = sha256.Sum256([]byte(dir + m[1] + m[3]))
	prefix := plain(m[1]) + "-" + hex.EncodeToString(sum[:4])
	count, _ := strconv.Atoi(m[3])
	var links []engine.Link
	for i := 1; i <= min(count, maxShards); i++ {
		tail := fmt.Sprintf("-%05d-of-%s.gguf", i, m[3])
		links = append(links, engine.Link{Name: filepath.Join(folder, prefix+tail), Target: dir + m[1] + tail})
	}
	return filepath.Join(folder, fmt.Sprintf("%s-%s-of-%s.gguf", prefix, m[2], m[3])), links, nil
}

// plain keeps only characters that are harmless in any command line and file
// system.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			return r
		}
		return '_'
	}, s)
	s = strings.TrimLeft(s, "-")
	if len(s) > 60 {
		s = s[:60]
	}
	return s
}
