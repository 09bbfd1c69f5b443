package standin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/models"
	"dragstrip/models/problem"
)

// A stand-in that is being written is a folder PATH.part, even if it will be a
// single file. The folder holds the files of weights, whose names also end in
// .part, and a note (note.go). Engines and searches do not take it for a model,
// because the weights get their headers last. When everything is written, the
// note is removed and the model gets its name.
//
// The writer locks the folder until the model has its name. Windows and some
// network file systems cannot lock folders. There only the note is locked,
// until it is removed.

// underway is an unfinished stand-in, held by locks on its folder and its note.
type underway struct {
	*work
	folder  string
	lock    *os.File // of the folder; nil if the system has no locks for folders
	note    note
	weights []*os.File
	done    int64 // pieces that an earlier attempt brought to the disk
	fresh   bool  // there was no earlier attempt
	whole   bool  // only the final name is missing: the last attempt was interrupted after it removed the note
}

// begin opens the unfinished folder, or makes it. It finds out how much an
// earlier attempt has written. If the folder belongs to something else, begin
// fails and leaves it as it is.
func (w *work) begin(folder string) (*underway, error) {
	for range 10 {
		if err := w.makeFolder(folder); err != nil {
			return nil, err
		}
		lock, err := lockFolder(folder)
		if err == nil {
			u := &underway{work: w, folder: folder, lock: lock}
			if err = u.open(); err == nil {
				return u, nil
			}
			u.close()
		}
		if !errors.Is(err, errComeBetween) && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("make the folder: another program keeps removing %s and making it again", filepath.Base(folder))
}

// errComeBetween: another process has just finished or begun the stand-in.
var errComeBetween = errors.New("another program is changing the folder")

// makeFolder makes the folder if it does not exist.
func (w *work) makeFolder(folder string) error {
	if err := begunByFormer(folder); err != nil {
		return err
	}
	look, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := Room(filepath.Dir(folder), w.figures.FileBytes); err != nil {
			return err
		}
		if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("make the folder: %w", err)
		}
	case err != nil || !look.IsDir():
		return notOurs(folder, "it is not a folder")
	}
	return nil
}

// open opens and locks the note, and takes over what an earlier attempt has
// written. It does nothing if only the final name is missing.
func (u *underway) open() error {
	if !stillAt(u.lock, u.folder) {
		return errComeBetween
	}
	file, err := u.openNote()
	if err != nil || u.whole {
		return err
	}
	u.note = note{file, notePageOf(u.work)}
	if !lockFile(file) {
		return writtenByAnother(u.folder)
	}
	if !stillAt(file, file.Name()) {
		return errComeBetween
	}
	return u.adopt()
}

// openNote opens the note, and creates it only if the folder is empty. If the
// note has just disappeared, it is not created again: its writer may be
// renaming the model at this moment.
func (u *underway) openNote() (*os.File, error) {
	entries, err := os.ReadDir(u.folder)
	mode := os.O_RDWR
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errComeBetween
	case err != nil:
		return nil, notOurs(u.folder, "it cannot be read")
	case len(entries) == 0:
		mode |= os.O_CREATE | os.O_EXCL
	case !holdsNote(entries):
		if u.whole = u.complete(u.folder); u.whole {
			return nil, nil
		}
		return nil, notOurs(u.folder, "it is not a stand-in of this version of dragstrip")
	}
	file, err := os.OpenFile(filepath.Join(u.folder, models.UnfinishedNote), mode, 0o644)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return nil, errComeBetween
	}
	if err != nil {
		return nil, fmt.Errorf("make the folder's note: %w", err)
	}
	return file, nil
}

func holdsNote(entries []fs.DirEntry) bool {
	for _, e := range entries {
		if e.Name() == models.UnfinishedNote && e.Type().IsRegular() {
			return true
		}
	}
	return false
}

func notOurs(path, why string) error {
	return &problem.Problem{
		Path: path, Kind: problem.ErrIncomplete, Why: why + "; dragstrip does not write over it",
		Remedy: "finish it with the command that started it, remove it, or choose another name with -o",
	}
}

// adopt takes over what an earlier attempt has written, and opens the files.
func (u *underway) adopt() error {
	kind, said, err := u.note.compare()
	if err != nil {
		return err
	}
	switch {
	case kind == noteSame:
		u.done = u.note.pieces(u.tensors.pieceCount())
	case kind == noteTorn, kind == noteOther && u.worthless(said) && u.clear():
		u.fresh = true
		if err := u.note.write(); err != nil {
			return err
		}
	case kind == noteOther:
		return notOurs(u.folder, "it is "+said.String())
	default:
		return notOurs(u.folder, "it is not a stand-in of this version of dragstrip")
	}
	if err := u.openWeights(); err != nil {
		return err
	}
	if u.done == 0 {
		if err := u.note.setPieces(0); err != nil {
			return err
		}
	}
	return Room(u.folder, u.figures.FileBytes-u.tensors.bytesOf(u.done))
}

// worthless tells whether an unfinished folder with the note of another
// stand-in can be removed without a loss. That is so if its writer was killed
// before it noted a piece, or if the weights are gone. It is also so if another
// version of dragstrip wrote it, because its weights cannot be mixed with
// weights of this version.
func (u *underway) worthless(said noteSaid) bool {
	entries, err := os.ReadDir(u.folder)
	switch {
	case err != nil:
		return false
	case len(entries) == 1:
		return true
	}
	return said.Label != "" && (said == saidOf(u.work, said.SHA256) || u.note.saysNothingDone())
}

// clear removes all files that a writer of stand-ins leaves beside its note. If
// the folder holds any other file, it removes nothing and is false.
func (u *underway) clear() bool {
	entries, err := os.ReadDir(u.folder)
	if err != nil {
		return false
	}
	isNote := func(e fs.DirEntry) bool { return e.Name() == models.UnfinishedNote }
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), partEnd)
		if !isNote(e) && (!e.Type().IsRegular() || !ownFile(name) && name != singleName) {
			return false
		}
	}
	for _, e := range entries {
		if !isNote(e) && os.Remove(filepath.Join(u.folder, e.Name())) != nil {
			return false
		}
	}
	return true
}

// openWeights opens the files of weights. If a file is shorter than the note
// says, writing starts again from the beginning.
func (u *underway) openWeights() error {
	least := u.reach(u.done)
	for i := range u.files {
		name := filepath.Join(u.folder, u.files[i].name)
		if _, err := os.Lstat(name); err != nil { // the file has its final name if only the last steps were missing
			name += partEnd
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
		if err != nil {
			return fmt.Errorf("make a file of weights: %w", err)
		}
		u.weights = append(u.weights, f)
		if look, err := f.Stat(); err != nil || look.Size() < least[i] {
			u.done = 0
		}
	}
	return nil
}

func (u *underway) writePiece(p piece, b []byte) error {
	file, offset := u.locate(p)
	_, err := u.weights[file].WriteAt(b, offset)
	return err
}

func (u *underway) sync() error {
	var errs []error
	for _, f := range u.weights {
		errs = append(errs, f.Sync())
	}
	return errors.Join(errs...)
}

func (u *underway) close() {
	for _, f := range u.weights {
		f.Close()
	}
	u.note.Close()
	u.lock.Close()
}

// abandon removes the files of the stand-in, which are useless now. Files of
// other programs stay.
func (u *underway) abandon() {
	for _, f := range u.weights {
		f.Close()
		os.Remove(f.Name())
	}
	u.note.remove()
	os.Remove(u.folder)
	u.lock.Close()
}

// finish turns the written files into a model.
func (u *underway) finish(path string) error {
	for i, f := range u.weights {
		file := &u.files[i]
		_, err := f.WriteAt(file.header, 0)
		if err := errors.Join(err, f.Truncate(file.size()), f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("write it to disk: %w", err)
		}
		if name := filepath.Join(u.folder, u.finalName(file)); f.Name() != name {
			if err := os.Rename(f.Name(), name); err != nil {
				return fmt.Errorf("give a file its name: %w", err)
			}
		}
	}
	for _, f := range u.small {
		if err := writeWhole(filepath.Join(u.folder, f.name), f.text); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	if err := u.note.remove(); err != nil {
		return fmt.Errorf("finish the folder: %w", err)
	}
	return u.deliver(u.folder, path)
}

// writeWhole writes a small file so that it is either complete or absent.
func writeWhole(path string, text []byte) error {
	f, err := os.Create(path + partEnd)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+partEnd, path)
}
