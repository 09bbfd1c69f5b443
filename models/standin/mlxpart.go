package standin

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/mlx"
	"dragstrip/models/problem"
)

// An MLX stand-in that is being written is a folder, PATH.part, of weights
// that are called model….safetensors.part and one more file, noteName: the
// config.json that will be, which names shape, quantisation, seed and recipe
// and with them every byte, and behind it a mark that says how many pieces,
// counted from the first, are on the disk. Neither an engine nor a search
// takes such a folder for a model. Once all weights are there the files get
// their names, config.json comes last, the note goes, and the folder gets its
// name.

const (
	noteName  = "dragstrip-unfinished"
	noteMagic = "dragstrip: unfinished MLX stand-in\n\x00\x00"
	partEnd   = ".part"
)

// mlxUnderway is an unfinished folder, held by a lock on its note.
type mlxUnderway struct {
	d      *mlxBlueprint
	folder string
	note   *os.File
	shards []*os.File
	done   int64
	fresh  bool
}

func writeMLX(ctx context.Context, in StandIn, progress func(done, total int64)) error {
	d, err := in.designMLX()
	if err != nil {
		return fmt.Errorf("write a stand-in: %w", err)
	}
	if err := d.replaceable(in.Path); err != nil {
		return fmt.Errorf("write stand-in %s: %w", d.label, err)
	}
	if err := d.write(ctx, in, progress); err != nil {
		return fmt.Errorf("write stand-in %s: %w", d.label, err)
	}
	return nil
}

// replaceable refuses to write over anything but an empty folder or an
// earlier stand-in that nothing was put into.
func (d *mlxBlueprint) replaceable(path string) error {
	if path == "" {
		return errors.New("no folder name is given")
	}
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return fmt.Errorf("%s is there already and is not a folder; choose another name or remove it", filepath.Base(path))
	}
	if len(entries) == 0 {
		return nil
	}
	if m, err := models.Open(path); err != nil || !m.StandIn || m.Format != models.FormatMLX {
		return fmt.Errorf("%s is there already and is not a stand-in; choose another name or remove it", filepath.Base(path))
	}
	for _, e := range entries {
		if !ownFile(e.Name()) {
			return fmt.Errorf("%s is a stand-in that something else was put into (%s); choose another name or remove it", filepath.Base(path), bench.Clean(e.Name()))
		}
	}
	return nil
}

// ownFile: the names of files in a finished stand-in.
func ownFile(name string) bool {
	switch name {
	case "config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors.index.json":
		return true
	}
	return mlx.IsShard(name)
}

func (d *mlxBlueprint) write(ctx context.Context, in StandIn, progress func(done, total int64)) error {
	path := filepath.Clean(in.Path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make the folder it comes into: %w", err)
	}
	if d.onlyNameMissing(path + partEnd) {
		return d.giveName(path)
	}
	u, err := d.begin(path + partEnd)
	if err != nil {
		return err
	}
	done, err := d.tensors.write(ctx, u, u.done, in, progress)
	if err == nil {
		err = u.finish(path)
	}
	if err == nil {
		return nil
	}
	u.close()
	if done == 0 && u.fresh {
		_ = os.RemoveAll(u.folder)
		return err
	}
	return &Unfinished{Part: u.folder, DoneBytes: d.tensors.bytesOf(done), TotalBytes: d.figures.SizeBytes, Err: err}
}

// begin opens the unfinished folder, making it where there is none, and finds
// out how far an earlier attempt came. What belongs to something else is an
// error and stays as it is.
func (d *mlxBlueprint) begin(folder string) (*mlxUnderway, error) {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := Room(filepath.Dir(folder), d.figures.FileBytes); err != nil {
			return nil, err
		}
		if err := os.Mkdir(folder, 0o755); err != nil {
			return nil, fmt.Errorf("make the folder: %w", err)
		}
	case err != nil:
		return nil, notOurs(folder, "it is not a folder")
	case slices.ContainsFunc(entries, isFormerNote):
		return nil, begunByFormer(folder)
	case len(entries) > 0 && !slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == noteName }):
		return nil, notOurs(folder, "it is no stand-in of this dragstrip")
	}
	note, err := os.OpenFile(filepath.Join(folder, noteName), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("make the folder's note: %w", err)
	}
	if !lockFile(note) {
		note.Close()
		return nil, &problem.Problem{
			Path: folder, Kind: problem.ErrIncomplete, Why: "another dragstrip is writing this stand-in just now",
			Remedy: "wait until it is done, or choose another name with -o",
		}
	}
	u := &mlxUnderway{d: d, folder: folder, note: note}
	if err := u.adopt(); err != nil {
		u.close()
		return nil, err
	}
	return u, nil
}

// adopt looks at what an earlier attempt left and opens the files.
func (u *mlxUnderway) adopt() error {
	want := u.d.noteText()
	got, err := io.ReadAll(io.LimitReader(u.note, int64(len(want))))
	if err != nil {
		return fmt.Errorf("read what an earlier attempt left: %w", err)
	}
	switch {
	case len(got) < len(want) && bytes.HasPrefix(want, got): // it ended within the note
		u.fresh = true
		if _, err := u.note.WriteAt(want, 0); err != nil {
			return fmt.Errorf("write its note: %w", err)
		}
	case !bytes.Equal(got, want):
		return notOurs(u.folder, "it is "+u.described())
	default:
		u.done = u.mark()
	}
	if err := u.openShards(); err != nil {
		return err
	}
	if u.fresh || u.done == 0 {
		if err := u.setMark(0); err != nil {
			return err
		}
	}
	return Room(u.folder, u.d.figures.FileBytes-u.d.tensors.bytesOf(u.done))
}

// noteText names the stand-in. The headers are in it as a sum.
func (d *mlxBlueprint) noteText() []byte {
	sum := fnv.New64a()
	for i := range d.shards {
		sum.Write(d.shards[i].header)
	}
	b := binary.LittleEndian.AppendUint64([]byte(noteMagic), sum.Sum64())
	b = binary.LittleEndian.AppendUint64(b, uint64(len(d.config)))
	return append(b, d.config...)
}

// described says in a few words what an unfinished folder is the beginning of.
func (u *mlxUnderway) described() string {
	b, err := io.ReadAll(io.LimitReader(io.NewSectionReader(u.note, 0, 1<<40), 4<<20))
	rest, ours := bytes.CutPrefix(b, []byte(noteMagic))
	if err != nil || !ours || len(rest) < 16 {
		return "no stand-in of this dragstrip"
	}
	size := binary.LittleEndian.Uint64(rest[8:])
	var said struct {
		Mark mlx.Mark `json:"dragstrip_stand_in"`
	}
	if rest = rest[16:]; size > uint64(len(rest)) || json.Unmarshal(rest[:size], &said) != nil || said.Mark.Title == "" {
		return "not one that this dragstrip can go on with"
	}
	m := said.Mark
	return "the beginning of another stand-in, " + bench.Clean(fmt.Sprintf("%.60s %.20s with seed %.20s", m.Title, m.Quant, m.Seed))
}

// openShards opens the files, and writes their headers: those are the same
// every time. A file that lacks what is noted puts everything back to the
// beginning.
func (u *mlxUnderway) openShards() error {
	least := u.leastSizes()
	for i := range u.d.shards {
		s := &u.d.shards[i]
		name := filepath.Join(u.folder, s.name)
		if _, err := os.Lstat(name); err != nil { // it has its name where only the last steps were missing
			name += partEnd
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
		if err != nil {
			return fmt.Errorf("make a file of weights: %w", err)
		}
		u.shards = append(u.shards, f)
		if look, err := f.Stat(); err != nil || look.Size() < least[i] {
			u.done = 0
		}
		if _, err := f.WriteAt(s.header, 0); err != nil {
			return fmt.Errorf("write a header: %w", err)
		}
	}
	return nil
}

// leastSizes is what each file has at least when the noted pieces are there.
func (u *mlxUnderway) leastSizes() []int64 {
	least := make([]int64, len(u.d.shards))
	left := u.d.tensors.bytesOf(u.done)
	for i := range u.d.shards {
		has := min(left, u.d.shards[i].bytes)
		if left -= has; has > 0 {
			least[i] = int64(len(u.d.shards[i].header)) + has
		}
	}
	return least
}

func (u *mlxUnderway) shardOf(tensor int) int {
	i, found := slices.BinarySearchFunc(u.d.shards, tensor, func(s mlxShard, tensor int) int { return s.first - tensor })
	if !found {
		i--
	}
	return i
}

func (u *mlxUnderway) writePiece(p piece, b []byte) error {
	i := u.shardOf(p.tensor)
	_, err := u.shards[i].WriteAt(b, int64(len(u.d.shards[i].header))+u.d.tensors[p.tensor].offset+p.first)
	return err
}

func (u *mlxUnderway) sync() error {
	var errs []error
	for _, f := range u.shards {
		errs = append(errs, f.Sync())
	}
	return errors.Join(errs...)
}

func (u *mlxUnderway) markOffset() int64 {
	return (int64(len(u.d.noteText())) + markAlignment - 1) &^ (markAlignment - 1)
}

func (u *mlxUnderway) setMark(n int64) error {
	if _, err := u.note.WriteAt(markOf(uint64(n), u.d.figures.FileBytes), u.markOffset()); err != nil {
		return fmt.Errorf("note how far it came: %w", err)
	}
	return nil
}

// mark reads how many pieces are on the disk; 0 where the mark is damaged.
func (u *mlxUnderway) mark() int64 {
	n := readMark(u.note, u.markOffset(), u.d.figures.FileBytes)
	if n > uint64(u.d.tensors.pieceCount()) {
		return 0
	}
	return int64(n)
}

func (u *mlxUnderway) close() {
	for _, f := range u.shards {
		f.Close()
	}
	u.note.Close()
}

// finish makes a model of it.
func (u *mlxUnderway) finish(path string) error {
	if err := u.sync(); err != nil {
		return fmt.Errorf("bring it to disk: %w", err)
	}
	for i, f := range u.shards {
		s := &u.d.shards[i]
		err := errors.Join(f.Truncate(int64(len(s.header))+s.bytes), f.Sync())
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("bring it to disk: %w", err)
		}
		if name := filepath.Join(u.folder, s.name); f.Name() != name {
			if err := os.Rename(f.Name(), name); err != nil {
				return fmt.Errorf("give a file its name: %w", err)
			}
		}
	}
	for _, f := range u.d.files {
		if err := writeWhole(filepath.Join(u.folder, f.name), f.text); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	// Windows removes no open file, and renames no folder with one in it.
	u.note.Close()
	if err := os.Remove(filepath.Join(u.folder, noteName)); err != nil {
		return fmt.Errorf("finish the folder: %w", err)
	}
	return u.d.giveName(path)
}

// writeWhole writes a small file so that it is whole or not there.
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

// onlyNameMissing: the folder is finished, and was interrupted before it got
// its name.
func (d *mlxBlueprint) onlyNameMissing(folder string) bool {
	config, err := os.ReadFile(filepath.Join(folder, "config.json"))
	if err != nil || !bytes.Equal(config, d.config) {
		return false
	}
	if _, err := os.Lstat(filepath.Join(folder, noteName)); err == nil {
		return false
	}
	_, err = models.Open(folder)
	return err == nil
}

// giveName puts the finished folder where an earlier stand-in, or nothing,
// is.
func (d *mlxBlueprint) giveName(path string) error {
	if err := d.replaceable(path); err != nil { // somebody may have come between
		return err
	}
	if entries, err := os.ReadDir(path); err == nil {
		for _, e := range entries {
			if err := os.Remove(filepath.Join(path, e.Name())); err != nil {
				return fmt.Errorf("replace the earlier stand-in: %w", err)
			}
		}
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("replace the earlier stand-in: %w", err)
		}
	}
	if err := os.Rename(path+partEnd, path); err != nil {
		return fmt.Errorf("give it its name: %w", err)
	}
	return nil
}
