package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench/journal"
	"dragstrip/bench/report"
	"dragstrip/tui"
)

// sheetFile is the file in a session's folder to which a comparison is
// exported.
const sheetFile = "comparison.md"

// exportSheet writes a comparison into the folder of the first session in it that
// is in the store. If there is none, it writes the file beside the report that the
// screens opened. name is the session or the report that they show.
func (r rooms) exportSheet(_ context.Context, name string, s report.Sheet) (string, error) {
	var text strings.Builder
	if err := report.SheetMarkdown(&text, s, r.fileOptions(false)); err != nil {
		return "", err
	}
	for _, of := range s.Sessions() {
		if of.ID == "" {
			continue
		}
		if f, err := r.places.store().Find(of.ID); err == nil && r.places.store().Holds(f) {
			path := f.File(sheetFile)
			return path, journal.WriteFile(path, []byte(text.String()))
		}
	}
	if _, err := os.Stat(r.pathTyped(name)); err != nil { // a session that was deleted in the meantime
		return "", fmt.Errorf("there is no folder for the comparison any more: %w; open a session again in History (7)", err)
	}
	paths, err := r.writeBeside(name, []besideFile{{sheetFile, text.String()}})
	return strings.Join(paths, ""), err
}

// exportFormats gives the formats in which the screens export a session.
func exportFormats() []tui.ExportFormat {
	var out []tui.ExportFormat
	for _, f := range report.Formats() {
		out = append(out, tui.ExportFormat{Name: f.Name, Help: f.Help, OnlySessions: f.NeedsRaw})
	}
	return out
}

// exportSession writes a session's report into its folder, and gives the paths of
// what it wrote. Each format has its own file there. name may also be a report's
// file or a session's folder in another place. Then the files are written beside it.
func (r rooms) exportSession(_ context.Context, name, format string) ([]string, error) {
	as, known := report.FormatNamed(format)
	if !known {
		return nil, fmt.Errorf("there is no format %q; the formats are %s", format, report.FormatNames())
	}
	if f, err := r.places.store().Find(name); err == nil && f.Name() == name {
		return r.exportOwn(f, as)
	}
	path := r.pathTyped(name)
	if !isFile(path) { // it was opened in the same way
		if f, err := r.folderShown(path); err == nil && r.places.store().Holds(f) {
			return r.exportOwn(f, as)
		}
	}
	session, err := r.reported(path, as)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	if err := as.Write(&text, session, r.fileOptions(false)); err != nil {
		return nil, err
	}
	files := []besideFile{{as.File, text.String()}}
	if as.Beside != nil {
		if recipe := as.Beside(session, r.fileOptions(false)); recipe != "" {
			files = append(files, besideFile{journal.RecipeFile, recipe})
		}
	}
	return r.writeBeside(name, files)
}

func (r rooms) exportOwn(f journal.Folder, as report.Format) ([]string, error) {
	read, err := f.Read()
	if err != nil {
		return nil, err
	}
	if as.Name == "md" { // the plan and the samples may go into a second file
		post := report.NewPost(read.Session, r.fileOptions(false))
		return f.WriteReport(post.Text, post.Recipe, report.Pictures(read.Session, r.fileOptions(false)))
	}
	var text strings.Builder
	if err := as.Write(&text, read.Session, r.fileOptions(false)); err != nil {
		return nil, err
	}
	if err := emptyExport(as, text.String(), leftOut(as, read.Session, r.fileOptions(false))); err != nil {
		return nil, err
	}
	path := f.File(as.File)
	return []string{path}, journal.WriteFile(path, []byte(text.String()))
}

// pathTyped gives the path that somebody typed on a screen.
func (r rooms) pathTyped(text string) string { return r.folders().AtHome(strings.TrimSpace(text)) }

// besideFile is a file to be written beside another one. name is the end of its
// name.
type besideFile struct{ name, text string }

// mostBeside is how often a file's name is tried with another number.
const mostBeside = 100

// writeBeside writes files beside one that somebody opened: theirs.md and
// theirs-report.html. It replaces no file: if there is one of that name already, the
// name gets a number.
func (r rooms) writeBeside(opened string, files []besideFile) (paths []string, err error) {
	opened, err = filepath.Abs(r.pathTyped(opened))
	if err != nil {
		return nil, fmt.Errorf("find the folder of the report: %w", err)
	}
	stem := strings.TrimSuffix(opened, filepath.Ext(opened))
	for _, f := range files {
		path, err := writeNew(stem+"-"+f.name, f.text)
		if err != nil {
			return paths, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writeNew writes a file that was not there before.
func writeNew(path, text string) (string, error) {
	ext := filepath.Ext(path)
	for n := 1; ; n++ {
		named := path
		if n > 1 {
			named = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), n, ext)
		}
		file, err := os.OpenFile(named, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) && n < mostBeside {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("write the report: %w; copy what you opened to a folder in which you may write, and open it there", err)
		}
		_, err = file.WriteString(text)
		if err = errors.Join(err, file.Close()); err != nil {
			os.Remove(named)
			return "", fmt.Errorf("write the report: %w", err)
		}
		return named, nil
	}
}
