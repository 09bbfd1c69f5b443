package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/models/standin"
)

// writeStandIn writes it, or goes on with what an earlier call left.
func (e *env) writeStandIn(ctx context.Context, in standin.StandIn) error {
	started := time.Now()
	progress := e.progress("writing the stand-in")
	begun := int64(-1)
	err := standin.Write(ctx, in, func(done, total int64) {
		if begun < 0 {
			if begun = done; done > 0 {
				fmt.Fprintf(e.err, "going on with an unfinished one: %.0f %% of %s are there\n", 100*float64(done)/float64(total), bench.FormatBytes(total))
			}
		}
		progress.set(done, total)
	})
	progress.done()
	if err != nil {
		if ctx.Err() == nil {
			return err
		}
		var u *standin.Unfinished
		if errors.As(err, &u) {
			fmt.Fprintf(e.err, "interrupted: %s of %s are written and stay in %s; the same command goes on from there\n",
				bench.FormatBytes(u.DoneBytes), bench.FormatBytes(u.TotalBytes), bench.Clean(u.Part))
		}
		return exitError(exitInterrupted)
	}
	if f, err := in.Check(); err == nil {
		took := time.Since(started).Seconds()
		fmt.Fprintf(e.err, "wrote %s, %s in %.1f s (%.0f MB/s)\n", bench.Clean(in.Path), bench.FormatBytes(f.FileBytes), took, float64(f.FileBytes-max(begun, 0))/1e6/took)
	}
	return nil
}
