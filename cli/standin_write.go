package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/models/standin"
)

// tellsBytes is the size from which a stand-in is named before it is written.
const tellsBytes = 100 << 20

// writeStandIn writes a stand-in, or finishes what an earlier call began. It
// returns how long that took, or 0 if the stand-in is already complete.
func (e *env) writeStandIn(ctx context.Context, in standin.StandIn) (time.Duration, error) {
	if in.Finished() {
		fmt.Fprintf(e.err, "%s already exists and is complete; nothing was written\n", bench.Clean(in.Path))
		return 0, nil
	}
	started := time.Now()
	progress := e.progress("writing the stand-in")
	begun := int64(-1)
	err := standin.Write(ctx, in, func(done, total int64) {
		if begun < 0 {
			begun = done
			switch { // a small one is written before anybody can read this
			case done > 0:
				fmt.Fprintf(e.err, "continuing an unfinished one: %.0f %% of %s are written\n", 100*float64(done)/float64(total), bench.FormatBytes(total))
			case total > tellsBytes:
				fmt.Fprintf(e.err, "writing %s, %s\n", bench.Clean(in.Path), bench.FormatBytes(total))
			}
		}
		progress.set(done, total)
	})
	progress.done()
	if err != nil {
		if ctx.Err() == nil {
			return 0, err
		}
		var u *standin.Unfinished
		if errors.As(err, &u) {
			fmt.Fprintf(e.err, "interrupted: %s of %s are written and kept in %s; the same command continues from there\n",
				bench.FormatBytes(u.DoneBytes), bench.FormatBytes(u.TotalBytes), bench.Clean(u.Part))
		}
		return 0, exitError(exitInterrupted)
	}
	took := time.Since(started)
	if f, err := in.Check(); err == nil {
		fmt.Fprintf(e.err, "wrote %s, %s in %.1f s (%.0f MB/s)\n", bench.Clean(in.Path), f.Size(), took.Seconds(), float64(f.FileBytes-max(begun, 0))/1e6/took.Seconds())
	}
	return took, nil
}
