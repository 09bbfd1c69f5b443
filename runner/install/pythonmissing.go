package install

import "fmt"

// noVenv says why WayVenv does not work, and what to do.
func (s *System) noVenv(found pythonsFound) (why, remedy string) {
	p, ok := found.any()
	if !ok {
		return found.lacking(), s.morePython() + "; or install uv (https://docs.astral.sh/uv), which can download one"
	}
	why = p.String() + " lacks the module for making environments (ensurepip)"
	remedy = "install Python with its whole standard library, or uv (https://docs.astral.sh/uv)"
	if s.has("apt-get") {
		remedy = s.asRoot(fmt.Sprintf("apt-get install python3.%d-venv", p.Minor()))
	}
	return why, remedy
}

// morePython returns the command or advice that installs a newer Python.
func (s *System) morePython() string {
	switch _, brew := s.brew(); {
	case brew:
		return "brew install python@3.13"
	case s.OS() == "darwin":
		return "install Python from https://www.python.org/downloads/macos"
	case s.has("apt-get"):
		return s.asRoot("apt-get install python3 python3-venv")
	case s.has("dnf"):
		return s.asRoot("dnf install python3.12")
	case s.has("pacman"):
		return s.asRoot("pacman -S python")
	case s.has("zypper"):
		return s.asRoot("zypper install python312")
	}
	return "install Python 3.11 or newer"
}

func (s *System) asRoot(command string) string {
	if s.admin() {
		return command
	}
	return "sudo " + command
}
