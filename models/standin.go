package models

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// StandIn says what stand-in to write and where.
type StandIn struct {
	Shape string // a name from Shapes
	Quant string // one of the shape's Quants
	Path  string // of the finished file
	// Seed decides the random weights: the same seed gives the same bytes.
	Seed uint64
	// Workers is the number of goroutines that make weights; 0 means one per
	// processor.
	Workers int
}

// Figures is what llama-bench will say of a stand-in, known without writing
// it.
type Figures struct {
	SizeBytes  int64 // of the tensors: llama-bench's "size"
	ParamCount int64 // llama-bench's "params"
	// FileBytes is what the file takes on disk.
	FileBytes         int64
	ActiveParamCount  int64
	ReadBytesPerToken int64
}

// Check works out a stand-in's figures without writing anything.
func Check(shape, quant string) (Figures, error) {
	d, err := design(StandIn{Shape: shape, Quant: quant})
	if err != nil {
		return Figures{}, err
	}
	return d.figures(), nil
}

// WriteStandIn writes a GGUF file of a published model's exact shape with
// random weights and a made-up vocabulary, and says in its metadata that it
// is one. The weights go to Path + ".part" first, so Path itself is whole or
// not there. progress, which may be nil, is called from one goroutine at a
// time with bytes done and total. A canceled ctx ends it with ctx's error.
func WriteStandIn(ctx context.Context, in StandIn, progress func(done, total int64)) error {
	d, err := design(in)
	if err != nil {
		return fmt.Errorf("write a stand-in: %w", err)
	}
	if err := replaceable(in.Path); err != nil {
		return fmt.Errorf("write stand-in %s: %w", d.title(), err)
	}
	if err := d.write(ctx, in, progress); err != nil {
		return fmt.Errorf("write stand-in %s: %w", d.title(), err)
	}
	return nil
}

// replaceable refuses to write over anything but an earlier stand-in.
func replaceable(path string) error {
	if path == "" {
		return errors.New("no file name is given")
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if m, err := Open(path); err == nil && m.StandIn {
		return nil
	}
	return fmt.Errorf("%s is there already and is not a stand-in; choose another name or remove it", filepath.Base(path))
}

// write makes the file under its temporary name and moves it into place.
func (d *blueprint) write(ctx context.Context, in StandIn, progress func(done, total int64)) (err error) {
	folder := filepath.Dir(in.Path)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make its folder: %w", err)
	}
	part := in.Path + ".part"
	// What an earlier attempt left counts as room.
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove what an earlier attempt left: %w", err)
	}
	if err := enoughRoom(folder, d.fileBytes); err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(part)
		}
	}()
	if _, err := f.WriteAt(d.header, 0); err != nil {
		return fmt.Errorf("write its header: %w", err)
	}
	if err := d.writeWeights(ctx, f, in, progress); err != nil {
		return err
	}
	// The rename must not reach the disk before the weights do.
	if err := f.Sync(); err != nil {
		return fmt.Errorf("bring it to disk: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("close it: %w", err)
	}
	if err := os.Rename(part, in.Path); err != nil {
		return fmt.Errorf("give it its name: %w", err)
	}
	return nil
}

// enoughRoom says with figures when a folder's disk cannot take size bytes.
func enoughRoom(folder string, size int64) error {
	free, err := freeBytes(folder)
	if err != nil {
		return nil // not every file system tells; writing will
	}
	// A full disk troubles everybody on the machine: leave some.
	const spare = 64 << 20
	if free >= size+spare {
		return nil
	}
	return &Problem{
		Path: folder, Kind: ErrNoRoom,
		Why:    fmt.Sprintf("it needs %s and the disk has %s free", gib(size), gib(free)),
		Remedy: "free some room or choose a folder on another disk",
	}
}

// ErrNoRoom: the disk cannot take what is to be written.
var ErrNoRoom = errors.New("no room on disk")

func gib(n int64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
}
