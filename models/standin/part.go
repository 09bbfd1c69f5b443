package standin

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// A stand-in that is being written is one file, PATH.part: the header, the
// weights, and behind them a mark that says how many pieces, counted from the
// first, are on the disk. It begins with letters of our own instead of GGUF,
// so no engine and no search takes it for a model. The header names shape,
// quantisation, seed and recipe, and with them every byte that follows: a
// file with the same header can be gone on with.

const (
	markWord  = "dragstrip: pieces on disk\x00\x00\x00\x00"
	markBytes = int64(len(markWord)) + 16
	// A mark within one page of the disk is written whole or not at all.
	markAlignment = 4096
)

// markOffset is where the mark lies: behind the last weight.
func (d *blueprint) markOffset() int64 {
	return (d.fileBytes + markAlignment - 1) &^ (markAlignment - 1)
}

// underway is a stand-in's unfinished file, held by a lock.
type underway struct {
	f     *os.File
	path  string
	d     *blueprint
	done  int64 // pieces that an earlier attempt brought to the disk
	fresh bool  // there was no earlier attempt
}

// begin opens the unfinished file, making it where there is none, and finds
// out how far an earlier attempt came. What belongs to something else is an
// error and stays as it is.
func (d *blueprint) begin(path string) (*underway, error) {
	for range 10 {
		look, err := os.Lstat(path)
		if err == nil && !look.Mode().IsRegular() {
			return nil, notOurs(path, "it is not a regular file")
		}
		if errors.Is(err, fs.ErrNotExist) {
			if err := Room(filepath.Dir(path), d.fileBytes); err != nil {
				return nil, err
			}
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
		if err != nil {
			return nil, fmt.Errorf("make the file: %w", err)
		}
		if !lockFile(f) {
			f.Close()
			return nil, &problem.Problem{
				Path: path, Kind: problem.ErrIncomplete, Why: "another dragstrip is writing this stand-in just now",
				Remedy: "wait until it is done, or choose another name with -o",
			}
		}
		// Whoever held the lock may have finished the file and renamed it.
		mine, err := f.Stat()
		now, err2 := os.Lstat(path)
		if err != nil || err2 != nil || !os.SameFile(mine, now) {
			f.Close()
			continue
		}
		u := &underway{f: f, path: path, d: d}
		if err := u.adopt(mine.Size()); err != nil {
			f.Close()
			return nil, err
		}
		return u, nil
	}
	return nil, fmt.Errorf("make the file: %s is removed and made again by somebody else", filepath.Base(path))
}

// adopt looks at what an earlier attempt left.
func (u *underway) adopt(size int64) error {
	same, err := u.sameHeader(size)
	if err != nil {
		return fmt.Errorf("read what an earlier attempt left: %w", err)
	}
	switch {
	case u.begins() == gguf.FormerUnfinished:
		return begunByFormer(u.path)
	case !same:
		return notOurs(u.path, "it is "+u.described(size))
	case size < int64(len(u.d.header)): // nothing, or it ends within the header
		u.fresh = true
		return u.start()
	}
	all := u.d.tensors.pieceCount()
	u.done = min(u.mark(), all)
	if size == u.d.fileBytes && u.begins() == "GGUF" {
		u.done = all // only its name was missing
	}
	written := u.d.tensors.bytesOf(u.done)
	return Room(filepath.Dir(u.path), u.d.fileBytes-written)
}

// start writes header and mark.
func (u *underway) start() error {
	if _, err := u.f.WriteAt(append([]byte(gguf.Unfinished), u.d.header[len(gguf.Unfinished):]...), 0); err != nil {
		u.abandon()
		return fmt.Errorf("write its header: %w", err)
	}
	if err := u.setMark(0); err != nil {
		u.abandon()
		return err
	}
	return nil
}

func (u *underway) begins() string {
	var b [4]byte
	if _, err := u.f.ReadAt(b[:], 0); err != nil {
		return ""
	}
	return string(b[:])
}

// sameHeader tells whether the file begins as this stand-in does, as far as
// it goes.
func (u *underway) sameHeader(size int64) (bool, error) {
	want := u.d.header
	want = want[:min(int64(len(want)), size)]
	buf := make([]byte, 1<<20)
	for at := 0; at < len(want); at += len(buf) {
		got := buf[:min(len(buf), len(want)-at)]
		if _, err := u.f.ReadAt(got, int64(at)); err != nil {
			return false, err
		}
		if at == 0 && bytes.HasPrefix(got, []byte(gguf.Unfinished)) {
			copy(got, "GGUF")
		}
		if !bytes.Equal(got, want[at:at+len(got)]) {
			return false, nil
		}
	}
	return true, nil
}

// described says in a few words what an unfinished file is the beginning of.
func (u *underway) described(size int64) string {
	if u.begins() != gguf.Unfinished {
		return "no stand-in of this dragstrip"
	}
	g, err := gguf.Read(asGGUF{u.f}, size)
	if err != nil || g.Int(gguf.KeyStandIn) == 0 {
		return "not one that this dragstrip can go on with"
	}
	m := models.FromGGUF(u.path, []*gguf.Header{g})
	return fmt.Sprintf("the beginning of another stand-in, %s with seed %s", bench.Clean(m.Name+" "+m.Quant), bench.Clean(g.Text(gguf.KeyStandInSeed)))
}

// asGGUF reads an unfinished file as what it will be.
type asGGUF struct{ f *os.File }

func (a asGGUF) ReadAt(p []byte, offset int64) (int, error) {
	n, err := a.f.ReadAt(p, offset)
	if offset == 0 && bytes.HasPrefix(p[:n], []byte(gguf.Unfinished)) {
		copy(p, "GGUF")
	}
	return n, err
}

func notOurs(path, why string) error {
	return &problem.Problem{
		Path: path, Kind: problem.ErrIncomplete, Why: why + ", and nothing is written over it",
		Remedy: "finish it with the command it was begun with, remove it, or choose another name with -o",
	}
}

// mark reads how many pieces are on the disk; 0 where the mark is damaged.
func (u *underway) mark() int64 {
	n := readMark(u.f, u.d.markOffset(), u.d.fileBytes)
	if n > uint64(u.d.tensors.pieceCount()) {
		return 0
	}
	return int64(n)
}

// readMark reads the mark of a stand-in that will have so many bytes.
func readMark(f io.ReaderAt, offset, fileBytes int64) uint64 {
	b := make([]byte, markBytes)
	if _, err := f.ReadAt(b, offset); err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	n := binary.LittleEndian.Uint64(b[len(markWord):])
	if !bytes.Equal(b, markOf(n, fileBytes)) {
		return 0
	}
	return n
}

// markOf is the mark's text, a number and a sum over both.
func markOf(n uint64, fileBytes int64) []byte {
	b := binary.LittleEndian.AppendUint64([]byte(markWord), n)
	sum := fnv.New64a()
	sum.Write(b)
	fmt.Fprint(sum, strconv.FormatInt(fileBytes, 10))
	return binary.LittleEndian.AppendUint64(b, sum.Sum64())
}

// setMark says that n pieces are on the disk. Who calls it has seen to that.
func (u *underway) setMark(n int64) error {
	if _, err := u.f.WriteAt(markOf(uint64(n), u.d.fileBytes), u.d.markOffset()); err != nil {
		return fmt.Errorf("note how far it came: %w", err)
	}
	return nil
}

func (u *underway) writePiece(p piece, b []byte) error {
	_, err := u.f.WriteAt(b, int64(len(u.d.header))+u.d.tensors[p.tensor].offset+p.first)
	return err
}

func (u *underway) sync() error { return u.f.Sync() }

// finish makes a model of it: only now does it say GGUF, and only then does
// it get its name.
func (u *underway) finish(path string) error {
	if err := errors.Join(u.f.Sync(), writeAll(u.f, u.d.header[:len(gguf.Unfinished)]), u.f.Truncate(u.d.fileBytes), u.f.Sync()); err != nil {
		return fmt.Errorf("bring it to disk: %w", err)
	}
	if err := closeAndRename(u.f, u.path, path); err != nil {
		return fmt.Errorf("give it its name: %w", err)
	}
	return nil
}

func writeAll(f *os.File, b []byte) error { _, err := f.WriteAt(b, 0); return err }

// abandon removes a file that holds nothing worth keeping.
func (u *underway) abandon() {
	os.Remove(u.path) // while the lock is held; Windows refuses that
	u.f.Close()
	os.Remove(u.path)
}

// tally counts pieces that were written, in whatever order they came.
type tally struct {
	mutex sync.Mutex
	low   int64 // all pieces before this one are written
	above map[int64]bool
	bytes int64
}

func (t *tally) add(piece, bytes int64) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.bytes += bytes
	t.above[piece] = true
	for t.above[t.low] {
		delete(t.above, t.low)
		t.low++
	}
}

func (t *tally) soFar() (low, bytes int64) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.low, t.bytes
}
