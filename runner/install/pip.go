package install

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func (s *System) pythonEnv(way, scratch string) []string {
	env := append([]string{}, cleanPython...)
	// Wheels are unpacked where there is known to be room, and go with the rest.
	env = append(env, "TMPDIR="+scratch, "PIP_DISABLE_PIP_VERSION_CHECK=1", "PYTHONUNBUFFERED=1", "NO_COLOR=1")
	if way == WayUV {
		env = append(env, s.uvAsPip()...)
	}
	return env
}

// uv finds uv, also where its own installer puts it.
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

// explainPip adds what mends the failures that pip and uv have in common.
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
		return err // the caller says it
	case has("uv venv"): // nothing but a Python has to be fetched for that
		return fmt.Errorf("%w; get a Python otherwise: %s", err, s.morePython())
	case has("temporary failure in name resolution", "failed to lookup address", "name or service not known", "network is unreachable", "connection refused", "failed to establish a new connection", "error sending request", "timed out", "nodename nor servname"):
		return fmt.Errorf("%w; check the network; a mirror or a proxy is set as pip takes it (PIP_INDEX_URL, HTTPS_PROXY, pip.conf)", err)
	case has("certificate verify failed", "invalid peer certificate", "unknownissuer"):
		return fmt.Errorf("%w; name your network's certificates: PIP_CERT or SSL_CERT_FILE", err)
	case has("no matching distribution", "no solution found", "could not find a version"):
		return fmt.Errorf("%w; where packages come from has no such version for this machine: another index (PIP_INDEX_URL) or --upgrade may have one", err)
	}
	return err
}
