package pyenv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Environment is a Python and the folders from which it imports packages.
type Environment struct {
	// Python is the path of the program to start. The path may hold links that
	// were not followed, because Python uses it to find its environment.
	Python string
	// Folder is Python's sys.prefix: the folder of the virtual environment or of
	// the installation.
	Folder string
	// Virtual is set for virtual environments.
	Virtual bool
	// Sites are the folders of packages, in the order of Python's sys.path.
	Sites []string
}

// ErrNoPython says that a path has nothing to do with Python.
var ErrNoPython = errors.New("no Python environment")

// ErrSomePython says that a path is a script that chooses a Python at each
// start. Such a script belongs to no single environment.
var ErrSomePython = errors.New("no Python environment")

// configName is a file that every virtual environment has.
const configName = "pyvenv.cfg"

// maxText is how many bytes of a file are read at most.
const maxText = 1 << 20

// Of finds the environment that belongs to a path. The path is a folder (a
// virtual environment, a conda environment, or an installation), a Python
// program, or a script whose first line names its Python. home is the user's
// home folder, which may hold other packages; "" leaves these out. Of returns
// ErrSomePython for a script that chooses a Python at each start, and
// ErrNoPython for anything else.
func Of(path, home string) (Environment, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Environment{}, err
	}
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return Environment{}, err
	case st.IsDir():
		for _, name := range []string{"bin/python", "bin/python3"} {
			if python := filepath.Join(path, name); isProgram(python) {
				return ofPython(python, home)
			}
		}
		return Environment{}, ErrNoPython
	case !st.Mode().IsRegular():
		return Environment{}, ErrNoPython
	case programName.MatchString(filepath.Base(path)):
		if firstLine(path) != "" && !isFile(filepath.Join(filepath.Dir(filepath.Dir(path)), configName)) { // a script that chooses a Python at each start
			return Environment{}, fmt.Errorf("%w: %s is a script that chooses a Python at each start; name the Python itself", ErrSomePython, bench.Clean(path))
		}
		return ofPython(path, home)
	}
	python := interpreter(path)
	if python == "" {
		return Environment{}, ErrNoPython
	}
	if !isProgram(python) {
		return Environment{}, fmt.Errorf("%s needs %s, which no longer exists; install its package again", bench.Clean(path), bench.Clean(python))
	}
	return ofPython(python, home)
}

// programName matches the names of Python's programs.
var programName = lazyregexp.New(`^(?:python|pypy)(?:\d+(?:\.\d+)?t?)?$`)

func isProgram(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular() && (runtime.GOOS == "windows" || st.Mode()&0o111 != 0)
}

func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// firstLine returns the text after #! on the first line of a file, or "".
func firstLine(path string) string {
	text, _ := readHead(path, 4<<10)
	rest, ok := bytes.CutPrefix(text, []byte("#!"))
	if !ok {
		return ""
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return strings.TrimSpace(string(line))
}

// trampoline matches a line that pip writes into scripts if the path of Python
// is long or has spaces. Such a script is a shell script that starts Python,
// and is valid Python, too.
var trampoline = lazyregexp.New(`(?m)^'''exec' (?:"([^"\n]+)"|'([^'\n]+)'|([^\s"']+)) "\$0"`)

// interpreter returns the path of the Python that a script names, or "".
func interpreter(script string) string {
	line := firstLine(script)
	if filepath.Base(line) == "sh" {
		text, _ := readHead(script, 4<<10)
		if m := trampoline.FindSubmatch(text); m != nil {
			return absolute(string(m[1]) + string(m[2]) + string(m[3]))
		}
		// Some scripts can be moved together with their environment. They start
		// the Python beside them.
		beside := filepath.Join(filepath.Dir(script), "python")
		if isFile(filepath.Join(filepath.Dir(filepath.Dir(script)), configName)) && bytes.Contains(text, []byte("'''exec' ")) {
			return beside
		}
		return ""
	}
	// The path may hold spaces, and options may follow it.
	for at := len(line); at > 0; at = strings.LastIndexByte(line[:at], ' ') {
		if path := strings.TrimSpace(line[:at]); programName.MatchString(filepath.Base(path)) {
			return absolute(path)
		}
	}
	return ""
}

func absolute(path string) string {
	if filepath.IsAbs(path) && programName.MatchString(filepath.Base(path)) {
		return path
	}
	return ""
}

func ofPython(python, home string) (Environment, error) {
	e := Environment{Python: python, Folder: filepath.Dir(filepath.Dir(python))}
	config, err := readConfig(filepath.Join(e.Folder, configName))
	if err != nil {
		e.ofInstallation(python, home)
		return e, nil
	}
	e.Virtual = true
	if usual := filepath.Join(e.Folder, "bin", "python"); isProgram(usual) {
		e.Python = usual // so that an environment always has the same name
	}
	e.addSites(e.Folder, release(config["version_info"], config["version"]))
	if strings.EqualFold(config["include-system-site-packages"], "true") {
		var base Environment
		base.ofInstallation(filepath.Join(config["home"], "python3"), home)
		e.Sites = append(e.Sites, base.Sites...)
	}
	return e, nil
}

// ofInstallation fills in the folders of a Python that is not in a virtual
// environment: the folder of the installation, found by following links, and
// the folders of packages, also those below home.
func (e *Environment) ofInstallation(python, home string) {
	program, err := filepath.EvalSymlinks(python)
	if err != nil {
		program = python
	}
	e.Folder = filepath.Dir(filepath.Dir(program))
	version := release(strings.TrimPrefix(filepath.Base(program), "python"))
	if version == "" {
		version = onlyRelease(e.Folder)
	}
	if home != "" && version != "" { // Python looks here before the installation's folders
		e.add(filepath.Join(home, ".local", "lib", "python"+version, "site-packages"))
		e.add(filepath.Join(home, "Library", "Python", version, "lib", "python", "site-packages"))
	}
	e.addSites(e.Folder, version)
	if version == "" {
		return
	}
	if e.Folder == "/usr" { // Debian's folders
		e.add("/usr/local/lib/python" + version + "/dist-packages")
		e.add("/usr/lib/python3/dist-packages")
	}
	// Homebrew's Pythons share one more folder, outside the folders of the
	// single installations.
	for _, part := range []string{"/Cellar/", "/opt/python"} {
		if prefix, _, ok := strings.Cut(program, part); ok {
			e.add(filepath.Join(prefix, "lib", "python"+version, "site-packages"))
		}
	}
}

// addSites adds the folders of packages below a prefix. If version is "", it
// adds the folders of every version.
func (e *Environment) addSites(prefix, version string) {
	pattern := "python3.*"
	if version != "" {
		pattern = "python" + version
	}
	for _, lib := range []string{"lib", "lib64"} {
		// The pattern is compared only with names in the folder, so the path of
		// the folder may hold any characters.
		names, _ := filepathGlob(filepath.Join(prefix, lib), pattern)
		for _, name := range names {
			e.add(filepath.Join(prefix, lib, name, "site-packages"))
		}
	}
}

// add adds a folder if it exists and is not listed yet. It also adds the
// folders that path files (.pth) in this folder name.
func (e *Environment) add(site string) {
	if st, err := os.Stat(site); err != nil || !st.IsDir() {
		return
	}
	for _, known := range e.Sites {
		if sameFolder(known, site) {
			return
		}
	}
	e.Sites = append(e.Sites, site)
	for _, folder := range pathFiles(site) {
		if st, err := os.Stat(folder); err == nil && st.IsDir() && !slices.Contains(e.Sites, folder) {
			e.Sites = append(e.Sites, folder)
		}
	}
}

func sameFolder(a, b string) bool {
	if a == b {
		return true
	}
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, other)
}

// pathFiles lists the folders that .pth files name. Lines that Python would
// execute are left out.
func pathFiles(site string) []string {
	const mostFiles, mostFolders = 64, 64
	names, _ := filepathGlob(site, "*.pth")
	var folders []string
	for _, name := range names[:min(len(names), mostFiles)] {
		text, err := readHead(filepath.Join(site, name), 64<<10)
		if err != nil {
			continue
		}
		for line := range strings.SplitSeq(string(text), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' || strings.HasPrefix(line, "import") || len(folders) == mostFolders {
				continue
			}
			if !filepath.IsAbs(line) {
				line = filepath.Join(site, line)
			}
			folders = append(folders, filepath.Clean(line))
		}
	}
	return folders
}

var releaseForm = lazyregexp.New(`^3\.\d{1,3}`)

// release returns the release, such as "3.12", at the beginning of the first
// text that has one, or "".
func release(texts ...string) string {
	for _, text := range texts {
		if version := releaseForm.FindString(strings.TrimSpace(text)); version != "" {
			return version
		}
	}
	return ""
}

// onlyRelease returns the release of an installation that holds exactly one, or
// "".
func onlyRelease(prefix string) string {
	names, _ := filepathGlob(filepath.Join(prefix, "lib"), "python3.*")
	if len(names) != 1 {
		return ""
	}
	return release(strings.TrimPrefix(names[0], "python"))
}

// readConfig reads a pyvenv.cfg: lines of key = value.
func readConfig(path string) (map[string]string, error) {
	text, err := readHead(path, 64<<10)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		if key, value, ok := strings.Cut(lines.Text(), "="); ok {
			values[strings.ToLower(strings.TrimSpace(key))] = strings.TrimSpace(value)
		}
	}
	return values, nil
}

// readHead reads at most limit bytes from the beginning of a file. It opens
// only regular files, because reading a pipe might never end.
func readHead(path string, limit int64) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", bench.Clean(path))
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}

// maxEntries is how many entries of a folder are read at most.
const maxEntries = 20000

// filepathGlob lists the names in a folder that match a pattern, sorted. Unlike
// filepath.Glob, it never reads the path of the folder as a pattern.
func filepathGlob(folder, pattern string) ([]string, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := f.Readdirnames(maxEntries)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var names []string
	for _, name := range all {
		if ok, _ := filepath.Match(pattern, name); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}
