package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/imported"
	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
	"dragstrip/bench/report"
	"dragstrip/cli/sessions"
)

// reportBytes is the size of the largest report that is read.
const reportBytes = 64 << 20

// earlier opens earlier results: a report's file, or a session. If a session's
// folder is not among this user's sessions, earlier reads from it only what a
// report would contain.
func (e *env) earlier(name string) (*bench.Session, error) {
	if isFile(name) {
		text, err := readReport(name)
		if err != nil {
			return nil, err
		}
		return reportIn(name, text)
	}
	folder, err := e.folderShown(name)
	if err != nil {
		return nil, err
	}
	return e.earlierIn(folder, name)
}

// readReport reads a file that is expected to be a report.
func readReport(name string) ([]byte, error) {
	text, err := regular.Read(name, reportBytes)
	switch {
	case errors.Is(err, regular.ErrTooLarge):
		return nil, fmt.Errorf("%s is larger than any report; name the file that `dragstrip report -o FILE` wrote", bench.Clean(name))
	case err != nil:
		return nil, fmt.Errorf("read the report: %w", err)
	}
	return text, nil
}

// reportIn gives the session of a report. name is the report's file.
func reportIn(name string, text []byte) (*bench.Session, error) {
	s, err := report.Read(text)
	if err == nil {
		return s, nil
	}
	if report.IsReport(text) {
		return nil, fmt.Errorf("%s cannot be read as a report: %w", bench.Clean(name), err)
	}
	if found, _ := imported.Read(text, imported.Hints{}); len(found.Figures) > 0 {
		return nil, fmt.Errorf("%s is no report of dragstrip, but it has results of another program (%s); `dragstrip import %s` makes a session of them, and so does pasting them on the screen History",
			bench.Clean(name), found.Format, bench.Clean(quoted(name)))
	}
	return nil, fmt.Errorf("%s cannot be read as a report: %w", bench.Clean(name), err)
}

// folderNamed finds a session whose results are asked for: by its name, or by
// its folder, which may be in the current folder. name must not name a file.
func (e *env) folderNamed(name string) (journal.Folder, error) {
	if st, err := os.Stat(name); err == nil && st.IsDir() && !strings.ContainsAny(name, `/\`) {
		name = "." + string(filepath.Separator) + name
	}
	if err := noReport(name); err != nil {
		return journal.Folder{}, err
	}
	return e.places.store().Find(name)
}

// folderShown is like folderNamed, but "last" is the newest session with figures
// if the newest one waits or is measured and has none yet: reports would
// otherwise be empty as soon as a new session begins. folderShown says so.
func (e *env) folderShown(name string) (journal.Folder, error) {
	folder, err := e.folderNamed(name)
	if err == nil && (name == "last" || name == "") {
		folder = e.withFigures(folder)
	}
	return folder, err
}

func (e *env) withFigures(f journal.Folder) journal.Folder {
	if !f.Live() {
		return f // it may have failed, and a report says why
	}
	if r, err := f.ReadShown(context.Background()); err != nil || r.Session.Tally().Figures > 0 {
		return f
	}
	name, err := e.newestOwn(context.Background())
	if err != nil || name == "" {
		return f
	}
	measured, err := e.places.store().Find(name)
	if err != nil {
		return f
	}
	fmt.Fprintf(e.err, "note: session %s has no figures yet, so this is %s, the newest one that has\n", bench.Clean(f.Name()), bench.Clean(name))
	return measured
}

// noReport gives an error for a name that can only mean a report. The caller
// knows that no such file exists.
func noReport(name string) error {
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".md" || ext == ".json" {
		return fmt.Errorf("there is no report %s", bench.Clean(name))
	}
	return nil
}

func isFile(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.Mode().IsRegular()
}

func (e *env) earlierIn(folder journal.Folder, name string) (*bench.Session, error) {
	own := e.places.store().Holds(folder)
	if own {
		if err := folder.Ours(); err != nil {
			return nil, err
		}
	}
	r, err := folder.Read()
	if err != nil {
		return nil, err
	}
	e.tellNotes(r.Notes)
	if len(r.Session.Jobs) == 0 {
		return nil, fmt.Errorf("session %s has no jobs", bench.Clean(folder.Name()))
	}
	if own {
		return r.Session, nil
	}
	s, err := report.AsRead(r.Session)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a session: %w", bench.Clean(name), err)
	}
	return s, nil
}

// tellNotes says what was unusual about files that were read.
func (e *env) tellNotes(notes []string) {
	for _, note := range notes {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(note))
	}
}

// called gives the word for a session in messages and commands: its name if it is
// in the store, otherwise the path of its folder.
func (e *env) called(f journal.Folder) string {
	if e.places.store().Holds(f) {
		return bench.Clean(f.Name())
	}
	return bench.Clean(quoted(f.Path))
}

// sessions gives this user's sessions.
func (e *env) sessions() sessions.Shelf {
	return sessions.Shelf{Store: e.places.store(), Cache: e.places.cache, MachineLock: e.getenv(machineLock), Moved: e.moved, Newer: e.kinds.Newer}
}

// newestOwn gives the name of the newest session that has results and was not
// imported, or "".
func (e *env) newestOwn(ctx context.Context) (string, error) {
	lines, err := e.sessions().Lines(ctx)
	if err != nil {
		return "", err
	}
	for _, l := range lines {
		if l.MeasuredHere() {
			return l.Name, nil
		}
	}
	return "", nil
}
