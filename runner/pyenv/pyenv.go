package pyenv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Environment is a Python and the folders it imports packages from.
type Environment struct {
	// Python is the program to start; its name decides which environment it
	// is, so links in it are not followed.
	Python string
	// Folder is sys.prefix: the virtual environment's or the installation's.
	Folder string
	// Virtual is set for virtual environments.
	Virtual bool
	// Sites are the folders of packages, in the order of sys.path.
	Sites []string
}

// ErrNoPython says that a path has to do with no Python.
var ErrNoPython = errors.New("no Python environment")

// ErrSomePython says that a path is a script that chooses a Python each time it
// is started, so that no environment can be named for it.
var ErrSomePython = errors.New("no Python environment")

// configName stands in every virtual environment.
const configName = "pyvenv.cfg"

// maxText bounds every file that is read.
const maxText = 1 << 20

// Of finds the environment of a folder (virtual, of conda, or an
// installation), of a python program, or of a script that says on its first
// line which Python runs it. home is the user's home folder, where packages of
// their own may lie; "" leaves them out. It gives ErrSomePython for a script that
// chooses its Python, and ErrNoPython for anything else.
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
		if firstLine(path) != "" && !isFile(filepath.Join(filepath.Dir(filepath.Dir(path)), configName)) { // a script that looks for a Python each time
			return Environment{}, fmt.Errorf("%w: %s is a script that starts some Python; name that one", ErrSomePython, bench.Clean(path))
		}
		return ofPython(path, home)
	}
	python := interpreter(path)
	if python == "" {
		return Environment{}, ErrNoPython
	}
	if !isProgram(python) {
		return Environment{}, fmt.Errorf("%s is run by %s, which is not there any more; install its package again", bench.Clean(path), bench.Clean(python))
	}
	return ofPython(python, home)
}

// programName is what Python's programs are called.
var programName = regexp.MustCompile(`^(?:python|pypy)(?:\d+(?:\.\d+)?t?)?$`)

func isProgram(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular() && (runtime.GOOS == "windows" || st.Mode()&0o111 != 0)
}

func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// firstLine is what stands after #!, or "".
func firstLine(path string) string {
	text, _ := readHead(path, 4<<10)
	rest, ok := bytes.CutPrefix(text, []byte("#!"))
	if !ok {
		return ""
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return strings.TrimSpace(string(line))
}

// trampoline is how pip starts scripts whose Python has a long path or one
// with spaces: a shell script that is Python too.
var trampoline = regexp.MustCompile(`(?m)^'''exec' (?:"([^"\n]+)"|'([^'\n]+)'|([^\s"']+)) "\$0"`)

// interpreter is the Python that a script names by its path.
func interpreter(script string) string {
	line := firstLine(script)
	if filepath.Base(line) == "sh" {
		text, _ := readHead(script, 4<<10)
		if m := trampoline.FindSubmatch(text); m != nil {
			return absolute(string(m[1]) + string(m[2]) + string(m[3]))
		}
		// A script that may be moved with its environment asks where it is.
		beside := filepath.Join(filepath.Dir(script), "python")
		if isFile(filepath.Join(filepath.Dir(filepath.Dir(script)), configName)) && bytes.Contains(text, []byte("'''exec' ")) {
			return beside
		}
		return ""
	}
	// The path may hold spaces; options come after it.
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
		e.Python = usual // one name for one environment
	}
	e.addSites(e.Folder, release(config["version_info"], config["version"]))
	if strings.EqualFold(config["include-system-site-packages"], "true") {
		var base Environment
		base.ofInstallation(filepath.Join(config["home"], "python3"), home)
		e.Sites = append(e.Sites, base.Sites...)
	}
	return e, nil
}

// ofInstallation fills in the folders of a Python that is no virtual
// environment: where its program really lies, and the user's own packages.
func (e *Environment) ofInstallation(python, home string) {
	real, err := filepath.EvalSymlinks(python)
	if err != nil {
		real = python
	}
	e.Folder = filepath.Dir(filepath.Dir(real))
	version := release(strings.TrimPrefix(filepath.Base(real), "python"))
	if version == "" {
		version = onlyRelease(e.Folder)
	}
	if home != "" && version != "" { // before the installation's, as Python has it
		e.add(filepath.Join(home, ".local", "lib", "python"+version, "site-packages"))
		e.add(filepath.Join(home, "Library", "Python", version, "lib", "python", "site-packages"))
	}
	e.addSites(e.Folder, version)
	if version == "" {
		return
	}
	if e.Folder == "/usr" { // Debian's places
		e.add("/usr/local/lib/python" + version + "/dist-packages")
		e.add("/usr/lib/python3/dist-packages")
	}
	// Homebrew's Pythons share a folder outside of each one's own.
	for _, part := range []string{"/Cellar/", "/opt/python"} {
		if prefix, _, ok := strings.Cut(real, part); ok {
			e.add(filepath.Join(prefix, "lib", "python"+version, "site-packages"))
		}
	}
}

// addSites adds the folders of packages below a prefix; without a version,
// those of every version.
func (e *Environment) addSites(prefix, version string) {
	pattern := "python3.*"
	if version != "" {
		pattern = "python" + version
	}
	for _, lib := range []string{"lib", "lib64"} {
		// Patterns below the folder: its own name may hold anything.
		names, _ := filepathGlob(filepath.Join(prefix, lib), pattern)
		for _, name := range names {
			e.add(filepath.Join(prefix, lib, name, "site-packages"))
		}
	}
}

// add takes a folder that is there, once, and the folders that path files in
// it name.
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

// pathFiles gives the folders that .pth files name; lines that Python would
// execute are none.
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

var releaseForm = regexp.MustCompile(`^3\.\d{1,3}`)

// release is "3.12" of the first text that begins with one, or "".
func release(texts ...string) string {
	for _, text := range texts {
		if version := releaseForm.FindString(strings.TrimSpace(text)); version != "" {
			return version
		}
	}
	return ""
}

// onlyRelease is the release of an installation that has just one.
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

// readHead reads the beginning of a file, limit bytes at most. What is no
// regular file is not opened: a pipe would hang.
func readHead(path string, limit int64) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", bench.Clean(path))
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}

// maxEntries bounds what is read of a folder.
const maxEntries = 20000

// filepathGlob gives the names in a folder that match, sorted. Unlike
// filepath.Glob it takes the folder's own name as it is.
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
