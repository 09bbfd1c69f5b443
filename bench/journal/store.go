package journal

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// Files that other packages read or write. EventsFile is the journal itself,
// ReportFile is the report beside it, PicturesFile has its pictures, RecipeFile
// is the recipe if the report has no room for it, and BenchLog is what the bench
// process printed.
const (
	EventsFile   = "events.jsonl"
	ReportFile   = "report.md"
	PicturesFile = "report.svg"
	RecipeFile   = "rerun.json"
	BenchLog     = "bench.log"
)

// The other names inside a session folder.
const (
	planFile    = "plan.json"
	eventsFile  = EventsFile
	controlFile = "control.jsonl"
	lockFile    = "lock"
	engineDir   = "engine"
	linksDir    = "links" // links to models with odd names, while they are measured
)

// Errors that callers tell apart.
var (
	ErrNoSession = errors.New("no such session")
	ErrAmbiguous = errors.New("several sessions match")
	ErrLive      = errors.New("another bench process holds this session")
)

// Store is the folder that holds the session folders.
type Store struct{ Root string }

// Folder is one session's folder.
type Folder struct{ Path string }

// Name is the session's name: the time it was asked for (UTC) and four random
// hexadecimal digits, such as 20261123-141503-9f3a.
func (f Folder) Name() string { return filepath.Base(f.Path) }

// Exists tells whether the session's journal is still there.
func (f Folder) Exists() bool {
	_, err := os.Stat(f.File(eventsFile))
	return err == nil
}

// JournalBytes is the size of the session's journal; 0 if it is gone.
func (f Folder) JournalBytes() int64 {
	file, err := os.Stat(f.File(eventsFile))
	if err != nil {
		return 0
	}
	return file.Size()
}

// CanWrite tries to write 64 KiB into the folder.
func (f Folder) CanWrite() error {
	probe, err := os.CreateTemp(f.Path, ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(probe.Name())
	_, err = probe.Write(make([]byte, 64<<10))
	return errors.Join(err, probe.Sync(), probe.Close())
}

// File gives the path of a file beside the journal, such as a report.
func (f Folder) File(name string) string { return filepath.Join(f.Path, name) }

// EngineLog gives the path of a file with an invocation's own output.
func (f Folder) EngineLog(name string) string { return filepath.Join(f.Path, engineDir, name) }

// Create makes a session folder, gives the session's name to the plan, and
// writes the plan into the folder. Folders are 0700 and files 0600: prompts,
// paths and host names are private.
func (s Store) Create(plan *bench.Plan) (Folder, error) {
	if err := os.MkdirAll(s.Root, 0o700); err != nil {
		return Folder{}, fmt.Errorf("make the sessions folder: %w", err)
	}
	if plan.Asked.IsZero() {
		plan.Asked = time.Now()
	}
	plan.Asked = plan.Asked.UTC().Round(0)
	plan.Schema = bench.Schema
	for range 100 {
		var id [2]byte
		rand.Read(id[:])
		name := plan.Asked.UTC().Format("20060102-150405-") + hex.EncodeToString(id[:])
		f := Folder{filepath.Join(s.Root, name)}
		err := os.Mkdir(f.Path, 0o700)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return Folder{}, fmt.Errorf("make the session folder: %w", err)
		}
		plan.Session = name
		if err := f.writePlan(plan); err != nil {
			os.RemoveAll(f.Path)
			return Folder{}, err
		}
		return f, nil
	}
	return Folder{}, fmt.Errorf("make the session folder: every name in %s is taken", s.Root)
}

func (f Folder) writePlan(plan *bench.Plan) error {
	if err := os.Mkdir(filepath.Join(f.Path, engineDir), 0o700); err != nil {
		return fmt.Errorf("make the session folder: %w", err)
	}
	text, err := json.Marshal(plan) // as it will be in the journal
	if err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	if len(text) > bench.MaxPlanBytes {
		return fmt.Errorf("the plan is too large for one session (%s; the limit is %s): measure fewer jobs or tests at a time",
			bench.FormatBytes(int64(len(text))), bench.FormatBytes(bench.MaxPlanBytes))
	}
	if len(text) <= mostIndented {
		var indented bytes.Buffer
		if json.Indent(&indented, text, "", "  ") == nil {
			text = indented.Bytes()
		}
	}
	if err := WriteFile(f.File(planFile), append(text, '\n')); err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	return nil
}

// WriteReport leaves a report beside the journal and gives the paths of what it
// wrote, the report first. recipe is what `dragstrip rerun` needs, if the report
// has no room for it. pictures are an SVG. Both may be "".
func (f Folder) WriteReport(text, recipe, pictures string) (paths []string, err error) {
	paths = []string{f.File(ReportFile)}
	if recipe != "" {
		paths = append(paths, f.File(RecipeFile))
		if err := WriteFile(paths[1], []byte(recipe)); err != nil {
			return nil, err
		}
	}
	if err := WriteFile(paths[0], []byte(text)); err != nil {
		return nil, err
	}
	if pictures == "" {
		return paths, nil
	}
	return append(paths, f.File(PicturesFile)), WriteFile(f.File(PicturesFile), []byte(pictures))
}

// WriteFile replaces a file as a whole, or leaves what was there.
func WriteFile(path string, content []byte) error {
	return replace(path, func(out io.Writer) error {
		_, err := out.Write(content)
		return err
	})
}

// replace writes a new file beside the old one, syncs it and renames it. After
// an error the old file stands as it was.
func replace(path string, write func(io.Writer) error) error {
	beside, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name())
	err = write(beside)
	err = errors.Join(err, beside.Sync(), beside.Close())
	if err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}

// maxPlan limits plan.json. The file has the same plan as the journal's first
// line. It is indented for people, unless it is longer than mostIndented: nobody
// reads such a plan, and a file that is imported may have a hundred of them.
// Earlier versions indented longer plans, too, up to maxPlan.
const maxPlan, mostIndented = 2 * bench.MaxPlanBytes, 64 << 10

// Plan reads what was asked for.
func (f Folder) Plan() (*bench.Plan, error) {
	text, err := regular.Read(f.File(planFile), maxPlan)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	plan, err := decodePlan(text)
	if err != nil {
		return nil, fmt.Errorf("the plan %s is not possible: %w", f.File(planFile), err)
	}
	return plan, nil
}

func decodePlan(text []byte) (*bench.Plan, error) {
	var plan bench.Plan
	if err := json.Unmarshal(text, &plan); err != nil {
		return nil, bench.JSONFault(err)
	}
	return &plan, bench.Admit(&plan)
}

// List gives all session folders, newest first.
func (s Store) List() ([]Folder, error) {
	entries, err := os.ReadDir(s.Root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the sessions: %w", err)
	}
	var out []Folder
	for _, e := range entries {
		if e.IsDir() && isSessionName(e.Name()) {
			out = append(out, Folder{filepath.Join(s.Root, e.Name())})
		}
	}
	slices.SortFunc(out, func(a, b Folder) int { return strings.Compare(b.second(), a.second()) })
	for from := 0; from < len(out); {
		to := from + 1
		for to < len(out) && out[to].second() == out[from].second() {
			to++
		}
		newestFirst(out[from:to])
		from = to
	}
	return out, nil
}

// second is the time in the name of a session's folder.
func (f Folder) second() string { return f.Name()[:len("20060102-150405")] }

// newestFirst sorts folders with the same second in their names by the order in
// which they were made, because the rest of a name is random.
func newestFirst(folders []Folder) {
	if len(folders) < 2 {
		return
	}
	made := map[string]time.Time{}
	for _, f := range folders {
		if st, err := os.Stat(f.File(planFile)); err == nil {
			made[f.Path] = st.ModTime()
		}
	}
	slices.SortFunc(folders, func(a, b Folder) int { return made[b.Path].Compare(made[a.Path]) })
}

func isSessionName(name string) bool {
	if len(name) != len("20060102-150405-abcd") {
		return false
	}
	_, err := time.Parse("20060102-150405", name[:15])
	return err == nil
}

// newest names the newest sessions, for somebody who named a session that does
// not exist. The list all begins with the newest session.
func newest(all []Folder) string {
	if len(all) == 1 {
		return "the only one is " + all[0].Name()
	}
	const most = 3
	var names []string
	for _, f := range all[:min(len(all), most)] {
		names = append(names, f.Name())
	}
	text := bench.Joined(names)
	if len(all) > most {
		return "the newest are " + text + "; `dragstrip history` lists all " + strconv.Itoa(len(all))
	}
	return "there are " + text
}

// Find takes a session's name, a part that only one name has, "last" for the
// newest session that was measured here, or the path of a session folder
// elsewhere. Imported sessions are only found by their names.
func (s Store) Find(name string) (Folder, error) {
	if strings.ContainsAny(name, `/\`) {
		path, err := filepath.Abs(name) // the bench process has another working folder
		if err != nil {
			return Folder{}, fmt.Errorf("find session folder %s: %w", name, err)
		}
		f := Folder{path}
		if _, err := os.Stat(f.File(planFile)); err != nil {
			return Folder{}, fmt.Errorf("%s is not a session folder (it has no %s): %w", name, planFile, ErrNoSession)
		}
		return f, nil
	}
	all, err := s.List()
	if err != nil {
		return Folder{}, err
	}
	if len(all) == 0 {
		return Folder{}, noSessionError("there are no sessions yet in " + s.Root)
	}
	if name == "last" || name == "" {
		return s.last(all)
	}
	var fit []Folder
	for _, f := range all {
		if f.Name() == name {
			return f, nil
		}
		if strings.Contains(f.Name(), name) {
			fit = append(fit, f)
		}
	}
	switch len(fit) {
	case 0:
		return Folder{}, fmt.Errorf("session %q: %w; %s", name, ErrNoSession, newest(all))
	case 1:
		return fit[0], nil
	}
	return Folder{}, fmt.Errorf("session %q: %w (%s, %s …); give more letters of the name", name, ErrAmbiguous, fit[0].Name(), fit[1].Name())
}

// noSessionError is ErrNoSession in other words.
type noSessionError string

func (e noSessionError) Error() string { return string(e) }
func (e noSessionError) Unwrap() error { return ErrNoSession }

// last is the newest session that was measured here.
func (s Store) last(all []Folder) (Folder, error) {
	imported := ""
	for _, f := range all {
		// A damaged folder must not hide the sessions behind it.
		if _, err := os.Stat(f.File(planFile)); err != nil {
			continue
		}
		if !isImported(f.File(eventsFile)) {
			return f, nil
		}
		imported = cmp.Or(imported, f.Name())
	}
	if imported != "" {
		return Folder{}, noSessionError("nothing was measured here yet. The sessions that are here were imported; give the name of one, such as " + imported)
	}
	return Folder{}, noSessionError("no session in " + s.Root + " can be read")
}
