package published

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dragstrip/bench"
)

var update = flag.Bool("update", false, "pack the folder set into set.zip")

// packSet packs the CSV files. The result depends on nothing else.
func packSet(t *testing.T) []byte {
	t.Helper()
	names, err := filepath.Glob("set/*.csv")
	if err != nil || len(names) != 4 {
		t.Fatalf("%v, %v", names, err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestCompression) })
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: filepath.Base(name), Method: zip.Deflate, Modified: time.Time{}})
		if err == nil {
			_, err = to.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// contents unpacks an archive.
func contents(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
	}
	return out
}

// The program holds what the CSV files say, and grows by little.
func TestTheSetIsPacked(t *testing.T) {
	fresh := packSet(t)
	if *update {
		if err := os.WriteFile("set.zip", fresh, 0o644); err != nil {
			t.Fatal(err)
		}
		packed = fresh
	}
	want, got := contents(t, fresh), contents(t, packed)
	for name, content := range want {
		if got[name] != content {
			t.Errorf("set.zip has another %s: go test ./bench/published -run Packed -update", name)
		}
	}
	if len(packed) > 400<<10 {
		t.Errorf("the set takes %d bytes", len(packed))
	}
	if _, err := read(packed); err != nil {
		t.Error(err)
	}
}

func TestTheSetIsWhole(t *testing.T) {
	s := Load()
	if len(s.Chips) < 580 || len(s.Figures) < 3500 {
		t.Fatalf("%d chips, %d figures", len(s.Chips), len(s.Figures))
	}
	names := map[string]bool{}
	for _, c := range s.Chips {
		if names[c.Name] || c.GBps <= 0 || c.GBps > 25000 || c.Vendor == "" || c.Family == "" || c.Source == "" {
			t.Errorf("chip %+v", c)
		}
		names[c.Name] = true
	}
	for i := range s.Figures {
		f := &s.Figures[i]
		if f.Test.Prompt > 0 == f.Generates && f.Test.Tokens() > 0 || f.Engine == "" || f.Model == "" {
			t.Errorf("figure %+v", f)
		}
		// No figure may be faster than the memory allows.
		if weights, kv, ok := f.ReadBytes(); ok && f.Generates && (weights+kv)*f.TPS > f.Chip.GBps*1e9*float64(f.GPUs) {
			t.Errorf("%s, %s, %s: %g t/s is more than %g GB/s can read", f.Chip.Name, f.Model, f.Test, f.TPS, f.Chip.GBps)
		}
	}
}

// Names that other programs confuse, because they look for a part of a name.
func TestAChipIsFoundByWholeWords(t *testing.T) {
	s := Load()
	found := func(text string) (out []string) {
		for _, c := range s.FindChips(text) {
			out = append(out, c.Name)
		}
		return out
	}
	if got := found("M1 Ultra"); !slices.Equal(got, []string{"Apple M1 Ultra (48-core GPU)", "Apple M1 Ultra (64-core GPU)"}) {
		t.Errorf("%q", got)
	}
	if got := found("ryzen ai max+ 395"); !slices.Equal(got, []string{"Ryzen AI Max+ 395 (Strix Halo, Radeon 8060S)"}) {
		t.Errorf("%q", got)
	}
	if got := found("ryzen ai max 395"); !slices.Equal(got, []string{"Ryzen AI Max+ 395 (Strix Halo, Radeon 8060S)"}) {
		t.Errorf("without the plus: %q", got)
	}
	for text, gbps := range map[string]float64{"GeForce RTX 5060": 448, "Tesla M40": 288.4, "Radeon RX 9070": 644.6, "Apple M4 Max (32-core GPU)": 409.6} {
		got := s.FindChips(text)
		if len(got) != 1 || got[0].GBps < gbps-1 || got[0].GBps > gbps+1 {
			t.Errorf("%s: %v, want one of %g GB/s", text, found(text), gbps)
		}
	}
	if got := found("m"); got != nil {
		t.Errorf("%q", got)
	}
	if got := found(""); got != nil {
		t.Errorf("%q", got)
	}
}

// A quantization of one format can have nearly the name of another one elsewhere.
func TestAQuantizationIsThatOfItsFormat(t *testing.T) {
	gptOSS := Figure{ParamsB: 20.9, ActiveB: 3.6, Quant: "MXFP4"}
	m := bench.Model{ParamCount: 20_914_000_000, ActiveParamCount: 3_600_000_000}
	for _, c := range []struct {
		format, quant string
		want          bool
	}{{"", "mxfp4", true}, {"gguf", "MXFP4", true}, {"mlx", "mxfp4", false}} {
		if m.Format, m.Quant = c.format, c.quant; gptOSS.Is(m) != c.want {
			t.Errorf("%q: %t", c.format, !c.want)
		}
	}
}

// The chip whose name is nearest to the words is meant, unless several are.
func TestOneChipIsMeant(t *testing.T) {
	for text, want := range map[string]string{
		"RTX 5090": "GeForce RTX 5090", "rtx 3060 12 gb": "GeForce RTX 3060 12 GB", "RTX 3060": "", "M1 Ultra": "", "M1 Ultra 64-core": "Apple M1 Ultra (64-core GPU)", "no such": "",
	} {
		got, found := Load().OneChip(text)
		if (got == nil) != (want == "") || got != nil && got.Name != want || want != "" && len(found) == 0 {
			t.Errorf("%s: %+v of %d", text, got, len(found))
		}
	}
}

func TestReadBytes(t *testing.T) {
	s := Load()
	f := Figure{ParamsB: 6.738, Bytes: 3825065984, Architecture: "llama", Test: bench.Test{Generation: 128}}
	f.Shape = s.shapeOf(f.Architecture, f.ParamsB)
	weights, kv, ok := f.ReadBytes()
	// Llama 2 7B Q4_0: the embeddings are 131,072,000 elements of 4.5 bits, and a
	// token in the cache takes half a MiB.
	if !ok || weights < 3.74e9 || weights > 3.76e9 || kv != 64*512<<10 {
		t.Errorf("%g, %g, %t", weights, kv, ok)
	}
	for _, none := range []Figure{{Bytes: 1, Shape: f.Shape}, {ParamsB: 6.738, Bytes: 1}} {
		if _, _, ok := none.ReadBytes(); ok {
			t.Errorf("%+v has read bytes", none)
		}
	}
}

func TestDamagedSets(t *testing.T) {
	for name, content := range map[string]string{
		"no column":     "chip\nx\n",
		"no number":     "chip,vendor,kind,memory_type,theoretical_gbs\nx,y,z,m,fast\n",
		"ragged":        "chip,vendor\nx\n",
		"empty":         "",
		"unclosed text": "chip\n\"x\n",
	} {
		s := &Set{byName: map[string]*Chip{}}
		if err := s.readChips([]byte(content)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := read([]byte("no archive")); err == nil {
		t.Error("no error")
	}
	for _, text := range []string{"xx512", "tg128@dx", "ppx", ""} {
		if _, _, err := testOf(text); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := read(packed); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheNewestFigureOfAChip(t *testing.T) {
	llama := bench.Model{ParamCount: 6_738_415_616, Quant: "Q4_0"}
	s := Load()
	best := s.Best(llama, bench.Test{Generation: 128})
	if len(best) < 50 {
		t.Fatalf("%d chips", len(best))
	}
	for c, f := range best {
		if f.Chip != c || f.Quant != "Q4_0" || f.ActiveB > 0 || f.GPUs > 1 {
			t.Errorf("%s: %+v", c.Name, f)
		}
	}
	for _, none := range []bench.Model{{ParamCount: 6_738_415_616, Quant: "Q9"}, {Quant: "Q4_0"}, {ParamCount: 6_738_415_616, ActiveParamCount: 1e9, Quant: "Q4_0"}} {
		if got := s.Best(none, bench.Test{Generation: 128}); len(got) > 0 {
			t.Errorf("%+v: %d chips", none, len(got))
		}
	}
	for stated, want := range map[string]string{"2023-11 (rows added to 2025)": "2023-11", "<=2025-12-18": "2025-12-18", "2025-08..2026-08": "2025-08", "2026-Feb-5": "2026", "read 2026-10-01": "2026-10-01", "": ""} {
		if got := dateOf(stated); got != want {
			t.Errorf("%q: %q, want %q", stated, got, want)
		}
	}
}

// The day on which somebody read a figure used to count as its date in Best, but
// not in All.
func TestTheDayOfReadingIsNoDate(t *testing.T) {
	chip, test := &Chip{Name: "X"}, bench.Test{Generation: 128}
	figure := func(source, date string, tps float64) Figure {
		return Figure{Chip: chip, Source: &Source{Name: source}, Date: date, Test: test, TPS: tps, ParamsB: 7, Quant: "Q4_0"}
	}
	s := &Set{Figures: []Figure{figure("a", "read 2026-10-01", 50), figure("b", "2025-08", 40)}}
	model := bench.Model{ParamCount: 7e9, Quant: "Q4_0"}
	best, all := s.Best(model, test)[chip], s.All(chip, model, test)
	if len(all) != 2 || best == nil || best != all[0] || best.Date != "2025-08" {
		t.Errorf("best %+v, all %+v", best, all)
	}
}
