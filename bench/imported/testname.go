package imported

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// testSort is what a test measures.
type testSort int

const (
	noSort testSort = iota
	prompts
	generations
)

var (
	oneTest = lazyregexp.New(`^(?:(pp|tg) ?(\d+))(?: ?\+ ?tg ?(\d+))?(?: ?@ ?d ?(\d+))?$`)
	// atOnce matches the number of requests at once behind a test.
	atOnce   = lazyregexp.New(`^(.*) \(c(\d{1,3})\)$`)
	filling  = lazyregexp.New(`^ctx_pp ?@ ?d ?(\d+)$`)
	inHead   = lazyregexp.New(`\b(pp|tg)[ _-]?(\d+)?(?: ?@ ?d ?(\d+))?(?:\b|_)`)
	promptIn = lazyregexp.New(`\b(?:prompt eval(?:uation)?(?: rate)?|prompt processing|prompt|prefill|input)\b`)
	tokensIn = lazyregexp.New(`\b(?:eval(?:uation)? rate|eval|text generation|token generation|generation|generate|decode|output)\b`)
)

// The lengths that llama-bench measures if it is not told otherwise.
const (
	usualPrompt     = 512
	usualGeneration = 128
)

// testNamed reads the cell of a column of tests: "pp512", "tg 128 @ d4096",
// "pp512+tg128", or words such as "prompt eval". lengths is false if the cell
// names only the sort of test.
func testNamed(cell string) (t bench.Test, lengths, ok bool) {
	cell = strings.TrimSuffix(strings.ToLower(cell), " (c1)") // llama-benchy's: one request at a time
	if m := oneTest.FindStringSubmatch(cell); m != nil {
		n, err := strconv.Atoi(m[2])
		t.Depth = countOr(m[4])
		switch {
		case err != nil:
			return t, false, false
		case m[1] == "pp":
			t.Prompt, t.Generation = n, countOr(m[3])
		case m[3] != "":
			return t, false, false
		default:
			t.Generation = n
		}
		return t, true, t.Validate() == nil
	}
	if m := filling.FindStringSubmatch(cell); m != nil {
		t.Prompt = countOr(m[1])
		return t, true, t.Validate() == nil
	}
	if strings.HasPrefix(cell, "ctx_") || strings.Contains(cell, "(c") {
		return t, false, false
	}
	t, lengths, _, of := testInHead(cell)
	return t, lengths, of != noSort
}

const unknownTest = "its test is not one that dragstrip knows, such as pp512 or tg128 @ d4096"

// whyUnknown says why a cell names no test, if testNamed does not know it.
func whyUnknown(cell string) string {
	if m := atOnce.FindStringSubmatch(cell); m != nil && m[2] != "1" {
		return requestsAtOnce(countOr(m[2]))
	}
	if strings.HasPrefix(cell, "ctx_tg ") {
		return "it does not say how many tokens it generated"
	}
	return unknownTest
}

// requestsAtOnce says why the figure of several requests is left out.
func requestsAtOnce(n int) string {
	return fmt.Sprintf("it measured %d requests at once, and the speed is that of all together", n)
}

// countOr reads a count. It gives zero if there are no digits, or too many.
func countOr(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || n > bench.MaxTokens {
		return 0
	}
	return n
}

// testInHead finds the test that a heading names, and the words beside it:
// "FWD pp" is about prompts, measured on "FWD".
func testInHead(head string) (t bench.Test, lengths bool, rest string, of testSort) {
	low := strings.ToLower(head)
	if m := inHead.FindStringSubmatchIndex(low); m != nil {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return low[m[2*i]:m[2*i+1]]
		}
		n := countOr(group(2))
		t.Depth = countOr(group(3))
		rest = joined(head, low, m[0], m[1])
		if group(1) == "pp" {
			of, t.Prompt = prompts, cmp.Or(n, usualPrompt)
		} else {
			of, t.Generation = generations, cmp.Or(n, usualGeneration)
		}
		return t, n > 0, rest, of
	}
	if m := promptIn.FindStringIndex(low); m != nil {
		return bench.Test{Prompt: usualPrompt}, false, joined(head, low, m[0], m[1]), prompts
	}
	if m := tokensIn.FindStringIndex(low); m != nil {
		return bench.Test{Generation: usualGeneration}, false, joined(head, low, m[0], m[1]), generations
	}
	return t, false, head, noSort
}

// joined is a heading without the part from begin to end. low is the heading in
// lower case. If low has another length, the positions fit only low, so the
// result is in lower case.
func joined(head, low string, begin, end int) string {
	if len(head) != len(low) {
		head = low
	}
	return strings.TrimSpace(strings.Join(strings.Fields(head[:begin]+" "+head[end:]), " "))
}
