package install

import (
	"os"
	"strings"
)

// brewPlaces are where Homebrew is installed. The PATH of a login over ssh
// often lacks it.
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

// brewArch is the architecture that a Homebrew installs programs for. In
// /opt/homebrew it is always the one of Apple silicon, also if dragstrip itself
// is translated by Rosetta.
func (s *System) brewArch(brew string) string {
	if s.OS() == "darwin" && strings.HasPrefix(brew, s.path("/opt/homebrew")) {
		return "arm64"
	}
	return s.Arch()
}
