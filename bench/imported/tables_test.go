package imported

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// read reads a text and gives each figure as "model quant machine test speed".
func read(t *testing.T, text string, hints Hints) (figures []string, found Found, err error) {
	t.Helper()
	found, err = Read([]byte(text), hints)
	for _, f := range found.Figures {
		figures = append(figures, strings.Join(strings.Fields(strings.Join([]string{f.Model, f.Quant, f.machine(), f.Test.String(), bare(f)}, " ")), " "))
	}
	return figures, found, err
}

func bare(f *Figure) string {
	text := strconv.FormatFloat(f.TPS, 'f', -1, 64)
	if f.StdDev > 0 {
		text += "±" + strconv.FormatFloat(f.StdDev, 'f', -1, 64)
	}
	return text
}

func TestTablesInTheWild(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		hints Hints
		want  []string
	}{
		"a post with two machines in its headings": {
			"| model | FWD pp | M1 pp | % diff (pp) | FWD tg | M1 tg | % diff (tg) |\n|---|---|---|---|---|---|---|\n" +
				"| llama\u202f7B Q4_0 | 1\u202f294 | 886 | **\u201131.5\u202f%** | 52 | 95 | **+82.7\u202f%** |\n| qwen2 14B Q4_K\u202f\u2011\u202fMedium | 321 | 391 | **+21.8\u202f%** | 23 | 37 | |\n",
			Hints{},
			[]string{
				"llama 7B Q4_0 FWD pp512 1294", "llama 7B Q4_0 M1 pp512 886", "llama 7B Q4_0 FWD tg128 52", "llama 7B Q4_0 M1 tg128 95",
				"qwen2 14B Q4_K_M FWD pp512 321", "qwen2 14B Q4_K_M M1 pp512 391", "qwen2 14B Q4_K_M FWD tg128 23", "qwen2 14B Q4_K_M M1 tg128 37",
			},
		},
		"a scoreboard of quantizations": {
			"| Chip | BW [GB/s] | GPU Cores | F16 PP | F16 TG | Q4_0 PP [t/s] | Q4_0 TG [t/s] |\n| :-- | --: | --: | --: | --: | --: | --: |\n| ✅ M1 Ultra | 800 | 48 | 875.81 | 33.92 | 772.24 | 74.93 |\n",
			Hints{Model: "LLaMA 7B"},
			[]string{"LLaMA 7B F16 ✅ M1 Ultra pp512 875.81", "LLaMA 7B F16 ✅ M1 Ultra tg128 33.92", "LLaMA 7B Q4_0 ✅ M1 Ultra pp512 772.24", "LLaMA 7B Q4_0 ✅ M1 Ultra tg128 74.93"},
		},
		"footnotes and tags in cells": {
			"| Chip | Model | Q8\\_0 <br> PP [t/s] |\n|---|---|--:|\n| M1 Ultra <sup>1</sup> | <b>llama 7B</b> Q8_0 | 783.45 <sup>[2]</sup> |\n\n<table><tr><th>Chip<th>Model<th>tg128 t/s<tr><td>M2<sup><a href=#f>*</a></sup><td>llama 7B Q4_0<td>37.9</table>",
			Hints{},
			[]string{"llama 7B Q4_0 M2 tg128 37.9", "llama 7B Q8_0 M1 Ultra pp512 783.45"},
		},
		"a scoreboard of chips": {
			"| Chip | Memory | pp512 t/s | tg128 t/s | Commit | Thanks to |\n|---|---|---|---|---|---|\n| RTX 4090 | 24GB | 14,770.63 ± 102.27 | 188.96 ± 0.04 | [c4abcf](https://example.org/c4abcf) | @me |\n",
			Hints{Model: "llama 7B Q4_0"},
			[]string{"llama 7B Q4_0 RTX 4090 pp512 14770.63±102.27", "llama 7B Q4_0 RTX 4090 tg128 188.96±0.04"},
		},
		"llama-benchy": {
			"| model | test | t/s | peak t/s | ttfr (ms) | est_ppt (ms) | e2e_ttft (ms) |\n|:--|--:|--:|--:|--:|--:|--:|\n| openai/gpt-oss-120b | pp2048 @ d4096 | 1980.51 ± 12.10 | | 1100.20 ± 1.00 | 1090 ± 1 | 1110 ± 1 |\n| openai/gpt-oss-120b | tg32 @ d4096 | 51.20 ± 0.22 | 53.00 ± 0.00 | | | |\n| openai/gpt-oss-120b | ctx_pp @ d4096 | 2001.00 ± 9.00 | | 1 ± 1 | 1 ± 1 | 1 ± 1 |\n",
			Hints{},
			[]string{"openai/gpt-oss-120b pp2048@d4096 1980.51±12.1", "openai/gpt-oss-120b tg32@d6144 51.2±0.22", "openai/gpt-oss-120b pp4096 2001±9"},
		},
		"HTML with words instead of tests": {
			"<html><script>var x = '<table>'</script><table class=x><thead><tr><th>Model</th><th>Prompt eval rate<br>(tokens/s)</th><th><b>Eval rate</b> (tokens/s)</th></tr></thead>\n<tr><td>Llama 3.2 3B Q4_K_M</td><td>1,581.20</td><td><strong>88.1</strong></td></tr></table>",
			Hints{},
			[]string{"Llama 3.2 3B Q4_K_M pp512 1581.2", "Llama 3.2 3B Q4_K_M tg128 88.1"},
		},
		"a quoted mail, cells joined with the row above": {
			"> | Model | Test | Speed (tok/s) |\n> |---|---|---|\n> | Qwen3 8B Q8_0 | pp 512 | 300 |\n> | | tg 128 | 30 |\n",
			Hints{},
			[]string{"Qwen3 8B Q8_0 pp512 300", "Qwen3 8B Q8_0 tg128 30"},
		},
		"columns that somebody named": {
			"| LM | Result |\n|---|---|\n| Qwen3 8B Q8_0 | 30 |\n",
			Hints{Columns: map[string]Meaning{"lm": MeansModel, "result": "tg128"}},
			[]string{"Qwen3 8B Q8_0 tg128 30"},
		},
	} {
		got, found, err := read(t, c.text, c.hints)
		if err != nil || !slices.Equal(got, c.want) || found.LeftOutCount() > 0 && name != "a post with two machines in its headings" {
			t.Errorf("%s: %v, left out %v\n%s\nwant\n%s", name, err, found.LeftOut, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// If a table does not say enough, dragstrip asks, and never guesses.
func TestUnclearTablesAreAskedAbout(t *testing.T) {
	for text, missing := range map[string]Meaning{
		"| Chip | pp512 | tg128 |\n|---|---|---|\n| M2 | 300 | 30 |\n":                                                                   MeansModel,
		"| Model | Result |\n|---|---|\n| Qwen3 8B | 30 |\n":                                                                             MeansSpeed,
		"| LM | Result |\n|---|---|\n| Qwen3 8B | 30 |\n":                                                                                MeansSpeed,
		"| A | B |\n|---|---|\n| c | 7 |\n\n| Model | B |\n|---|---|\n| Qwen3 8B | 7 |\n":                                                MeansSpeed,
		"| Model | t/s |\n|---|---|\n| Qwen3 8B | 30 |\n":                                                                                MeansTest,
		"Timing with prompt_tokens=8, generation_tokens=4, batch_size=1.\nTrial 1:  prompt_tps=8.0, generation_tps=4.0, peak_memory=1\n": MeansModel,
		"eval count:           10 token(s)\neval duration: 1s\neval rate:            10.00 tokens/s\n":                                   MeansModel,
	} {
		var unclear *Unclear
		if _, err := Read([]byte(text), Hints{}); !errors.As(err, &unclear) || unclear.Missing != missing {
			t.Errorf("%q: %v, want a question about the %s", text, err, missing)
		}
	}
	for _, text := range []string{"", "hello", "| a | b |\n|---|---|\n| c | d |\n", "{}", "[1,2]"} {
		if _, err := Read([]byte(text), Hints{}); !errors.Is(err, ErrNothing) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestImpossibleRowsAreNamed(t *testing.T) {
	_, found, err := read(t, "| model | test | t/s |\n|---|---|---|\n| a 1B Q4_0 | pp512 | 1e12 |\n| b 1B Q4_0 | tg128 | -5 |\n| c 1B Q4_0 | tg128 | NaN |\n| d 1B Q4_0 | tg128 | 0 |\n| e 1B Q4_0 | gt128 | 5 |\n| f 1B Q4_0 | tg99999999999 | 5 |\n| g 1B Q4_0 | tg128 | 5 ± 1e12 |\n| h 1B Q4_0 | tg128 | 5 |\n", Hints{})
	if err != nil || len(found.Figures) != 1 || len(found.LeftOut) != 7 {
		t.Fatalf("%v: %d figures, left out %v", err, len(found.Figures), found.LeftOut)
	}
	for i, l := range found.LeftOut {
		if l.Line != i+3 || l.Why == "" || !strings.HasPrefix(l.What, string(rune('a'+i))) {
			t.Errorf("%+v", l)
		}
	}
}

// This post was the reason for dragstrip. Every printed integer is found, with
// the machine and the test that its heading names. Where two figures of one
// thing stand beside each other, both are found.
func TestTheTablesOfAPost(t *testing.T) {
	text, err := os.ReadFile("testdata/post.md")
	if err != nil {
		t.Fatal(err)
	}
	found, err := Read(text, Hints{})
	if err != nil || found.LeftOutCount() > 0 {
		t.Fatal(err, found.LeftOut)
	}
	got := map[string][]float64{}
	for _, f := range found.Figures {
		key := strings.TrimSpace(f.Machine + " " + f.Engine + " " + f.Test.String())
		got[key] = append(got[key], f.TPS)
	}
	want := map[string][]float64{
		"FWD  pp512": {1581, 34, 321, 1294, 476, 306}, "M1  pp512": {1652, 63, 391, 886, 748, 275},
		"FWD  tg128": {88, 5, 23, 52, 34, 19, 21, 53, 3, 88, 5, 23}, "M1  tg128": {121, 9, 37, 95, 59, 29, 32, 82, 9, 120, 9, 37},
		"M1 mlx tg128": {165, 14, 53},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant\n%v", got, want)
	}
	if f := found.Figures[4]; f.Model != "llama 70B" || f.Quant != "Q4_K_M" {
		t.Errorf("%s %s", f.Model, f.Quant)
	}
	if s := slices.Collect(found.Sessions(Source{})); len(s) != 2 || len(s[1].Plan.Jobs) != 15 {
		t.Errorf("%d sessions", len(s))
	}
}

// A heading may be the key of any parameter, or the short name that llama-bench
// gives it.
func TestHeadingsOfParameters(t *testing.T) {
	const text = "| model | split_mode | nkvo | tensor_split | repack | t | test | t/s |\n|---|---|---|---|---|---|---|---|\n| llama 7B Q4_0 | row | 1 | 1/2 | 0 | 8 | pp512 | 30 |\n"
	found, err := Read([]byte(text), Hints{})
	if err != nil || len(found.Figures) != 1 {
		t.Fatal(found, err)
	}
	f := found.Figures[0]
	if got := f.Params.String(); got != "-sm row -ts 1/2 -repack 0 -nkvo 1" || len(f.Stated) != 1 || f.Stated[0] != "t 8" {
		t.Errorf("%s, %v", got, f.Stated)
	}
}

// A table of a spreadsheet used to be no table.
func TestTablesWithCommasAreRead(t *testing.T) {
	for text, want := range map[string]float64{
		"model,test,speed (t/s)\nllama 7B Q4_0,tg128,46.7\n": 46.7, "model;test;t/s\nllama 7B Q4_0;tg128;46,7\n": 46.7, "model\ttest\tt/s\r\n\"llama 7B Q4_0\"\ttg128\t46.7\r\n": 46.7,
	} {
		found, err := Read([]byte(text), Hints{})
		if err != nil || len(found.Figures) != 1 || found.Figures[0].TPS != want || found.Figures[0].Model != "llama 7B" || found.Figures[0].Quant != "Q4_0" {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
	}
	var unclear *Unclear
	if _, err := Read([]byte("model,speed\nllama 7B,46.7\n"), Hints{}); !errors.As(err, &unclear) || unclear.Missing != MeansSpeed {
		t.Errorf("%v", err)
	}
	for _, text := range []string{"one, two\nthree\n", "one, two\n", "a,b\nc,d\n"} {
		if _, err := Read([]byte(text), Hints{}); !errors.Is(err, ErrNothing) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// The reason used to be cut in the middle of the remedy.
func TestARemedyIsNotCut(t *testing.T) {
	found, err := Read([]byte("| model | test | t/s |\n|---|---|---|\n| a Q4_0 | tg128 | 46,7 |\n| b Q4_0 | tg128 | 1.294 |\n"), Hints{})
	if err != nil || len(found.LeftOut) != 1 || !strings.Contains(found.LeftOut[0].Why, `without thousands separators: "1.294"`) {
		t.Errorf("%+v, %v", found.LeftOut, err)
	}
}

// For dragstrip's own CSV, the error used to list all its 48 columns, and asked
// which of them is the speed.
func TestOurOwnCSVIsNotReadBack(t *testing.T) {
	text := []byte("job,model,test,median_tps,samples_tps\nj1,Tiny,tg4,4.7,4.7\n")
	if _, err := Read(text, Hints{}); !errors.Is(err, ErrOurs) {
		t.Errorf("%v", err)
	}
	if found, err := Read(text, Hints{Columns: map[string]Meaning{"median_tps": MeansSpeed}}); err != nil || len(found.Figures) != 1 {
		t.Errorf("with a column named: %+v, %v", found, err)
	}
}
