package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/hwinfo"
	"dragstrip/models"
)

// yardstick is this machine as far as models are held against it.
func (e *env) yardstick(ctx context.Context, depth int, probe bool) models.Yardstick {
	m := e.describe(ctx)
	measured := 0.0
	if probe {
		b, err := hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &m})
		if err != nil {
			fmt.Fprintf(e.err, "the memory bandwidth could not be measured: %s\n", bench.Clean(err.Error()))
		}
		measured = b.PeakGBps
	}
	return models.YardstickOf(m, measured, depth)
}

// shownModel is a model in JSON.
type shownModel struct {
	models.Found
	models.Outlook
	models.Companions
}

// listModels prints models as they come; JSON comes at the end, sorted.
func (e *env) listModels(ctx context.Context, search models.Search, o modelsOptions) error {
	y := e.yardstick(ctx, *o.depth, *o.probe)
	if *o.json {
		found, problems := search.Find(ctx)
		return printModels(e, found, problems, models.CompanionsOf(found), y)
	}
	some, left := false, 0
	search.Each(ctx, func(f *models.Found, p *models.Problem) {
		switch {
		case f != nil:
			some = true
			said := y.Of(*f)
			fmt.Fprintf(e.out, "%-40s %-10s %10s %10s  %-12s %-12s %s\n", bench.Clean(f.Label()), bench.Clean(f.Arch),
				bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount), said.Best(), bench.Clean(f.Place), bench.Clean(f.Path))
		case errors.Is(p, models.ErrNotOffered) && !*o.all && len(search.Paths) == 0:
			left++
		default:
			fmt.Fprintf(e.err, "left out: %s\n", bench.Clean(p.Error()))
		}
	})
	if left > 0 {
		fmt.Fprintf(e.err, "%d more cannot be measured by themselves (projectors, adapters, unconverted models); --all says which\n", left)
	}
	if !some {
		fmt.Fprintln(e.err, "No models found. Give a file or a folder, or write one: dragstrip standin llama-3.2-1b")
	}
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	return nil
}

func printModels(e *env, found []models.Found, problems []*models.Problem, pairs map[string]models.Companions, y models.Yardstick) error {
	out := struct {
		Models   []shownModel `json:"models"`
		Problems []string     `json:"problems"`
	}{[]shownModel{}, []string{}}
	for _, f := range found {
		out.Models = append(out.Models, shownModel{f, y.Of(f), pairs[f.Path]})
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, bench.Clean(p.Error()))
	}
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// showModel prints everything that is known of one model.
func (e *env) showModel(ctx context.Context, f models.Found, other models.Companions, o modelsOptions) error {
	y := e.yardstick(ctx, *o.depth, *o.probe)
	if *o.json {
		return printModels(e, []models.Found{f}, nil, map[string]models.Companions{f.Path: other}, y)
	}
	for _, row := range slices.Concat(modelRows(f), outlookRows(y, f), companionRows(other)) {
		if row[1] != "" {
			fmt.Fprintf(e.out, "%-10s %s\n", row[0], bench.Clean(row[1]))
		}
	}
	return nil
}

func modelRows(f models.Found) [][2]string {
	k := f.Facts
	active := ""
	if f.ActiveParamCount > 0 && f.ActiveParamCount < f.ParamCount {
		active = bench.FormatParams(f.ActiveParamCount) + " of them for each token"
	}
	experts := ""
	if k.Experts > 0 {
		experts = fmt.Sprintf("%d experts, %d used", k.Experts, k.ExpertsUsed)
	}
	packing := ""
	if k.QuantBits > 0 {
		packing = fmt.Sprintf("%d bit in groups of %d (%s)", k.QuantBits, k.GroupSize, k.QuantMode)
	}
	bits := ""
	if k.BitsPerWeight > 0 {
		bits = fmt.Sprintf("%.2f bits per weight", k.BitsPerWeight)
	}
	main := mostly(k.MainType)
	if packing != "" { // words of 32 bits say nothing of what is in them
		main = ""
	}
	rows := [][2]string{
		{"model", f.Label()},
		{"path", f.Path},
		{"from", f.Place},
		{"kind", joined(f.Format, f.Arch, k.SizeLabel, k.Author)},
		{"stand-in", standInOf(k.StandInOf)},
		{"licence", k.License},
		{"parameters", joined(bench.FormatParams(f.ParamCount), active, experts)},
		{"weights", joined(bench.FormatBytes(f.SizeBytes), bits, main, packing, k.FileType)},
		{"layers", joined(count(k.Layers, "layers"), count(k.Heads, "heads"), count(k.KVHeads, "KV heads"), count(k.Embedding, "wide"), ahead(k.FurtherLayers))},
		{"vocabulary", joined(count(k.Vocabulary, "tokens"), k.Tokenizer)},
		{"attention", joined(attention(k.Attention), ofLayers(k.WindowLayers, k.Layers, fmt.Sprintf("see %d tokens back", k.Window)), ofLayers(k.StateLayers, k.Layers, "keep a state of fixed size"))},
		{"context", count(k.ContextLength, "tokens")},
		{"files", joined(fmt.Sprintf("%d", len(f.Files)), bench.FormatBytes(k.FileBytes)+" on disk", "complete")},
	}
	if len(k.UnknownTypes) > 0 {
		rows = append(rows, [2]string{"note", "has tensors of " + strings.Join(k.UnknownTypes, ", ") + ", which need a fork or a newer build"})
	}
	return rows
}

func standInOf(what string) string {
	if what == "" {
		return ""
	}
	return "of " + what + ": random weights, as fast as the real ones"
}

func joined(parts ...string) string { return strings.Join(nonEmpty(parts...), " · ") }

func count(n int64, of string) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", n, of)
}

func mostly(kind string) string {
	if kind == "" {
		return ""
	}
	return "mostly " + kind
}

func attention(kind string) string {
	switch kind {
	case "multi-head":
		return "multi-head (keys and values for each head)"
	case "grouped":
		return "grouped heads (GQA)"
	case "latent":
		return "latent (MLA: one vector for all heads)"
	}
	return ""
}

func ofLayers(n, all int64, what string) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d layers %s", n, all, what)
}

func ahead(n int64) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%d more to predict ahead", n)
}

// outlookRows say what the model does on this machine.
func outlookRows(y models.Yardstick, f models.Found) [][2]string {
	said := y.Of(f)
	var rows [][2]string
	if f.KV.Known() {
		none := bench.KVTypes{}
		text := fmt.Sprintf("%s a token at the beginning, %s at %d, %s for %d tokens (f16)", bench.FormatBytes(f.KV.BytesPerToken(0, none)),
			bench.FormatBytes(f.KV.BytesPerToken(int64(y.Depth), none)), y.Depth, bench.FormatBytes(f.KV.ReadBytes(int64(y.Depth), none)), y.Depth)
		if f.KV.StateBytes > 0 {
			text += fmt.Sprintf(", %s of it a fixed state", bench.FormatBytes(f.KV.StateBytes))
		}
		rows = append(rows, [2]string{"KV cache", text})
	}
	rows = append(rows, [2]string{"reads", bench.FormatBytes(f.ReadBytesPerToken) + " a token"})
	if c := said.Ceilings; c.ReadBytesPerToken > 0 {
		text := fmt.Sprintf("%s a token at depth %d", bench.FormatBytes(c.ReadBytesPerToken), c.Depth)
		if c.SpecifiedTPS > 0 {
			text += fmt.Sprintf(": at most %s t/s with %s on paper", bench.FormatTPS(c.SpecifiedTPS), bench.FormatGBps(y.Ceiling.SpecifiedGBps))
		}
		if c.SpecifiedTPS == 0 && c.MeasuredTPS == 0 {
			text += "; --probe measures the bandwidth and says what that allows"
		}
		if c.MeasuredTPS > 0 {
			text += fmt.Sprintf(", at most %s t/s with %s measured", bench.FormatTPS(c.MeasuredTPS), bench.FormatGBps(y.Ceiling.MeasuredGBps))
		}
		rows = append(rows, [2]string{"ceiling", text})
	}
	for _, fit := range said.Fits {
		rows = append(rows, [2]string{"memory", fmt.Sprintf("%s: %s (weights %s, KV %s for %d tokens, about %s to compute)", fit.Memory.Name, fit,
			bench.FormatBytes(fit.Need.WeightBytes), bench.FormatBytes(fit.Need.KVBytes), y.Depth+models.AssumedGeneration, bench.FormatBytes(fit.Need.ComputeBytes))})
	}
	return rows
}
