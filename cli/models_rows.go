package cli

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
)

func modelRows(f models.Found) [][2]string {
	k := f.Facts
	active := ""
	if f.ActiveParamCount > 0 && f.ActiveParamCount < f.ParamCount {
		active = bench.FormatParams(f.ActiveParamCount) + " active per token"
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
	if packing != "" || k.MainType == k.FileType { // the type of packed tensors says nothing, because they are stored as words of 32 bits
		main = ""
	}
	rows := [][2]string{
		{"model", f.Label()},
		{"also called", strings.Join(f.OtherNames, ", ")},
		{"path", f.Path},
		{"from", f.Place},
		{"kind", dotted(f.Format, f.Arch, k.SizeLabel, k.Author)},
		{"stand-in", standInOf(f)},
		{"outdated", outdated(f)},
		{"license", k.License},
		{"parameters", dotted(bench.FormatParams(f.ParamCount), active, experts)},
		{"weights", dotted(bench.FormatBytes(f.SizeBytes), bits, main, packing, k.FileType)},
		{"layers", dotted(count(k.Layers, "layers"), count(k.Heads, "heads"), count(k.KVHeads, "KV heads"), count(k.Embedding, "wide"), ahead(k.FurtherLayers))},
		{"vocabulary", dotted(count(k.Vocabulary, "tokens"), k.Tokenizer)},
		{"attention", dotted(attention(k.Attention), ofLayers(k.WindowLayers, k.Layers, fmt.Sprintf("look back %d tokens", k.Window)), ofLayers(k.StateLayers, k.Layers, "keep a state of fixed size"))},
		{"context", count(k.ContextLength, "tokens")},
		{"files", dotted(fmt.Sprintf("%d", len(f.Files)), bench.FormatBytes(k.FileBytes)+" on disk", "complete")},
	}
	if len(k.UnknownTypes) > 0 {
		rows = append(rows, [2]string{"note", "has tensors of type " + strings.Join(k.UnknownTypes, ", ") + ", which need a fork or a newer build of the engine"})
	}
	if len(k.Unread) > 0 {
		rows = append(rows, [2]string{"unknown", "dragstrip does not understand what config.json says about " + strings.Join(k.Unread, ", ") + "; the engine may understand it"})
	}
	return rows
}

func standInOf(f models.Found) string {
	switch {
	case f.Facts.StandInOf == "":
		return ""
	case f.StandInFault.String() != "":
		return "of " + f.Facts.StandInOf + ": random weights"
	}
	return "of " + f.Facts.StandInOf + ": random weights, as fast as the real ones"
}

// outdated says what is wrong with a stand-in of an earlier version, and how to
// write it again. It is empty if nothing is wrong.
func outdated(f models.Found) string {
	fault := f.StandInFault.String()
	if fault == "" {
		return ""
	}
	return fault + ". To replace it: " + rewriting(f)
}

// rewriting gives the command that writes a stand-in again at the same place.
func rewriting(f models.Found) string {
	words := []string{"dragstrip", "standin"}
	if shape, err := standin.FindShape(f.Facts.StandInOf); err == nil {
		words = append(words, shape.Name, f.Quant)
	} else {
		words = append(words, "--like", quoted(f.Facts.StandInOf))
	}
	if f.Format == models.FormatMLX {
		words = append(words, "--format", models.FormatMLX)
	}
	if strings.HasSuffix(f.Path, wideScalesEnding) {
		words = append(words, "--scales", "f32")
	}
	return strings.Join(append(words, "-o", quoted(f.Path)), " ")
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
	return fmt.Sprintf("%d more for multi-token prediction", n)
}

// expectedRow says how fast a model will be on this machine, if that is known.
func expectedRow(e bench.Expected) [][2]string {
	if !e.Known() {
		return nil
	}
	return [][2]string{{"expected", e.SpeedRange.String() + " (" + expectedTest.String() + "), " + e.Basis()}}
}

// outlookRows say how a model fits this machine and how fast it can be. probing
// is what the user does to measure the bandwidth: an option or a key.
func outlookRows(y models.Yardstick, f models.Found, probing string) [][2]string {
	said, depth := y.Of(f), y.DepthFor(f)
	var rows [][2]string
	if f.KV.Known() {
		none := bench.KVTypes{}
		text := fmt.Sprintf("%s a token at depth 0, %s a token at depth %d; %s for all %d tokens (f16)", bench.FormatBytes(f.KV.BytesPerToken(0, none)),
			bench.FormatBytes(f.KV.BytesPerToken(int64(depth), none)), depth, bench.FormatBytes(f.KV.ReadBytes(int64(depth), none)), depth)
		if f.KV.StateBytes > 0 {
			text += fmt.Sprintf(", including a fixed state of %s", bench.FormatBytes(f.KV.StateBytes))
		}
		rows = append(rows, [2]string{"KV cache", text})
	}
	rows = append(rows, [2]string{"reads", bench.FormatBytes(f.ReadBytesPerToken) + " a token"})
	if c := said.Ceilings; c.ReadBytesPerToken > 0 {
		text, before := fmt.Sprintf("%s a token at depth %d", bench.FormatBytes(c.ReadBytesPerToken), c.Depth), ": "
		if c.SpecifiedTPS > 0 {
			text += fmt.Sprintf(": at most %s t/s with %s specified", bench.FormatTPS(c.SpecifiedTPS), bench.FormatGBps(y.Ceiling.SpecifiedGBps))
			before = ", "
		}
		if c.SpecifiedTPS == 0 && c.MeasuredTPS == 0 {
			text += "; " + probing + " measures the bandwidth and shows the ceiling"
		}
		if c.MeasuredTPS > 0 {
			text += before + fmt.Sprintf("at most %s t/s with %s measured", bench.FormatTPS(c.MeasuredTPS), bench.FormatGBps(y.Ceiling.MeasuredGBps))
			if y.Ceiling.Doubtful {
				text += " ? (uncertain)"
			}
		}
		rows = append(rows, [2]string{"ceiling", text})
	}
	for _, name := range y.Unused {
		rows = append(rows, [2]string{"GPU", bench.Clean(name) + ": " + bench.UnusedGPU})
	}
	for _, fit := range said.Fits {
		rows = append(rows, [2]string{"memory", fmt.Sprintf("%s: %s (weights %s, KV %s for %d tokens, about %s for computing)", fit.Memory.Name, fit,
			bench.FormatBytes(fit.Need.WeightBytes), bench.FormatBytes(fit.Need.KVBytes), depth+models.AssumedGeneration, bench.FormatBytes(fit.Need.ComputeBytes))})
	}
	return rows
}

// companionRows name the first few companions of a model.
func companionRows(c models.Companions) [][2]string {
	const most = 4
	var rows [][2]string
	for i, path := range c.Others[:min(len(c.Others), most)] {
		name := ""
		if i == 0 {
			name = "pair"
		}
		rows = append(rows, [2]string{name, "the same model for another engine: " + bench.Clean(c.Labels[i]) + ", " + bench.Clean(path)})
	}
	return rows
}
