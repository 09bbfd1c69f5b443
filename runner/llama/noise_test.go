package llama

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// tellingSlowly is the former version of telling. It took 38 µs for each line.
var tellingSlowly = regexp.MustCompile(`(?i)error|failed|unable|out of memory|insufficient|unsupported|corrupt|not within|requires|Flash Attention|offloaded [0-9]+/[0-9]+ layers`)

func recordedLines(t testing.TB) [][]byte {
	t.Helper()
	var lines [][]byte
	err := filepath.WalkDir("testdata", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".golden" {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range bytes.SplitSeq(text, []byte("\n")) {
			if _, rest, ok := bytes.Cut(line, []byte(" err ")); ok {
				line = rest
			}
			lines = append(lines, line)
		}
		return err
	})
	if err != nil || len(lines) < 1000 {
		t.Fatalf("%d recorded lines, %v", len(lines), err)
	}
	return lines
}

// TestTellingLinesAreThoseOfTheRegularExpression: telling must agree with the
// regular expression on every line that was ever recorded, in small and in
// capital letters.
func TestTellingLinesAreThoseOfTheRegularExpression(t *testing.T) {
	lines := recordedLines(t)
	lines = append(lines, []byte("offloaded 12/33 layers to GPU"), []byte("OFFLOADED 1/1 LAYERS"), []byte("offloaded x/33 layers"), []byte("offloaded 1/ layers"),
		[]byte("Error"), []byte("err"), []byte("flash attention"), []byte("Flash  Attention"), []byte("requires"), nil)
	told := 0
	for _, line := range lines {
		for _, form := range [][]byte{line, bytes.ToUpper(line), bytes.ToLower(line)} {
			got, want := telling(form), tellingSlowly.Match(form)
			if got != want && isASCII(form) {
				t.Errorf("%q: %t, want %t", form, got, want)
			}
			if got {
				told++
			}
		}
	}
	if told < 50 {
		t.Errorf("only %d lines tell anything", told)
	}
}

// The regular expression folds letters that are not ASCII, too (ſ is an s).
func isASCII(line []byte) bool {
	return !bytes.ContainsFunc(line, func(r rune) bool { return r > 0x7e })
}

// TestWhatIsSkimmedSaysNothing: Skim drops lines unread. No recorded line that
// it drops may have a meaning.
func TestWhatIsSkimmedSaysNothing(t *testing.T) {
	p, n := &Parser{}, 0
	for _, line := range recordedLines(t) {
		if p.Skim(engine.Err, line) != engine.Useless {
			continue
		}
		n++
		name, _ := prefixOf(line)
		if !noise[name] || telling(line) {
			t.Errorf("%q is dropped", line)
		}
	}
	t.Logf("%d recorded lines are dropped unread", n)
	if n == 0 {
		t.Error("no recorded line is dropped: the names are wrong")
	}
}

// BenchmarkNoise handles one of the thousand lines that llama.cpp prints when a
// generation begins.
func BenchmarkNoise(b *testing.B) {
	line := []byte("llama_graph_n_input_tensors: graph split 0 has 12 input tensors: inp_tokens inp_pos KQ_mask")
	p := &Parser{}
	b.Run("skimmed", func(b *testing.B) {
		for b.Loop() {
			p.Skim(engine.Err, line)
		}
	})
	b.Run("telling", func(b *testing.B) {
		for b.Loop() {
			telling(line)
		}
	})
	b.Run("regular expression", func(b *testing.B) {
		for b.Loop() {
			tellingSlowly.Match(line)
		}
	})
}

// TestARepetitionTooShortToTimeHidesNoOther: if two lines came in one read, no
// later repetition used to be reported.
func TestARepetitionTooShortToTimeHidesNoOther(t *testing.T) {
	p := NewParser(oneWork(bench.Test{Generation: 4}, 4))
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var told []int
	say := func(line string, later time.Duration) {
		at = at.Add(later)
		for _, e := range p.Line(engine.Err, at, []byte("llama-bench: benchmark 1/1: "+line), 0) {
			if s, ok := e.Fact.(bench.SampleTaken); ok {
				told = append(told, s.Repetition)
			}
		}
	}
	say("starting", 0)
	say("generation run 1/4", time.Second)
	say("generation run 2/4", 0) // in the same read
	say("generation run 3/4", time.Second)
	say("generation run 4/4", time.Second)
	if !slices.Equal(told, []int{2, 3}) {
		t.Errorf("repetitions %v were told, want 2 and 3", told)
	}
}
