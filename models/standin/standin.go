package standin

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// StandIn says what stand-in to write and where.
type StandIn struct {
	Shape string // a name from Shapes
	Quant string // one of the shape's Quants, or MLXQuants
	// Format is FormatGGUF, which "" means too, or FormatMLX.
	Format string
	// WideScales writes scales, biases and norms of an MLX model as F32: its
	// size is not the published one's then, and its CPU build is several
	// times faster.
	WideScales bool
	// Form is a shape that is not in the catalogue; Shape says nothing then.
	Form *Shape
	// Like is a real model whose header is copied instead: Shape and Quant
	// say nothing then.
	Like *Original
	Path string // of the finished file, or folder
	// Seed decides the random weights: the same seed gives the same bytes.
	Seed uint64
	// Workers is the number of goroutines that make weights; 0 means one per
	// processor.
	Workers int
}

// Figures is what engines will say of a stand-in, known without writing it.
type Figures struct {
	SizeBytes  int64 // of the tensors: llama-bench's "size"
	ParamCount int64 // llama-bench's "params"
	// FileBytes is what the file takes on disk.
	FileBytes         int64
	ActiveParamCount  int64
	ReadBytesPerToken int64
	Tensors           int64
}

// Check works out a stand-in's figures without writing anything.
func (in StandIn) Check() (Figures, error) {
	if in.Format == models.FormatMLX {
		d, err := in.designMLX()
		if err != nil {
			return Figures{}, err
		}
		return d.figures, nil
	}
	d, err := design(in)
	if err != nil {
		return Figures{}, err
	}
	return d.figures, nil
}

// Write writes a GGUF file, or a folder for MLX, of a published model's
// exact shape with random weights, and says in its metadata that it is one. It grows under the
// name Path + ".part", so Path itself is whole or not there. When it is
// interrupted, however that happens, the unfinished file stays, and the next
// call with the same StandIn goes on with it: the finished bytes are those of
// one that was never interrupted. Such an end that this process lives to see
// is an [*Unfinished]; the same .part of something else is a [*problem.Problem].
//
// progress, which may be nil, is called from one goroutine at a time with
// bytes done and total; its first call says what was there already.
func Write(ctx context.Context, in StandIn, progress func(done, total int64)) error {
	if in.Format == models.FormatMLX {
		return writeMLX(ctx, in, progress)
	}
	d, err := design(in)
	if err != nil {
		return fmt.Errorf("write a stand-in: %w", err)
	}
	if err := replaceable(in.Path); err != nil {
		return fmt.Errorf("write stand-in %s: %w", d.label, err)
	}
	if err := d.write(ctx, in, progress); err != nil {
		return fmt.Errorf("write stand-in %s: %w", d.label, err)
	}
	return nil
}

// Unfinished is the error of a stand-in that was interrupted and can be gone
// on with.
type Unfinished struct {
	Part                  string // the unfinished file
	DoneBytes, TotalBytes int64  // of the weights
	Err                   error  // what ended it
}

// Error says what ended it and how it goes on.
func (u *Unfinished) Error() string {
	return fmt.Sprintf("%v; %s of %s are written and stay in %s: the same command goes on from there",
		u.Err, gib(u.DoneBytes), gib(u.TotalBytes), bench.Clean(u.Part))
}

// Unwrap gives what ended it.
func (u *Unfinished) Unwrap() error { return u.Err }

// replaceable refuses to write over anything but an earlier stand-in.
func replaceable(path string) error {
	if path == "" {
		return errors.New("no file name is given")
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if m, err := models.Open(path); err == nil && m.StandIn {
		return nil
	}
	return fmt.Errorf("%s is there already and is not a stand-in; choose another name or remove it", filepath.Base(path))
}

// write makes the file under its temporary name and moves it into place.
func (d *blueprint) write(ctx context.Context, in StandIn, progress func(done, total int64)) error {
	if err := os.MkdirAll(filepath.Dir(in.Path), 0o755); err != nil {
		return fmt.Errorf("make its folder: %w", err)
	}
	u, err := d.begin(in.Path + ".part")
	if err != nil {
		return err
	}
	done, err := d.tensors.write(ctx, u, u.done, in, progress)
	if err == nil {
		err = u.finish(in.Path)
	}
	switch {
	case err == nil:
		return nil
	case done == 0 && u.fresh:
		u.abandon()
		return err
	}
	u.f.Close()
	return &Unfinished{Part: u.path, DoneBytes: d.tensors.bytesOf(done), TotalBytes: d.figures.SizeBytes, Err: err}
}
