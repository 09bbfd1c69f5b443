package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// A model for two engines is two files. A difference in speed comes partly from
// the engines, and partly because one file is smaller.

// fair says what two jobs with one model on two engines have in common, what
// could not be matched, and how much of the difference comes only from the
// number of bytes. The tests are equal (prompt length, depth, tokens
// generated), the files are not.
func fair(sa *bench.Session, a *bench.JobState, sb *bench.Session, b *bench.JobState, nameA, nameB string) []string {
	if !crossEngine(a.Model, b.Model) {
		return nil
	}
	out := []string{fmt.Sprintf("%s and %s are one model on two engines, with the same prompt lengths, depths and counts of generated tokens. Not the same: %s",
		nameA, nameB, strings.Join(unmatched(a, b), "; "))}
	// These texts say how the times were taken. Without them, a reader could see a
	// difference where there is none, or overlook a difference.
	out = append(out, ofEither(a, b, func(f bench.Fairness) string { return f.Timing })...)
	for _, t := range a.Tests {
		u := b.Test(t.Test)
		if u == nil || len(t.Results) == 0 || len(u.Results) == 0 {
			continue
		}
		if text := onlyBytes(rowOf(sa, a, t), rowOf(sb, b, u), nameA, nameB); text != "" {
			out = append(out, text)
		}
	}
	if alone := append(withoutPartner(a, b, nameA), withoutPartner(b, a, nameB)...); len(alone) > 0 {
		text := "Not compared, because the other engine did not measure it: " + strings.Join(alone, ", ")
		if would := ofEither(a, b, func(f bench.Fairness) string { return f.Unmatched }); len(would) > 0 {
			text += " (" + strings.Join(would, "; ") + ")"
		}
		out = append(out, text)
	}
	return append(out, ofEither(a, b, func(f bench.Fairness) string { return f.Corrected })...)
}

// ofEither collects what the two engines say about themselves, each text once.
func ofEither(a, b *bench.JobState, of func(bench.Fairness) string) []string {
	var out []string
	for _, j := range []*bench.JobState{a, b} {
		if text := bench.Clean(of(j.BuildUsed().Traits.Fair)); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// unmatched names what cannot be made equal.
func unmatched(a, b *bench.JobState) []string {
	return []string{
		"quantization (" + weights(a.Model) + "; " + weights(b.Model) + ")",
		"type of the KV cache (" + kvType(a) + "; " + kvType(b) + ")",
		"flash attention (" + attention(a) + "; " + attention(b) + ")",
	}
}

func weights(m bench.Model) string {
	quant := orText(bench.Clean(m.Quant), "not known")
	if m.SizeBytes > 0 && m.ParamCount > 0 {
		return fmt.Sprintf("%s, %.2f bits per weight", quant, 8*float64(m.SizeBytes)/float64(m.ParamCount))
	}
	return quant
}

func kvType(j *bench.JobState) string {
	if own := j.BuildUsed().Traits.Fair.KV; own != "" {
		return bench.Clean(own)
	}
	k, v := orText(j.Params["type_k"], "f16"), orText(j.Params["type_v"], "f16")
	if k == v {
		return k
	}
	return k + " and " + v
}

func attention(j *bench.JobState) string {
	if own := j.BuildUsed().Traits.Fair.Attention; own != "" {
		return bench.Clean(own)
	}
	return orText(j.Params["flash_attn"], "auto")
}

// onlyBytes compares two generation results with the bytes that each token
// reads. At the same bandwidth, the model that reads fewer bytes is faster for
// that reason alone.
func onlyBytes(a, b Row, nameA, nameB string) string {
	x, y := a.ReadBytes(), b.ReadBytes()
	if x <= 0 || y <= 0 || a.Summary.Median <= 0 || b.Summary.Median <= 0 {
		return ""
	}
	side := func(name string, r Row, bytes float64) string {
		text := fmt.Sprintf("%s reads %s a token", name, bench.FormatBytes(int64(bytes)))
		switch {
		case r.OfMeasured() > 0:
			text += ", " + bench.FormatPercent(r.OfMeasured()) + " of the measured bandwidth" + r.Ceiling.Doubt()
		case r.OfSpecified() > 0:
			text += ", " + bench.FormatPercent(r.OfSpecified()) + " of the specified bandwidth"
		}
		return text
	}
	text := fmt.Sprintf("%s: %s; %s. From the number of bytes alone, the speed of %s should differ by %s", a.Test.Test, side(nameA, a, x), side(nameB, b, y), nameB, bench.FormatChange(x/y))
	// The measured change is named only if there is a verdict.
	if c := compareRows(a, b); c.HasRatio() && len(suspects(a, b)) == 0 {
		text += "; measured: " + bench.FormatChange(c.Ratio)
	}
	return text
}

// withoutPartner lists the measured tests that the other job does not have.
func withoutPartner(of, other *bench.JobState, name string) []string {
	var out []string
	for _, t := range of.Tests {
		if len(t.Results) > 0 && other.Test(t.Test) == nil {
			out = append(out, name+" "+t.Test.String())
		}
	}
	return out
}
