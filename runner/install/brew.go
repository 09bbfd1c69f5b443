package install

import (
	"os"
	"strings"
)

// brewPlaces are the usual paths of Homebrew's program. In a login over ssh,
// PATH often lacks them.
var brewPlaces = []string{"/opt/homebrew/bin/brew", "/usr/local/bin/brew", "/home/linuxbrew/.linuxbrew/bin/brew"}

func (s *System) brew() (string, bool) {
	if path, ok := s.look("brew"); ok {
		return path, true
	}
	for _, path := range brewPlaces {
		if st, err := os.Stat(s.path(path)); err == nil && st.Mode().IsRegular() {
			return s.path(path), true
		}
	}
	return "", false
}

// brewArch returns the architecture of the programs that a Homebrew installs.
// In /opt/homebrew this is always Apple silicon, even if Rosetta translates
// dragstrip itself.
func (s *System) brewArch(brew string) string {
	if s.OS() == "darwin" && strings.HasPrefix(brew, s.path("/opt/homebrew")) {
		return "arm64"
	}
	return s.Arch()
}
