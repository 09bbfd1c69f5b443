package standin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// StandIn says which stand-in to write, and where.
type StandIn struct {
	Shape string // a name from Shapes
	Quant string // one of the shape's Quants, or MLXQuants
	// Format is FormatGGUF or FormatMLX; "" means FormatGGUF.
	Format string
	// WideScales writes scales, biases and norms of an MLX model as F32. The
	// size of the model then differs from the published size, and the CPU build
	// of MLX is several times faster with it.
	WideScales bool
	// Form is a shape that is not in the catalogue; Shape is then ignored.
	Form *Shape
	// Like is a real model whose header is copied instead; Shape and Quant are
	// then ignored.
	Like *Original
	Path string // of the finished file, or folder
	// Seed decides the random weights: the same seed gives the same bytes.
	Seed uint64
	// Workers is the number of goroutines that make weights; 0 means one per
	// processor.
	Workers int
}

// Check computes the figures of a stand-in without writing anything.
func (in StandIn) Check() (Figures, error) {
	w, err := in.design()
	if err != nil {
		return Figures{}, err
	}
	return w.figures, nil
}

// Preview describes a stand-in as readers will see it, without writing
// anything.
func (in StandIn) Preview() (models.Found, error) {
	if in.Like == nil && in.Form == nil && in.Seed == 0 && !in.WideScales {
		if found, kept := previewOf(previewKey{in.Shape, in.Quant, in.Format}); kept {
			return found, nil
		}
	}
	w, err := in.design()
	if err != nil {
		return models.Found{}, err
	}
	return w.found, nil
}

// design computes everything about a stand-in without writing anything.
func (in StandIn) design() (*work, error) {
	if in.Like != nil {
		if in.Format == models.FormatMLX {
			return nil, errors.New("the header of a GGUF file cannot become an MLX model")
		}
		return in.Like.design(in.Seed)
	}
	shape := in.Form
	if shape == nil {
		found, err := FindShape(in.Shape)
		if err != nil {
			return nil, err
		}
		shape = &found
	}
	if in.Format == models.FormatMLX {
		d, err := shape.designMLX(in.Quant, in.Seed, in.WideScales)
		if err != nil {
			return nil, err
		}
		return &d.work, nil
	}
	return shape.designGGUF(in.Quant, in.Seed)
}

// Write writes a GGUF file, or a folder for MLX, with the exact shape of a
// published model and with random weights. Its metadata say that it is a
// stand-in. It is written in a folder Path + ".part", so Path itself is
// complete or does not exist. If writing is interrupted, that folder stays, the
// error is an [*Unfinished], and the next call with the same StandIn resumes.
// The result has the same bytes as without an interruption. If the folder
// belongs to something else, the error is a [*problem.Problem]. A finished
// stand-in is not written again.
//
// progress is called from one goroutine at a time with the number of bytes that
// are done and the total; it may be nil. Its first call reports the bytes of
// earlier attempts.
func Write(ctx context.Context, in StandIn, progress func(done, total int64)) error {
	w, err := in.design()
	if err != nil {
		return fmt.Errorf("write a stand-in: %w", err)
	}
	if err := w.write(ctx, in.Path, in.Workers, progress); err != nil {
		return fmt.Errorf("write stand-in %s: %w", w.label, err)
	}
	return nil
}

// Finished tells whether the complete stand-in exists already.
func (in StandIn) Finished() bool {
	w, err := in.design()
	return err == nil && w.finished(in.Path)
}

// write makes the model in an unfinished folder, and moves it to path.
func (w *work) write(ctx context.Context, path string, workers int, progress func(done, total int64)) error {
	if err := w.replaceable(path); err != nil {
		return err
	}
	path = filepath.Clean(path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make the parent folder: %w", err)
	}
	folder := path + partEnd
	if w.finished(path) {
		w.sweep(folder, path)
		return nil
	}
	u, err := w.begin(folder)
	if err != nil {
		return err
	}
	defer u.close()
	removeAside(path)
	if u.whole {
		return w.deliver(folder, path)
	}
	done, err := u.fill(ctx, workers, progress)
	if err == nil {
		err = u.finish(path)
	}
	switch {
	case err == nil:
		return nil
	case done == 0 && u.fresh:
		u.abandon()
		return err
	}
	return &Unfinished{Part: folder, DoneBytes: w.tensors.bytesOf(done), TotalBytes: w.figures.SizeBytes, Err: err}
}

// Unfinished is the error if writing a stand-in was interrupted and can be
// resumed.
type Unfinished struct {
	Part                  string // the unfinished folder
	DoneBytes, TotalBytes int64  // of the weights
	Err                   error  // what interrupted it
}

// Error says what interrupted the writing, and how to resume it.
func (u *Unfinished) Error() string {
	return fmt.Sprintf("%v; %s of %s are written and kept in %s; the same command continues from there",
		u.Err, gib(u.DoneBytes), gib(u.TotalBytes), bench.Clean(u.Part))
}

// Unwrap gives the error that interrupted the writing.
func (u *Unfinished) Unwrap() error { return u.Err }
