package install

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// pythonEnv returns changes to the environment for a Python in which packages
// are installed or tried out. Python makes its temporary files in scratch: free
// space was checked there, and scratch is removed afterwards.
func pythonEnv(scratch string) []string {
	return slices.Concat(cleanPython, []string{"TMPDIR=" + scratch, "PYTHONUNBUFFERED=1", "NO_COLOR=1"})
}

// installerEnv returns changes to the environment for uv, or for Python's venv
// and pip.
func (s *System) installerEnv(way, scratch string, said packageSettings) []string {
	return slices.Concat(pythonEnv(scratch), s.variables(said, way), []string{"PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_USER=0"})
}

// uv finds the program uv on PATH, or where uv's installer puts it.
func (s *System) uv() (string, bool) {
	if path, ok := s.look("uv"); ok {
		return path, true
	}
	if s.Home == "" {
		return "", false
	}
	for _, place := range []string{".local/bin/uv", ".cargo/bin/uv"} {
		path := filepath.Join(s.Home, place)
		if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && st.Mode()&0o111 != 0 {
			return path, true
		}
	}
	return "", false
}

// explainPip adds a remedy to common failures of pip and uv.
func (s *System) explainPip(err error) error {
	text := strings.ToLower(err.Error())
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	switch {
	case has("no space left"):
		return err // the caller adds the remedy
	case has("uv venv"): // this command downloads only a Python
		return fmt.Errorf("%w; install a Python in another way: %s", err, s.morePython())
	case has("temporary failure in name resolution", "failed to lookup address", "name or service not known", "network is unreachable", "connection refused", "failed to establish a new connection", "error sending request", "timed out", "nodename nor servname"):
		return fmt.Errorf("%w; check the network; set a mirror or a proxy as for pip (PIP_INDEX_URL, HTTPS_PROXY, pip.conf)", err)
	case has("certificate verify failed", "invalid peer certificate", "unknownissuer"):
		return fmt.Errorf("%w; set PIP_CERT or SSL_CERT_FILE to the file with your network's certificates", err)
	case has("no matching distribution", "no solution found", "could not find a version"):
		return fmt.Errorf("%w; the package index has no such version for this machine; try another index (PIP_INDEX_URL), or --upgrade", err)
	}
	return err
}
