package main

import (
	"debug/elf"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rule says which of our packages a package may import, and why.
type rule struct {
	may []string
	why string
}

// everywhere is the one package that all others may import, bench among them,
// because it stands in the place of a package of Go: regexp.
const everywhere = "dragstrip/bench/lazyregexp"

// rules says which of our packages each package may import, and why. The test
// fails for a package without a rule.
var rules = map[string]rule{
	"dragstrip":                {[]string{"cli"}, "main starts cli, nothing else"},
	"dragstrip/cli":            {[]string{"*"}, "only cli knows everybody"},
	"dragstrip/cli/former":     {[]string{"bench", "bench/journal"}, "it moves folders of the former name; another package asks the user"},
	"dragstrip/bench":          {nil, "what a benchmark is must not depend on how it is executed, stored or shown"},
	"dragstrip/bench/journal":  {[]string{"bench", "bench/regular"}, "the disk knows events, not engines or screens"},
	"dragstrip/bench/isolated": {nil, "a helper program is started in the same way, whatever it is"},
	"dragstrip/bench/regular":  {nil, "a file of unknown kind is opened in the same way, whatever it holds"},
	"dragstrip/bench/report":   {[]string{"bench", "bench/linebreak", "bench/naming", "bench/report/chart", "bench/tuning"}, "a report is made from the Session alone, or it would be a second truth"},
	"dragstrip/bench/naming":   {[]string{"bench"}, "names that distinguish jobs are made from the jobs alone"},
	"dragstrip/bench/planning": {[]string{"bench", "bench/naming", "bench/predict", "bench/tuning"}, "a plan is made from its inputs; what must be looked up is passed in as functions"},
	"dragstrip/bench/predict":  {[]string{"bench", "bench/tuning"}, "a prediction is arithmetic on its inputs"},
	"dragstrip/bench/tuning":   {[]string{"bench"}, "what to measure next follows from what was measured, whoever measures"},
	"dragstrip/hwinfo":         {[]string{"bench", "bench/isolated", "bench/vulkan"}, "the machine is described independently of what is measured on it"},
	"dragstrip/models":         {[]string{"bench", "bench/naming", "bench/regular", "models/gguf", "models/mlx", "models/problem"}, "files on disk know no engines, and reading one must not depend on how stand-ins are written"},
	"dragstrip/runner":         {[]string{"bench", "bench/addresses", "bench/isolated", "runner/engine", "runner/guard", "runner/places"}, "the scheduler gets sessions and functions; it must not know screens, journal, reports, models or hardware"},
	"dragstrip/runner/engine":  {[]string{"bench"}, "the contract knows no engine"},
	"dragstrip/runner/guard":   {[]string{"bench", "runner/engine"}, "the guard does not know what it runs"},
	"dragstrip/runner/asking":  {[]string{"bench/isolated", "runner/engine", "runner/guard"}, "a question does not know what is asked"},
	"dragstrip/runner/install": {[]string{"bench", "bench/addresses", "bench/isolated", "bench/vulkan", "runner/asking", "runner/engine", "runner/pyenv"}, "the ways to get an engine speak the contract and know no engine"},
	"dragstrip/runner/places":  {nil, "where programs lie is the same for every engine"},
	"dragstrip/runner/pyenv":   {[]string{"bench"}, "how to read a folder of Python packages is the same for every engine"},
	"dragstrip/runner/words":   {[]string{"bench", "runner/engine"}, "what adapters share knows the contract and no engine"},
	"dragstrip/runner/driver":  {[]string{"bench", "runner/engine", "runner/words"}, "a driver's lines mean the same for every engine"},
	"dragstrip/runner/serving": {[]string{"bench", "bench/addresses", "bench/isolated", "runner/engine", "runner/guard"}, "a server is measured through the network in the same way, whatever it is"},
	"dragstrip/tui":            {[]string{"bench", "bench/linebreak", "bench/naming", "bench/predict/whatif", "bench/report", "tui/theme", "tui/widget"}, "screens get functions from cli: not runner, hwinfo, models, journal; columns they share with the report and with predict"},
	"dragstrip/tui/theme":      {nil, "styles have meaning names, not benchmark words"},
	"dragstrip/tui/widget":     {[]string{"tui/theme"}, "widgets know no benchmark words"},

	everywhere: {nil, "an expression is compiled in the same way, whatever it finds"},

	"dragstrip/bench/addresses": {nil, "an address is shown without its password, whatever server it is"},

	"dragstrip/bench/imported": {[]string{"bench"}, "foreign bytes become sessions, whoever fetched them and whatever shows them"},

	"dragstrip/bench/linebreak": {nil, "a text is broken into lines in the same way, whatever it says and wherever it is shown"},

	"dragstrip/bench/report/chart": {nil, "a chart knows figures and names, not what they mean"},

	"dragstrip/bench/timeline": {nil, "where a series of figures changes does not depend on what was measured"},

	"dragstrip/bench/article": {[]string{"bench", "bench/published"}, "the article's tables are made from published figures and from results that are passed in"},

	"dragstrip/bench/printed": {[]string{"bench"}, "how other tools print results does not depend on where sessions lie"},

	"dragstrip/bench/published": {[]string{"bench"}, "what others measured does not depend on what is measured here"},

	"dragstrip/bench/predict/speed": {[]string{"bench", "bench/published"}, "a prediction is arithmetic on its inputs and on the published set"},

	"dragstrip/bench/predict/whatif": {[]string{"bench", "bench/predict/speed", "bench/published"}, "an answer is arithmetic on published figures; what is expected on this machine is passed in"},

	"dragstrip/bench/predict/speed/fitting": {[]string{"bench", "bench/predict/speed", "bench/published"}, "the fit knows the formula and the published set"},

	"dragstrip/bench/vulkan": {nil, "drivers are described in the same folders, whoever looks for them"},

	"dragstrip/cli/manual": {[]string{"bench/linebreak"}, "help, man page and completion are texts about flags, whatever the flags do"},

	"dragstrip/cli/remembered": {[]string{"bench", "bench/journal", "bench/regular", "hwinfo"}, "measured figures are stored in the same way, whoever measured them"},

	"dragstrip/cli/sessions": {[]string{"bench", "bench/journal", "bench/naming", "bench/regular", "bench/report", "bench/timeline"}, "everything about sessions is in their folders, and only a report judges their results"},

	"dragstrip/cli/settings": {[]string{"bench", "bench/regular"}, "a file of lines is stored in the same way, whatever they mean"},

	"dragstrip/cli/sitting": {
		[]string{"bench", "bench/journal", "bench/regular", "bench/report", "bench/tuning", "hwinfo", "models", "runner", "runner/engine", "cli/remembered"},
		"a sitting gets what it needs, and does not know which engines there are",
	},

	"dragstrip/cli/sitting/device": {
		[]string{"bench", "bench/journal", "cli/remembered", "hwinfo", "models", "models/standin", "runner", "runner/engine"},
		"a measurement gets the builds that it may choose from",
	},

	"dragstrip/bench/benchtest": {[]string{"bench", "bench/benchtest/values"}, "journals for tests are made without the readers they test"},

	"dragstrip/bench/benchtest/emulated": {nil, "whether an emulator runs a test does not depend on what is tested"},

	"dragstrip/bench/benchtest/raced": {nil, "whether the race detector is on does not depend on what is tested"},

	"dragstrip/bench/benchtest/values": {nil, "it walks through the fields of any value; tests of bench use it, too"},

	"dragstrip/runner/serving/servingtest": {[]string{"bench", "runner/engine"}, "servers of the tests are made without the code that reads their answers"},

	"dragstrip/models/gguf":       {[]string{"bench", "models/problem"}, "a file's format knows no models"},
	"dragstrip/models/mlx":        {[]string{"bench", "bench/regular", "models/problem"}, "a folder's format knows no models"},
	"dragstrip/models/problem":    {[]string{"bench", "bench/regular"}, "problems of a file are described in the same words, whatever it holds"},
	"dragstrip/models/modelstest": {nil, "files for tests are made without the readers they test"},
	"dragstrip/models/standin":    {[]string{"bench", "bench/addresses", "bench/naming", "bench/regular", "models", "models/gguf", "models/mlx", "models/problem"}, "a stand-in is a file, written so that the readers know it"},
}

// anEngine is the rule for every engine's folder, so that a new engine needs no
// change here.
var anEngine = rule{
	[]string{"bench", "bench/addresses", "runner/asking", "runner/driver", "runner/engine", "runner/install", "runner/places", "runner/pyenv", "runner/serving", "runner/words"},
	"an engine knows the contract, the ways to install it and what adapters share, but not its callers or other engines",
}

// engineFolders are the folders that the table of kinds imports, except for the
// contract, and the folder of the tests' engine.
func engineFolders(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "runner/kinds.go", nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"runner/madeup"}
	for _, i := range file.Imports {
		folder := strings.TrimPrefix(strings.Trim(i.Path.Value, `"`), "dragstrip/")
		if strings.HasPrefix(folder, "runner/") && folder != "runner/engine" {
			folders = append(folders, folder)
		}
	}
	if len(folders) < 3 {
		t.Fatalf("the table of kinds imports only %v", folders)
	}
	return folders
}

// forbidden lists foreign packages that some of our packages must not import.
var forbidden = map[string]struct {
	not []string
	why string
}{
	"dragstrip/bench":         {[]string{"os", "os/exec", "net", "net/http", "io/fs", "syscall"}, "bench does no I/O"},
	"dragstrip/tui":           {[]string{"os/exec"}, "a screen never starts a process"},
	"dragstrip/tui/theme":     {[]string{"os/exec"}, "a style never starts a process"},
	"dragstrip/tui/widget":    {[]string{"os/exec"}, "a widget never starts a process"},
	"dragstrip/runner/guard":  {[]string{"net", "net/http"}, "the guard must stay small, because it is in memory during measurements"},
	"dragstrip/runner/engine": {[]string{"net", "net/http", "os/exec"}, "the guard imports the contract; offers are described there but carried out elsewhere"},
}

func TestImportsFollowTheHouse(t *testing.T) {
	rules, engines := maps.Clone(rules), engineFolders(t)
	for _, folder := range engines {
		rules["dragstrip/"+folder] = anEngine
	}
	scheduler := rules["dragstrip/runner"]
	rules["dragstrip/runner"] = rule{slices.Concat(scheduler.may, engines[1:]), scheduler.why} // all but the tests' own
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for pkg, imports := range importsOf(t, goos) {
			rule, known := rules[pkg]
			if !known {
				t.Errorf("%s has no rule: add to house_test.go what it may import, and why", pkg)
				continue
			}
			for _, imported := range imports {
				ours, isOurs := strings.CutPrefix(imported, "dragstrip/")
				if isOurs && imported != everywhere && !allowed(rule.may, ours) {
					t.Errorf("%s (%s) imports %s: %s", pkg, goos, imported, rule.why)
				}
				if imported == "dragstrip/cli" && pkg != "dragstrip" {
					t.Errorf("%s imports cli: nobody does", pkg)
				}
				for _, not := range forbidden[pkg].not {
					if imported == not {
						t.Errorf("%s (%s) imports %s: %s", pkg, goos, imported, forbidden[pkg].why)
					}
				}
			}
		}
	}
}

func allowed(may []string, pkg string) bool {
	for _, m := range may {
		if m == "*" || m == pkg {
			return true
		}
	}
	return false
}

func importsOf(t *testing.T, goos string) map[string][]string {
	t.Helper()
	list := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...")
	list.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v", goos, err)
	}
	imports := map[string][]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		imports[fields[0]] = fields[1:]
	}
	return imports
}

// TestEveryRoomSaysWhatItIsFor: every package has a doc.go that says what it
// must not know.
func TestEveryRoomSaysWhatItIsFor(t *testing.T) {
	for pkg := range importsOf(t, "linux") {
		if pkg == "dragstrip" {
			continue
		}
		path := filepath.Join(strings.TrimPrefix(pkg, "dragstrip/"), "doc.go")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%s has no doc.go", pkg)
			continue
		}
		if !strings.Contains(strings.ToLower(string(text)), "must not") {
			t.Errorf("%s does not say what the package must not know", path)
		}
	}
}

func TestTopLevelStaysShort(t *testing.T) {
	keep := map[string]bool{
		"main.go": true, "house_test.go": true, "house_former_test.go": true, "house_names_test.go": true, "house_shadow_test.go": true, "house_regexp_test.go": true, "house_starts_test.go": true, "house_docs_test.go": true, "house_formats_test.go": true, "house_files_test.go": true, "house_warnings_test.go": true, "house_glossary_test.go": true, "house_fields_test.go": true,
		"cli": true, "bench": true, "hwinfo": true, "models": true, "runner": true, "tui": true, "docs": true,
		"go.mod": true, "go.sum": true, "README.md": true, "CHANGELOG.md": true, "CONTRIBUTING.md": true, "LICENSE": true,
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	tracked, err := exec.Command("git", "ls-files").Output()
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || keep[e.Name()] {
			continue
		}
		if err == nil && !strings.Contains("\n"+string(tracked), "\n"+e.Name()) {
			continue // not part of the repository
		}
		t.Errorf("%s is at the top level: move it into a package", e.Name())
	}
}

// TestBuildsEverywhere builds without cgo for every system, and checks that the
// Linux programs need no other file, because they must start on any
// distribution.
func TestBuildsEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: builds dragstrip six times; left out by -short")
	}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for _, goarch := range []string{"amd64", "arm64"} {
			program := filepath.Join(t.TempDir(), "dragstrip-"+goos+"-"+goarch)
			command := exec.Command("go", "build", "-o", program, ".")
			command.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
			if out, err := command.CombinedOutput(); err != nil {
				t.Errorf("%s/%s: %v\n%s", goos, goarch, err, out)
				continue
			}
			if goos == "linux" {
				checkStatic(t, program)
			}
		}
	}
}

func checkStatic(t *testing.T, program string) {
	t.Helper()
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP || part.Type == elf.PT_DYNAMIC {
			t.Errorf("%s is linked dynamically", filepath.Base(program))
		}
	}
}

// oneWay are the packages whose files must not depend on each other in a
// circle. If a file needs all others and all others need it, it should be two
// files.
var oneWay = []string{
	"bench/benchtest", "bench/imported", "bench/journal", "bench/naming", "bench/planning", "bench/predict", "bench/predict/speed", "bench/regular", "bench/report",
	"cli", "cli/manual", "cli/remembered", "cli/sessions", "cli/settings", "cli/sitting", "cli/sitting/device",
	"runner", "runner/asking", "runner/driver", "runner/engine", "runner/install", "runner/llama", "runner/madeup", "runner/mlx", "runner/openai", "runner/places", "runner/pyenv", "runner/serving", "runner/words",
	"tui", "tui/theme", "tui/widget",
	"models", "models/gguf", "models/mlx", "models/modelstest", "models/problem", "models/standin",
}

func TestFilesOfARoomGoOneWay(t *testing.T) {
	compiled := compiledPackages(t)
	for _, room := range oneWay {
		needs := filesNeeded(t, room, compiled)
		for len(needs) > 0 {
			// A file that needs no remaining file, or is needed by none, is in no
			// circle.
			before := len(needs)
			for file, others := range needs {
				needed := slices.ContainsFunc(slices.Collect(maps.Values(needs)), func(of []string) bool { return slices.Contains(of, file) })
				if !needed || !slices.ContainsFunc(others, func(o string) bool { return needs[o] != nil }) {
					delete(needs, file)
				}
			}
			if len(needs) == before {
				t.Errorf("%s: these files need each other in a circle: %s", room, strings.Join(slices.Sorted(maps.Keys(needs)), ", "))
				break
			}
		}
	}
}

// compiledPackages returns the compiled file of each package.
func compiledPackages(t *testing.T) map[string]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		pkg, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		files[pkg] = file
	}
	return files
}

// filesNeeded lists, for each file of a package, the files that declare what it
// uses.
func filesNeeded(t *testing.T, room string, compiled map[string]string) map[string][]string {
	t.Helper()
	here, err := build.ImportDir(filepath.FromSlash(room), 0)
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	var files []*ast.File
	for _, name := range here.GoFiles {
		file, err := parser.ParseFile(positions, filepath.Join(here.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	used := types.Info{Uses: map[*ast.Ident]types.Object{}}
	checker := types.Config{Importer: importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })}
	pkg, err := checker.Check("dragstrip/"+room, positions, files, &used)
	if err != nil {
		t.Fatal(err)
	}
	fileOf := func(at token.Pos) string { return filepath.Base(positions.Position(at).Filename) }
	needs := map[string][]string{}
	for _, file := range files {
		needs[fileOf(file.Pos())] = []string{}
	}
	for name, of := range used.Uses {
		from, to := fileOf(name.Pos()), fileOf(of.Pos())
		if of.Pkg() == pkg && from != to && !slices.Contains(needs[from], to) {
			needs[from] = append(needs[from], to)
		}
	}
	return needs
}
