package report

import (
	"path"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// redactor removes from texts what tells whose machine it was: home folders,
// login names, the host's name.
type redactor struct {
	home  string
	users []string
	hosts []string
	// remotes are the names or addresses of other machines that computed.
	remotes remotes
	// models are paths of model files, as they were on command lines.
	models map[string]bool
	// files are the paths of the models of the session.
	files []string
}

// Private returns a function that removes private names from a line, as in a
// report: what tells whose machine this is, and the names of other machines on
// which the builds compute.
func Private(o Options, machine bench.Machine, builds []bench.EngineBuild) func(string) string {
	s := &bench.Session{Machine: machine}
	for _, b := range builds {
		s.Jobs = append(s.Jobs, &bench.JobState{Job: bench.Job{Build: b}})
	}
	return newRedactor(s, o).text
}

// Home folders in the usual places. A name on Windows may contain spaces, so it
// ends at the next separator if there is one. A folder called home inside
// another folder is not a home folder. A compiler's flag may stand directly
// before a home folder (-L/home).
var (
	unixHome    = lazyregexp.New(`(^|[^\w./~-]|(?:^|[\s"'=,])-[A-Za-z]+)/+(?:(?:var|usr|export|mnt/[a-z]|System/Volumes/Data)/+)?(?:home|Users)/+([^/\s"':,;=\\]+)`)
	rootHome    = lazyregexp.New(`(^|[^\w~./-])/(?:var/)?root(/|$|[\s"':,;])`)
	windowsHome = lazyregexp.New(`(?i)[a-z]:[\\/]+Users[\\/]+(?:([^\\/:*?"<>|]+?)([\\/])|([^\\/:*?"<>|\s]+))`)
)

func newRedactor(s *bench.Session, o Options) *redactor {
	r := &redactor{home: strings.TrimRight(o.Home, `/\`), models: map[string]bool{}}
	if len(r.home) < 2 {
		r.home = ""
	}
	r.addUser(o.User)
	if r.home != "" {
		r.addUser(baseName(r.home))
	}
	if s == nil { // figures that somebody else published
		return r
	}
	if !o.HostName {
		r.addHost(s.Machine.HostName)
		r.remotes = remotesOf(s)
	}
	for _, j := range s.Jobs {
		r.models[j.Model.Path] = j.Model.Path != ""
		r.files = addNew(r.files, j.Model.Path)
		r.learn(j.Model.Path)
		if j.DraftModel != nil {
			r.models[j.DraftModel.Path] = j.DraftModel.Path != ""
			r.learn(j.DraftModel.Path)
		}
		for _, e := range j.Engines {
			for _, arg := range e.Argv {
				r.learn(arg)
			}
		}
	}
	return r
}

// redactors has one redactor for each session of a sheet, because each of them
// reads all command lines of its session.
type redactors map[*bench.Session]*redactor

// of is the redactor of a session.
func (r redactors) of(s *bench.Session, o Options) *redactor {
	if r[s] == nil {
		r[s] = newRedactor(s, o)
	}
	return r[s]
}

// learn takes login names from paths in home folders.
func (r *redactor) learn(text string) {
	for _, m := range unixHome.FindAllStringSubmatch(text, -1) {
		r.addUser(m[2])
	}
	for _, m := range windowsHome.FindAllStringSubmatch(text, -1) {
		r.addUser(m[1] + m[3])
	}
}

// addUser remembers a login name. It ignores names that are no secret and names
// that are ordinary words. Removing them would hide nothing and would damage the
// report.
func (r *redactor) addUser(name string) {
	switch strings.ToLower(name) {
	case "", "root", "user", "users", "home", "admin", "administrator", "public", "shared", "default",
		"ubuntu", "debian", "fedora", "arch", "pi", "test", "llama", "ollama", "models", "bench", "dragstrip":
		return
	}
	if len(name) > 2 && !slices.Contains(r.users, name) {
		r.users = append(r.users, name)
	}
}

func (r *redactor) addHost(name string) {
	first, _, _ := strings.Cut(name, ".")
	for _, n := range []string{name, first} {
		if len(n) > 2 && n != "localhost" && !slices.Contains(r.hosts, n) {
			r.hosts = append(r.hosts, n)
		}
	}
}

// path cleans a path or a word of a command line: home folders become ~, and
// login names in folder names are replaced.
func (r *redactor) path(s string) string {
	s = bench.Clean(s)
	if r.home != "" {
		s = replaceFolder(s, r.home)
	}
	s = unixHome.ReplaceAllString(s, "$1~")
	s = windowsHome.ReplaceAllString(s, "~$2")
	s = rootHome.ReplaceAllString(s, "$1~$2")
	for _, u := range r.users {
		s = replaceWord(s, u, "user", `/\@:`)
	}
	return r.remotes.numbered(s)
}

// text does the same as path, but for sentences. There, names can also stand
// alone.
func (r *redactor) text(s string) string {
	s = r.path(s)
	for _, u := range r.users {
		s = replaceWord(s, u, "user", "")
	}
	for _, h := range r.hosts {
		s = replaceWord(s, h, "host", "")
	}
	return s
}

func (r *redactor) each(list []string, f func(string) string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

// identity is what only one piece of hardware has: a UUID, or a number of at
// least 32 digits.
var identity = lazyregexp.New(`(?i)(?:\b[a-z]{3}-)?\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32,}\b`)

// hardware does the same as path, but for texts from firmware and drivers: names of chips, boards
// and modules. It also removes each identity. It keeps host names, because a
// host may have the name of a maker ("Framework").
func (r *redactor) hardware(s string) string {
	return identity.ReplaceAllString(r.path(s), "…")
}

// argument cleans a word of a command line. A model file keeps only its name,
// because its folder is private and means nothing elsewhere.
func (r *redactor) argument(s string) string {
	if r.models[s] || isModelPath(s) {
		return bench.Clean(baseName(s))
	}
	if flag, value, ok := strings.Cut(s, "="); ok && strings.HasPrefix(flag, "-") && isModelPath(value) {
		return bench.Clean(flag + "=" + baseName(value))
	}
	s = r.path(s)
	for _, h := range r.hosts {
		s = replaceWord(s, h, "host", "")
	}
	return s
}

// environment cleans the variables of an environment, and leaves out values
// that may be secrets. A list that was not recorded (nil) stays nil.
func (r *redactor) environment(list []string) []string {
	if list == nil {
		return nil
	}
	return r.each(list, func(variable string) string { return r.argument(bench.ShownVariable(variable)) })
}

func isModelPath(s string) bool {
	return strings.ContainsAny(s, `/\`) && strings.HasSuffix(strings.ToLower(s), ".gguf")
}

// baseName is the last part of a path of any system, because the session may
// come from another system.
func baseName(s string) string {
	s = strings.TrimRight(strings.ReplaceAll(s, `\`, "/"), "/")
	if s == "" {
		return ""
	}
	return path.Base(s)
}
