package cli

import (
	"context"
	"encoding/json"
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

// findModels opens what was named and, where nothing was, looks into dyno's
// own folder. A file that was named and cannot be measured is an error; one
// that merely lies in a folder is told and passed over.
func (e *env) findModels(ctx context.Context, paths []string) ([]bench.Model, error) {
	own := ""
	if len(paths) == 0 {
		own = e.places.models()
	}
	found, problems := models.Find(ctx, paths, own)
	named := map[string]bool{}
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			named[abs] = true
		}
		named[p] = true
	}
	for _, p := range problems {
		if named[p.Path] {
			return nil, p
		}
		if !errors.Is(p, models.ErrNotOffered) {
			fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(p.Error()))
		}
	}
	var out []bench.Model
	for _, f := range found {
		out = append(out, f.Model)
	}
	if len(out) == 0 && len(paths) > 0 {
		return nil, fmt.Errorf("no model that can be measured in %s; `dyno models %s` says why", bench.Clean(strings.Join(paths, ", ")), bench.Clean(paths[0]))
	}
	return out, nil
}

func modelsVerb(e *env, args []string) error {
	f := e.flags("models", "[FILE|FOLDER…] [FLAGS]\n\nWithout arguments: dyno's own folder.")
	asJSON := f.Bool("json", false, "print a JSON object with models and problems")
	paths, err := f.parse(e, args)
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	found, problems := models.Find(ctx, paths, e.places.models())
	if *asJSON {
		return printModels(e, found, problems)
	}
	for _, m := range found {
		fmt.Fprintf(e.out, "%-40s %-8s %10s %10s  %s\n", bench.Clean(m.Label()), bench.Clean(m.Arch),
			bench.FormatBytes(m.SizeBytes), bench.FormatParams(m.ParamCount), bench.Clean(m.Path))
	}
	for _, p := range problems {
		fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(p.Error()))
	}
	if len(found) == 0 {
		fmt.Fprintln(e.err, "No models found. Give a file or a folder, or write one: dyno standin llama-3.2-1b")
	}
	return nil
}

func printModels(e *env, found []models.Found, problems []*models.Problem) error {
	out := struct {
		Models   []models.Found `json:"models"`
		Problems []string       `json:"problems"`
	}{found, []string{}}
	if out.Models == nil {
		out.Models = []models.Found{}
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, bench.Clean(p.Error()))
	}
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

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
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
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

func (e *env) writeStandIn(ctx context.Context, in models.StandIn) error {
	started := time.Now()
	progress := e.progress("writing the stand-in")
	err := models.WriteStandIn(ctx, in, progress.set)
	progress.done()
	if err != nil {
		if ctx.Err() != nil {
			return exitError(exitInterrupted)
		}
		return err
	}
	if st, err := os.Stat(in.Path); err == nil {
		took := time.Since(started).Seconds()
		fmt.Fprintf(e.err, "wrote %s, %s in %.1f s (%.0f MB/s)\n", in.Path, bench.FormatBytes(st.Size()), took, float64(st.Size())/1e6/took)
	}
	return nil
}

// hashModels computes the digests of the models that were measured, once the
// measuring is over; they are cached, so a second session costs nothing.
func (b *benchProcess) hashModels(ctx context.Context) {
	if !b.journal.Session.Plan.Hash {
		return
	}
	done := map[string][]bench.ModelFile{}
	for _, j := range b.journal.Session.Jobs {
		files, known := done[j.Model.Path]
		if !known {
			if err := b.emit(j.ID, bench.PhaseEntered{Phase: bench.PhaseHashing}); err != nil {
				return
			}
			var err error
			if files, err = b.hashModel(ctx, j.Model); err != nil {
				b.emit(j.ID, bench.Warned{Warning: bench.Warning{
					Code: "not_hashed", Text: "the model file's digest could not be computed: " + bench.Clean(err.Error()),
					Remedy: "results are not affected; --no-hash leaves digests out",
				}})
			}
			done[j.Model.Path] = files
		}
		if changed := changedFile(j.Model); changed != "" && hasResults(j) {
			b.emit(j.ID, bench.Warned{Warning: bench.Warning{
				Code: "model_changed", Text: changed + " was changed while it was being measured, and the digest is of the file as it is now",
				Remedy: "measure again",
			}})
		}
		if len(files) > 0 {
			b.emit(j.ID, bench.ModelHashed{Files: files})
		}
	}
}

func (b *benchProcess) hashModel(ctx context.Context, m bench.Model) ([]bench.ModelFile, error) {
	var files []bench.ModelFile
	for _, path := range models.Parts(m) {
		st, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		digest, _, err := models.Hash(ctx, path, filepath.Join(b.places.cache, "hashes"), nil)
		if err != nil {
			return nil, err
		}
		files = append(files, bench.ModelFile{Name: bench.Clean(filepath.Base(path)), SizeBytes: st.Size(), SHA256: digest, Modified: st.ModTime().UTC()})
	}
	return files, nil
}
