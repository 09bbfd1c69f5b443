package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/models"
)

// The stand-in that is offered where no model is found.
const (
	offeredShape = "llama-3.2-1b"
	offeredQuant = "Q4_0"
)

func standinVerb(e *env, args []string) error {
	f := e.flags("standin", `SHAPE [QUANT] [FLAGS]

Writes a model of exact shape with random weights: as fast as the real one, and useless
for anything but measuring. Without SHAPE the shapes are listed. Interrupted, however that
happens, the same command goes on where it stopped.

With --format mlx it is a folder for mlx_lm; QUANT is then spelled as in the names of
published ones: bf16, 8bit, 6bit, 5bit, 4bit, 3bit (groups of 64; 4bit-g32 has smaller
ones), mxfp4, mxfp8, nvfp4; of gpt-oss mxfp4, mxfp4-q8, mxfp4-q4. A name that only MLX
has needs no --format.

With --like the header of a real model is copied instead: of a file, or of one on Hugging
Face, REPOSITORY:FILE, of which only the first megabytes are read. HF_ENDPOINT names
another server, HF_TOKEN is sent to that one only.`)
	output := f.String("o", "", "write to this `FILE` instead of dragstrip's own folder")
	check := f.Bool("check", false, "set its figures beside published ones and write nothing; without SHAPE for all of them")
	like := f.String("like", "", "copy the header of this `FILE` or REPOSITORY:FILE")
	seed := f.Uint64("seed", 0, "the same seed gives the same bytes")
	format := f.String("format", "", "gguf for llama.cpp (the default), or mlx")
	scales := f.String("scales", "bf16", "of an MLX model: f32 is much faster on its CPU build, and not the published size")
	asJSON := f.Bool("json", false, "say what was written, or the figures of --check, as JSON")
	rest, err := f.parse(e, args)
	switch {
	case err != nil:
		return err
	case *format != "" && *format != models.FormatGGUF && *format != models.FormatMLX:
		return usagef("--format %q is neither gguf nor mlx", bench.Clean(*format))
	case *scales != "bf16" && *scales != "f32":
		return usagef("--scales %q is neither bf16 nor f32", bench.Clean(*scales))
	case *like != "" && *format == models.FormatMLX:
		return usagef("--like copies the header of a GGUF file; name a shape for --format mlx")
	case *like != "" && len(rest) > 0:
		return usagef("--like takes shape and quantisation from the file; leave %q out", bench.Clean(rest[0]))
	case len(rest) > 2:
		return usagef("standin takes a shape and a quantisation; `dragstrip standin` lists the shapes")
	case len(rest) == 0 && *like == "" && *check:
		return e.checkPublished()
	case len(rest) == 0 && *like == "":
		listShapes(e)
		return nil
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	in := models.StandIn{Path: *output, Seed: *seed, Format: *format, WideScales: *scales == "f32"}
	if *like != "" {
		err = e.likeReal(ctx, &in, *like)
	} else {
		err = e.ofCatalogue(&in, rest)
	}
	switch {
	case ctx.Err() != nil:
		return exitError(exitInterrupted)
	case err != nil:
		return err
	case *check && *asJSON:
		return e.sayStandIn(in, 0)
	case *check:
		return e.checkStandIn(in)
	}
	started := time.Now()
	if err := e.writeStandIn(ctx, in); err != nil || !*asJSON {
		return err
	}
	return e.sayStandIn(in, time.Since(started))
}

// ofCatalogue takes a shape and a quantisation.
func (e *env) ofCatalogue(in *models.StandIn, named []string) error {
	shape, err := models.FindShape(named[0])
	if err != nil {
		return usageError{err}
	}
	in.Shape = shape.Name
	if len(named) == 2 {
		in.Quant = named[1]
	}
	e.chooseFormat(in, shape)
	switch {
	case in.Format == models.FormatMLX:
		in.Quant = strings.ToLower(cmp.Or(in.Quant, offeredMLXQuant(shape)))
	case in.WideScales:
		return usagef("--scales is for MLX models: add --format mlx")
	default:
		in.Quant = strings.ToUpper(cmp.Or(in.Quant, offeredGGUFQuant(shape)))
	}
	if _, err := in.Check(); err != nil {
		if mlx := shape.MLXQuants(); in.Format == "" && len(mlx) > 0 {
			err = fmt.Errorf("%w; for MLX (--format mlx) %s", err, strings.Join(mlx, ", "))
		}
		return usageError{err}
	}
	switch {
	case in.Path != "":
	case in.Format == models.FormatMLX:
		in.Path = e.mlxStandInPath(*in)
	default:
		in.Path = e.standInPath(in.Shape, in.Quant)
	}
	return nil
}

// likeReal reads the header of a real model. What exists on this disk is a
// file, whatever it looks like.
func (e *env) likeReal(ctx context.Context, in *models.StandIn, name string) error {
	var err error
	remote, ok := models.ParseHubFile(name)
	if _, statErr := os.Stat(name); statErr == nil || !ok {
		if in.Like, err = models.LikeFile(name); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w. One on Hugging Face is named ORGANISATION/REPOSITORY:FILE.gguf", err)
		}
	} else {
		in.Like, err = models.HubFrom(e.getenv).Like(ctx, remote, func(address string) {
			fmt.Fprintf(e.err, "reading the header of %s\n", bench.Clean(address))
		})
	}
	if err != nil {
		return err
	}
	real := in.Like.Model()
	fmt.Fprintf(e.err, "read %s of %s: %s, %s, %s parameters\n", bench.FormatBytes(in.Like.HeaderBytes), bench.Clean(in.Like.Source),
		bench.Clean(real.Label()), bench.FormatBytes(real.SizeBytes), bench.FormatParams(real.ParamCount))
	if in.Path == "" {
		in.Path = filepath.Join(e.places.models(), "standin-like-"+fileNameOf(in.Like.Source))
	}
	return nil
}

// fileNameOf makes one name of "org/repository:folder/file.gguf". Of a split
// model the number of the part goes: the stand-in is one file.
func fileNameOf(source string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:@*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, source)
	name = partNumber.ReplaceAllString(name, ".gguf")
	if !strings.EqualFold(filepath.Ext(name), ".gguf") {
		name += ".gguf"
	}
	return name
}

var partNumber = regexp.MustCompile(`-\d{5}-of-\d{5}\.(?i:gguf)$`)

// checkStandIn sets what a stand-in will have beside what others say of the
// real model.
func (e *env) checkStandIn(in models.StandIn) error {
	f, err := in.Check()
	if err != nil {
		return err
	}
	var title string
	var known []models.Publication
	if in.Like != nil {
		title = "like " + in.Like.Source
		real := in.Like.Model()
		known = []models.Publication{{
			Size: models.PrintedSize(real.SizeBytes), Params: models.PrintedParams(real.ParamCount), SizeBytes: real.SizeBytes, Source: "the file's own header",
		}}
	} else {
		shape, err := models.FindShape(in.Shape)
		if err != nil {
			return err
		}
		title, known = shape.Title+" "+in.Quant, models.Published(in.Shape, in.Quant)
		if in.Format == models.FormatMLX {
			title += " for MLX"
		}
		if in.WideScales {
			title, known = title+" with F32 scales", nil // nobody publishes that
		}
	}
	fmt.Fprintf(e.out, "%s: %s parameters, %s of them for each token; %s read per token; %s on disk\n", bench.Clean(title), bench.FormatParams(f.ParamCount),
		bench.FormatParams(f.ActiveParamCount), bench.FormatBytes(f.ReadBytesPerToken), bench.FormatBytes(f.FileBytes))
	fmt.Fprintf(e.out, "  %-10s %10s %9s  %d bytes\n", "ours", models.PrintedSize(f.SizeBytes), models.PrintedParams(f.ParamCount), f.SizeBytes)
	differ := 0
	for _, p := range known {
		differ += e.besides(p, f)
	}
	switch {
	case differ > 0:
		return fmt.Errorf("%d published figures differ from ours", differ)
	case len(known) == 0:
		fmt.Fprintf(e.out, "  no published figure is known; `dragstrip standin --check` lists those that are\n")
	}
	return nil
}

// besides prints one published line and counts it when it differs.
func (e *env) besides(p models.Publication, f models.Figures) int {
	bytes, verdict, differ := "", "equal", 0
	if p.SizeBytes > 0 {
		bytes = fmt.Sprintf("%d bytes, ", p.SizeBytes)
	}
	if !p.Equals(f) {
		verdict, differ = "DIFFERENT", 1
	}
	fmt.Fprintf(e.out, "  %-10s %10s %9s  %s%s: %s\n", "published", p.Size, p.Params, bytes, bench.Clean(p.Source), verdict)
	return differ
}

// checkPublished does that for everything published that is known.
func (e *env) checkPublished() error {
	differ := 0
	for _, p := range models.Published("", "") {
		f, err := p.StandIn().Check()
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "%-18s %-7s %11s %9s", p.Shape, p.Quant, models.PrintedSize(f.SizeBytes), models.PrintedParams(f.ParamCount))
		differ += e.besides(p, f)
	}
	if differ > 0 {
		return fmt.Errorf("%d published figures differ from ours", differ)
	}
	return nil
}

func listShapes(e *env) {
	for _, s := range models.Shapes() {
		line := fmt.Sprintf("%-20s %-24s", s.Name, s.Title)
		quants, quant := s.Quants(), offeredGGUFQuant(s)
		if f, err := models.Check(s.Name, quant); err == nil {
			line += fmt.Sprintf(" %-6s %9s  %7s parameters  also %s", quant, bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount),
				strings.Join(slices.DeleteFunc(quants, func(q string) bool { return q == quant }), " "))
		}
		if mlx := s.MLXQuants(); len(mlx) > 0 {
			line += "; MLX: " + strings.Join(mlx, " ")
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
	if f, err := in.Check(); err == nil {
		took := time.Since(started).Seconds()
		fmt.Fprintf(e.err, "wrote %s, %s in %.1f s (%.0f MB/s)\n", bench.Clean(in.Path), bench.FormatBytes(f.FileBytes), took, float64(f.FileBytes-max(begun, 0))/1e6/took)
	}
	return nil
}
