package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/signal"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/models"
	"dragstrip/models/standin"
)

// standinAsk holds the flags of `dragstrip standin`.
type standinAsk struct {
	output, like   string
	format, scales string
	seed           uint64
	check, json    bool
}

const standinAbout = `Writes a stand-in: a model with the exact shape of a real one and random weights. It is as fast
as the real model and useful only for measuring. Without SHAPE the shapes are listed. SHAPE may be
written as on a model hub or in Ollama: "Qwen/Qwen3-8B", qwen3:8b, llama-3.2-1b:q8_0. If writing is
interrupted, the same command resumes it.

With --format mlx, a folder for mlx_lm is written. QUANT is then spelled as in the names of
published models: bf16, 8bit, 6bit, 5bit, 4bit, 3bit (groups of 64; 4bit-g32 has smaller groups),
mxfp4, mxfp8, nvfp4; for gpt-oss mxfp4, mxfp4-q8, mxfp4-q4. If only MLX has
the QUANT, --format mlx can be left out.

With --like, dragstrip copies the header of a real model: a file on this disk, or a file on
Hugging Face (REPOSITORY:FILE, or the address of its page). It downloads only the first megabytes
of that file. HF_ENDPOINT names a server to use instead of Hugging Face. HF_TOKEN is sent
only to that server (Hugging Face or HF_ENDPOINT), and only over https unless the server is this
machine itself.`

func newStandinFlags() (*flags, *standinAsk) {
	var a standinAsk
	f := newFlags("standin", "[SHAPE [QUANT]]", standinAbout)
	f.typedOnly = []string{"format", "o"} // the variables are for reports
	f.under("What is written")
	f.StringVar(&a.output, "o", "", "write to this `FILE` instead of dragstrip's own folder")
	f.BoolVar(&a.check, "check", false, "write nothing: compare the stand-in's figures with published ones; without SHAPE, the figures of all shapes")
	f.StringVar(&a.like, "like", "", "copy the header of this `FILE` or REPOSITORY:FILE")
	f.Uint64Var(&a.seed, "seed", 0, "`NUMBER` for the random weights: the same seed gives the same bytes")
	f.metavars["format"], f.metavars["scales"] = "gguf|mlx", "bf16|f32"
	f.StringVar(&a.format, "format", "", "gguf for llama.cpp (the default), or mlx")
	f.StringVar(&a.scales, "scales", "bf16", "with --format mlx: type of the scales; f32 is much faster on MLX's CPU build, but the model is larger than published ones")
	f.under(groupOutput)
	f.BoolVar(&a.json, "json", false, "print what was written, or the figures of --check, as JSON")
	return f, &a
}

// mistake gives an error if a flag is wrong or flags cannot be combined.
func (a *standinAsk) mistake(rest []string) error {
	switch {
	case a.format != "" && a.format != models.FormatGGUF && a.format != models.FormatMLX:
		return usagef("--format %q is neither gguf nor mlx", bench.Clean(a.format))
	case a.scales != "bf16" && a.scales != "f32":
		return usagef("--scales %q is neither bf16 nor f32", bench.Clean(a.scales))
	case a.like != "" && a.format == models.FormatMLX:
		return usagef("--like copies the header of a GGUF file; with --format mlx name a shape instead")
	case a.like != "" && len(rest) > 0:
		return usagef("--like takes shape and quantization from the file; leave out %q", bench.Clean(rest[0]))
	}
	return nil
}

func standinVerb(e *env, args []string) error {
	f, ask := newStandinFlags()
	rest, err := f.parse(e, args)
	if err == nil {
		err = ask.mistake(rest)
	}
	switch {
	case err != nil:
		return err
	case len(rest) == 0 && ask.like == "" && ask.check:
		return e.checkPublished()
	case len(rest) == 0 && ask.like == "":
		listShapes(e)
		return nil
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	in := standin.StandIn{Path: ask.output, Seed: ask.seed, Format: ask.format, WideScales: ask.scales == "f32"}
	if ask.like != "" {
		err = e.likeReal(ctx, &in, ask.like)
	} else {
		err = e.ofCatalogue(&in, rest)
	}
	switch {
	case ctx.Err() != nil:
		return exitError(exitInterrupted)
	case err != nil:
		return err
	case ask.check && ask.json:
		return e.sayStandIn(in, 0)
	case ask.check:
		return e.checkStandIn(in)
	}
	took, err := e.writeStandIn(ctx, in)
	if err != nil || !ask.json {
		return err
	}
	return e.sayStandIn(in, took)
}

// ofCatalogue sets shape and quantization to those that were named.
func (e *env) ofCatalogue(in *standin.StandIn, named []string) error {
	shape, quant, err := standin.Asked(named)
	if err != nil {
		return usageError{err}
	}
	in.Shape, in.Quant = shape.Name, quant
	e.chooseFormat(in, shape)
	switch {
	case in.Format == models.FormatMLX:
		in.Quant = strings.ToLower(cmp.Or(in.Quant, offeredMLXQuant(shape)))
	case in.WideScales:
		return usagef("--scales works only for MLX models; add --format mlx")
	default:
		in.Quant = strings.ToUpper(cmp.Or(in.Quant, offeredGGUFQuant(shape)))
	}
	if _, err := in.Check(); err != nil {
		if mlx := shape.MLXQuants(); in.Format == "" && len(mlx) > 0 {
			err = fmt.Errorf("%w; for MLX (--format mlx): %s", err, strings.Join(mlx, ", "))
		}
		return usageError{err}
	}
	if in.Path == "" {
		in.Path = e.places.standIn(*in)
	}
	return nil
}

// likeReal reads the header of a real model. A name that exists on this disk is
// a file, even if it looks like a file on Hugging Face.
func (e *env) likeReal(ctx context.Context, in *standin.StandIn, name string) error {
	hub := standin.HubFrom(e.getenv)
	remote, ok, err := hub.File(name)
	switch {
	case exists(name):
		in.Like, err = standin.LikeFile(name)
	case err != nil:
		return err
	case !ok:
		if in.Like, err = standin.LikeFile(name); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w; a file on Hugging Face is named ORGANIZATION/REPOSITORY:FILE.gguf", err)
		}
	default:
		in.Like, err = hub.Like(ctx, remote, func(address string) {
			fmt.Fprintf(e.err, "reading the header of %s (waits %v at most)\n", bench.Clean(address), standin.HubPatience)
		})
	}
	if err != nil {
		return err
	}
	model := in.Like.Model()
	fmt.Fprintf(e.err, "read %s of %s: %s, %s, %s parameters\n", bench.FormatBytes(in.Like.HeaderBytes), bench.Clean(in.Like.Source),
		bench.Clean(model.Label()), bench.FormatBytes(model.SizeBytes), bench.FormatParams(model.ParamCount))
	if in.Path == "" {
		in.Path = filepath.Join(e.places.models(), "standin-like-"+fileNameOf(in.Like.Source))
	}
	return nil
}

// fileNameOf makes one file name of "org/repository:folder/file.gguf". If the
// model is split, it removes the number of the part, because the stand-in is
// one file.
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

var partNumber = lazyregexp.New(`-\d{5}-of-\d{5}\.(?i:gguf)$`)

// chooseFormat chooses MLX for a quantization that only MLX has, and says so.
func (e *env) chooseFormat(in *standin.StandIn, shape standin.Shape) {
	if in.Format != "" || in.Quant == "" {
		return
	}
	gguf, mlx := *in, *in
	gguf.WideScales = false
	mlx.Format = models.FormatMLX
	_, err := gguf.Check()
	_, mlxErr := mlx.Check()
	if err == nil || mlxErr != nil {
		return
	}
	in.Format = models.FormatMLX
	fmt.Fprintf(e.err, "%s is a quantization of MLX, so the stand-in is written for mlx_lm (--format mlx); llama.cpp has %s\n",
		bench.Clean(in.Quant), strings.Join(shape.Quants(), ", "))
}
