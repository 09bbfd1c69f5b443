package standin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/modelstest"
)

func writeTiny(tb testing.TB, quant string, seed uint64, workers int) []byte {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "t.gguf")
	if err := Write(tb.Context(), StandIn{Shape: "tiny", Quant: quant, Path: path, Seed: seed, Workers: workers}, nil); err != nil {
		tb.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// These checksums must be the same on every processor, also on one that
// multiplies and adds with a single rounding. If they change, two versions of
// dragstrip write different models under one name.
func TestStandInDependsOnItsSeedAlone(t *testing.T) {
	for quant, sum := range map[string]string{"F16": "38a7ddda9fb2dd25", "Q4_0": "2f97b3e85dda43cb", "Q4_K_M": "3bef8eb078c87c41"} {
		one := writeTiny(t, quant, 7, 1)
		if got := fmt.Sprintf("%x", sha256.Sum256(one))[:16]; got != sum {
			t.Errorf("%s: sum %s, want %s", quant, got, sum)
		}
		if !bytes.Equal(one, writeTiny(t, quant, 7, 3)) {
			t.Errorf("%s: other bytes with three workers", quant)
		}
		if bytes.Equal(one, writeTiny(t, quant, 8, 1)) {
			t.Errorf("%s: the same bytes with another seed", quant)
		}
	}
}

func tinyShape(tb testing.TB) Shape {
	tb.Helper()
	s, err := FindShape("tiny")
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestOpenStandIn(t *testing.T) {
	path := tinyStandIn(t)
	m, err := models.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want := bench.Model{
		Name: "Tiny", Path: path, Format: "gguf", Arch: "llama", Quant: "Q4_0", StandIn: true,
		SizeBytes: 8816640, ParamCount: 14684672, ActiveParamCount: 14684672, LayerCount: 4, ReadBytesPerToken: 8816640,
		KV: bench.KV{Groups: []bench.KVGroup{{Layers: 4, Keys: 256, Values: 256}}}, RowBytes: 4 * (4096 + 5*512),
		Files: []bench.ModelFile{{Name: "tiny.gguf", SizeBytes: 8909696}},
	}
	if fmt.Sprint(m) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", m, want)
	}
	if folder, err := models.Open(filepath.Dir(path)); err != nil || folder.Path != path {
		t.Errorf("its folder: %+v, %v", folder, err)
	}
}

func TestStandInIsWhatCheckSays(t *testing.T) {
	for _, quant := range tinyShape(t).Quants() {
		path := modelstest.Put(t, filepath.Join(t.TempDir(), "t.gguf"), writeTiny(t, quant, 1, 0))
		m, err := models.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := (StandIn{Shape: "tiny", Quant: quant}).Check()
		if err != nil {
			t.Fatal(err)
		}
		got := Figures{m.SizeBytes, m.ParamCount, m.Files[0].SizeBytes, m.ActiveParamCount, m.ReadBytesPerToken, want.Tensors}
		if got != want || m.Quant != quant || !m.StandIn {
			t.Errorf("%s: %+v, want %+v", quant, m, want)
		}
	}
}

func TestStandInReplacesOnlyStandIns(t *testing.T) {
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "precious.gguf"), modelstest.ModelFile())
	in := StandIn{Shape: "tiny", Quant: "Q4_0", Path: path}
	if err := Write(t.Context(), in, nil); err == nil || !strings.Contains(err.Error(), "not a stand-in") {
		t.Fatal(err)
	}
	in.Path = tinyStandIn(t)
	if err := Write(t.Context(), in, nil); err != nil {
		t.Error(err)
	}
}

func TestStandInCanceledLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Write(ctx, StandIn{Shape: "tiny", Quant: "Q4_0", Path: filepath.Join(folder, "t.gguf")}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestStandInWithoutRoomSaysHowMuch(t *testing.T) {
	err := Room(t.TempDir(), 1<<60)
	if !errors.Is(err, ErrNoRoom) || !strings.Contains(err.Error(), "it needs 1073741824.00 GiB") {
		t.Error(err)
	}
}

func TestStandInRefusesWhatItCannotBe(t *testing.T) {
	for _, in := range []StandIn{
		{Shape: "gpt-9", Quant: "Q4_0", Path: "x"},
		{Shape: "tiny", Quant: "Q9", Path: "x"},
		{Shape: "tiny", Quant: "MXFP4", Path: "x"},
		{Shape: "tiny", Quant: "Q4_0"},
	} {
		if err := Write(t.Context(), in, nil); err == nil {
			t.Errorf("%+v was written", in)
		}
	}
}

func TestProgressEndsAtTheTotal(t *testing.T) {
	var last, total int64
	in := StandIn{Shape: "tiny", Quant: "Q4_0", Path: filepath.Join(t.TempDir(), "new folder", "t.gguf")}
	if err := Write(t.Context(), in, func(d, n int64) { last, total = d, n }); err != nil {
		t.Fatal(err)
	}
	if last != total || total != 8816640 {
		t.Errorf("%d of %d", last, total)
	}
}

func TestVocabularyIsCompleteAndUnambiguous(t *testing.T) {
	seen := map[string]int{}
	for i := range 262208 {
		s := tokenText(i)
		if was, twice := seen[s]; twice || s == "" || !utf8.ValidString(s) {
			t.Fatalf("token %d is %q, like %d", i, s, was)
		}
		seen[s] = i
		// A word without its last letter must stand before the word itself.
		// Only then does merging from the left reach every word.
		if i > tokenWords+26 {
			if was, ok := seen[s[:len(s)-1]]; !ok || was >= i {
				t.Fatalf("%q has no beginning", s)
			}
		}
	}
	if seen["▁abc"] == 0 || seen["▁zz"] == 0 {
		t.Error("words are missing")
	}
}

// TestWeightsAreOfSaneScale decodes the written weights as ggml does and checks
// their mean and standard deviation.
func TestWeightsAreOfSaneScale(t *testing.T) {
	for kind, decode := range map[gguf.Type]func(b []byte) []float64{
		gguf.TypeF16: decodeF16, gguf.TypeBF16: decodeBF16, gguf.TypeF32: decodeF32,
		gguf.TypeQ4_0: decodeQ4_0, gguf.TypeQ8_0: decodeQ8_0, gguf.TypeQ4_K: decodeQ4_K, gguf.TypeQ6_K: decodeQ6_K, gguf.TypeMXFP4: decodeMXFP4,
	} {
		block := int(kind.Layout().Bytes)
		b := make([]byte, 20000/block*block)
		p := placed{kind: kind}
		p.make(b, newRandom(1))
		var n, sum, square float64
		for at := 0; at < len(b); at += block {
			for _, v := range decode(b[at : at+block]) {
				n++
				sum += v
				square += v * v
			}
		}
		mean, deviation := sum/n, math.Sqrt(square/n)
		if math.Abs(mean) > sigma/8 || deviation < sigma*0.7 || deviation > sigma*1.4 {
			t.Errorf("%s: mean %.5f, deviation %.5f", kind, mean, deviation)
		}
	}
}

func fromF16(b []byte) float64 {
	v := binary.LittleEndian.Uint16(b)
	m, e := float64(v&1023), int(v>>10&31)
	f := math.Ldexp(m, -24)
	if e > 0 {
		f = math.Ldexp(1024+m, e-25)
	}
	if v&0x8000 != 0 {
		return -f
	}
	return f
}

func decodeF16(b []byte) []float64 { return []float64{fromF16(b)} }
func decodeF32(b []byte) []float64 {
	return []float64{float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))}
}

func decodeBF16(b []byte) []float64 {
	return []float64{float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16))}
}

func decodeQ4_0(b []byte) (out []float64) {
	for _, q := range b[2:] {
		out = append(out, fromF16(b)*float64(int(q&15)-8), fromF16(b)*float64(int(q>>4)-8))
	}
	return out
}

func decodeQ8_0(b []byte) (out []float64) {
	for _, q := range b[2:] {
		out = append(out, fromF16(b)*float64(int8(q)))
	}
	return out
}

func decodeQ4_K(b []byte) (out []float64) {
	d, dmin, scales := fromF16(b), fromF16(b[2:]), b[4:16]
	for j := range 8 {
		sc, m := scales[j%4]&63, scales[j%4+4]&63
		if j >= 4 {
			sc = scales[j+4]&15 | scales[j-4]>>6<<4
			m = scales[j+4]>>4 | scales[j]>>6<<4
		}
		for i := range 32 {
			q := b[16+j/2*32+i]
			if j%2 == 1 {
				q >>= 4
			}
			out = append(out, d*float64(sc)*float64(q&15)-dmin*float64(m))
		}
	}
	return out
}

func decodeQ6_K(b []byte) (out []float64) {
	for i := range 256 {
		half, l := i/128, i%128
		low := b[half*64+l%64]
		if l >= 64 {
			low >>= 4
		}
		high := b[128+half*32+l%32] >> (l / 32 * 2)
		q := int(low&15|high&3<<4) - 32
		out = append(out, fromF16(b[208:])*float64(int8(b[192+i/16]))*float64(q))
	}
	return out
}

func decodeMXFP4(b []byte) (out []float64) {
	steps := [8]float64{0, 0.5, 1, 1.5, 2, 3, 4, 6}
	for _, q := range b[1:] {
		for _, n := range []byte{q & 15, q >> 4} {
			v := math.Ldexp(steps[n&7], int(b[0])-127)
			if n&8 != 0 {
				v = -v
			}
			out = append(out, v)
		}
	}
	return out
}

func TestHalfPrecision(t *testing.T) {
	for v, want := range map[float64]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 0.5: 0x3800, 65504: 0x7bff, 1e9: 0x7bff, 6.103515625e-05: 0x0400, 5.960464477539063e-08: 1, 0.333251953125: 0x3555, 0.99999: 0x3c00,
	} {
		if got := toF16(v); got != want {
			t.Errorf("%v: %#04x, want %#04x", v, got, want)
		}
	}
}

// BenchmarkWrite prints how fast a whole stand-in is written to the disk, in
// MB/s. The budget is 400 MB/s on two cores.
func BenchmarkWrite(b *testing.B) {
	for _, quant := range []string{"Q4_0", "Q4_K_M", "F16"} {
		b.Run(quant, func(b *testing.B) {
			in := StandIn{Shape: "llama-3.2-1b", Quant: quant, Path: filepath.Join(b.TempDir(), "t.gguf")}
			f, err := in.Check()
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(f.FileBytes)
			for b.Loop() {
				if err := Write(b.Context(), in, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMakeWeights(b *testing.B) {
	buf := make([]byte, pieceBytes)
	for _, kind := range []gguf.Type{gguf.TypeF16, gguf.TypeQ4_0, gguf.TypeQ4_K, gguf.TypeQ6_K, gguf.TypeQ8_0, gguf.TypeMXFP4} {
		b.Run(kind.String(), func(b *testing.B) {
			p := placed{kind: kind}
			dst := buf[:len(buf)/int(kind.Layout().Bytes)*int(kind.Layout().Bytes)]
			b.SetBytes(int64(len(dst)))
			for b.Loop() {
				p.make(dst, newRandom(1))
			}
		})
	}
}

// tinyStandIn writes the tiny stand-in once for all tests.
func tinyStandIn(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "tiny.gguf")
	if err := Write(tb.Context(), StandIn{Shape: "tiny", Quant: "Q4_0", Path: path, Seed: 1}, nil); err != nil {
		tb.Fatal(err)
	}
	return path
}
