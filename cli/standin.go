package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"dyno/bench"
	"dyno/models"
)

// The stand-in that is offered where no model is found.
const (
	offeredShape = "llama-3.2-1b"
	offeredQuant = "Q4_0"
)

func standinVerb(e *env, args []string) error {
	f := e.flags("standin", "SHAPE [QUANT] [FLAGS]\n\nWrites a model of exact shape with random weights: as fast as the real one, and useless\nfor anything but measuring. Without SHAPE the shapes are listed.")
	output := f.String("o", "", "write to this `FILE` instead of dyno's own folder")
	check := f.Bool("check", false, "say how big it will be and write nothing")
	seed := f.Uint64("seed", 0, "the same seed gives the same bytes")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		listShapes(e)
		return nil
	}
	if len(rest) > 2 {
		return usagef("standin takes a shape and a quantisation; `dyno standin` lists the shapes")
	}
	shape, err := models.FindShape(rest[0])
	if err != nil {
		return usageError{err}
	}
	quant := offeredQuant
	if len(rest) == 2 {
		quant = strings.ToUpper(rest[1])
	}
	figures, err := models.Check(shape.Name, quant)
	if err != nil {
		return usageError{err}
	}
	if *check {
		fmt.Fprintf(e.out, "%s %s: %s, %s parameters, %s read per token\n", shape.Title, quant,
			bench.FormatBytes(figures.SizeBytes), bench.FormatParams(figures.ParamCount), bench.FormatBytes(figures.ReadBytesPerToken))
		return nil
	}
	path := *output
	if path == "" {
		path = e.standInPath(shape.Name, quant)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	return e.writeStandIn(ctx, models.StandIn{Shape: shape.Name, Quant: quant, Path: path, Seed: *seed})
}

func listShapes(e *env) {
	for _, s := range models.Shapes() {
		line := fmt.Sprintf("%-20s %-24s", s.Name, s.Title)
		if f, err := models.Check(s.Name, offeredQuant); err == nil {
			line += fmt.Sprintf(" %s: %s, %s parameters", offeredQuant, bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount))
		}
		fmt.Fprintln(e.out, strings.TrimRight(line, " "))
	}
}

func (e *env) standInPath(shape, quant string) string {
	return filepath.Join(e.places.models(), fmt.Sprintf("standin-%s-%s.gguf", shape, quant))
}

// writeStandIn writes it, or goes on with what an earlier call left.
func (e *env) writeStandIn(ctx context.Context, in models.StandIn) error {
	started := time.Now()
	progress := e.progress("writing the stand-in")
	begun := int64(-1)
	err := models.WriteStandIn(ctx, in, func(done, total int64) {
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
		var u *models.Unfinished
		if errors.As(err, &u) {
			fmt.Fprintf(e.err, "interrupted: %s of %s are written and stay in %s; the same command goes on from there\n",
				bench.FormatBytes(u.DoneBytes), bench.FormatBytes(u.TotalBytes), bench.Clean(u.Part))
		}
		return exitError(exitInterrupted)
	}
	if st, err := os.Stat(in.Path); err == nil {
		took := time.Since(started).Seconds()
		fmt.Fprintf(e.err, "wrote %s, %s in %.1f s (%.0f MB/s)\n", bench.Clean(in.Path), bench.FormatBytes(st.Size()), took, float64(st.Size()-max(begun, 0))/1e6/took)
	}
	return nil
}
