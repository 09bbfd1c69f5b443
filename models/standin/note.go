package standin

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"strconv"

	"dragstrip/bench"
)

// The note of an unfinished stand-in consists of a page and a mark after it.
// The page identifies the stand-in and so every byte of the stand-in. The mark
// says how many pieces, counted from the first, are on the disk.

const (
	noteMagic = "dragstrip: unfinished stand-in\n"
	// notePage is a size that a disk writes either completely or not at all. So
	// neither page nor mark can be half old and half new.
	notePage  = 4096
	markBytes = 16
)

// note is the file of the note. It is locked while a process writes the
// stand-in.
type note struct {
	*os.File
	page []byte // the page of the stand-in that will be written
}

// noteSaid is the content of a page.
type noteSaid struct {
	Label string `json:"label"`
	Seed  string `json:"seed"` // a decimal number of 64 bits
	// SHA256 is the digest of the recipe, the seed, the headers and the small
	// files. The headers and small files contain shape and quantization.
	SHA256 string `json:"sha256"`
}

// notePageOf makes the page of a stand-in.
func notePageOf(w *work) []byte {
	sum := sha256.New()
	fmt.Fprintln(sum, w.recipe, w.seed)
	for i := range w.files {
		sum.Write(w.files[i].header)
	}
	for i := range w.small {
		sum.Write(w.small[i].text)
	}
	said, err := json.Marshal(saidOf(w, fmt.Sprintf("%x", sum.Sum(nil))))
	if err != nil { // only texts are marshalled here
		panic(err)
	}
	page := append([]byte(noteMagic), said...)
	return append(page, bytes.Repeat([]byte("\n"), notePage-len(page))...)
}

func saidOf(w *work, sum string) noteSaid {
	return noteSaid{Label: fmt.Sprintf("%.200s", bench.Clean(w.label)), Seed: strconv.FormatUint(w.seed, 10), SHA256: sum}
}

// noteKind says how a note relates to the stand-in that will be written.
type noteKind int

const (
	noteTorn    noteKind = iota // the page was never complete, so no weights were written
	noteSame                    // the note of this stand-in
	noteOther                   // the note of another stand-in
	noteForeign                 // not the note of a stand-in
)

// compare reads the page and tells how it relates to the stand-in.
func (n note) compare() (noteKind, noteSaid, error) {
	got := make([]byte, notePage)
	length, err := n.ReadAt(got, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, noteSaid{}, fmt.Errorf("read what an earlier attempt left: %w", err)
	}
	got = got[:length]
	rest, ours := bytes.CutPrefix(got, []byte(noteMagic))
	switch {
	case len(bytes.Trim(got, "\x00")) == 0, // the disk kept the file's length but lost its bytes
		length < notePage && (ours || bytes.HasPrefix([]byte(noteMagic), got)):
		return noteTorn, noteSaid{}, nil
	case bytes.Equal(got, n.page):
		return noteSame, noteSaid{}, nil
	case !ours:
		return noteForeign, noteSaid{}, nil
	}
	var said noteSaid
	if json.Unmarshal(rest, &said) != nil {
		said = noteSaid{}
	}
	return noteOther, said, nil
}

// String describes the stand-in of a note in a few words.
func (s noteSaid) String() string {
	if s.Label == "" {
		return "a stand-in that this version of dragstrip cannot continue"
	}
	return bench.Clean(fmt.Sprintf("another unfinished stand-in, %.200s with seed %.20s", s.Label, s.Seed))
}

// write writes the whole note, which says that no piece is on the disk yet, and
// syncs it before anything else is written.
func (n note) write() error {
	_, err := n.WriteAt(append(bytes.Clone(n.page), n.mark(0)...), 0)
	if err := errors.Join(err, n.Sync()); err != nil {
		return fmt.Errorf("write its note: %w", err)
	}
	return nil
}

// pieces reads how many pieces are on the disk. It is 0 if the mark is damaged,
// or names more pieces than exist.
func (n note) pieces(most int64) int64 {
	got := make([]byte, markBytes)
	if _, err := n.ReadAt(got, notePage); err != nil {
		return 0
	}
	noted := binary.LittleEndian.Uint64(got)
	if !bytes.Equal(got, n.mark(noted)) || noted > uint64(most) {
		return 0
	}
	return int64(noted)
}

// saysNothingDone tells whether the note of another stand-in says that no piece
// is written. Its writer ended before it noted a piece, or even before it wrote
// the mark.
func (n note) saysNothingDone() bool {
	got := make([]byte, notePage+markBytes)
	length, err := n.ReadAt(got, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return length <= notePage || bytes.Equal(got[notePage:length], note{page: got[:notePage]}.mark(0))
}

// setPieces notes how many pieces are on the disk. The caller must have synced
// these pieces.
func (n note) setPieces(done int64) error {
	if _, err := n.WriteAt(n.mark(uint64(done)), notePage); err != nil {
		return fmt.Errorf("record the progress: %w", err)
	}
	return nil
}

// mark gives the bytes of a mark: a number of pieces, and a checksum over the
// page and this number.
func (n note) mark(pieces uint64) []byte {
	b := binary.LittleEndian.AppendUint64(nil, pieces)
	sum := fnv.New64a()
	sum.Write(n.page)
	sum.Write(b)
	return binary.LittleEndian.AppendUint64(b, sum.Sum64())
}

// remove removes the note while it is still locked. If it were unlocked first,
// the note of another writer could be removed instead.
func (n note) remove() error {
	err := os.Remove(n.Name())
	closed := n.Close()
	if err != nil { // Windows does not remove open files; if another writer has opened the file, it stays
		err = os.Remove(n.Name())
	}
	return errors.Join(closed, err)
}
