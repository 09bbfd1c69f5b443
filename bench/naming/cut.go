package naming

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// leastHead is the smallest width of the beginning that a text keeps if its
// middle is cut.
const leastHead = 4

// CutApart cuts the texts of a list to a width so that different texts stay
// different. Where the beginnings tell texts apart, their ends are cut.
// Otherwise what they have in common is cut: "Llama-3.3…rated-v1". If nothing
// else works, texts are numbered. Only screens need this, because documents
// have enough room.
func CutApart(texts []string, width int) []string {
	if fit(texts, width) {
		return slices.Clone(texts)
	}
	out := cutAlike(texts, width, "…")
	if distinct(out) < distinct(texts) {
		separate(texts, out, width)
	}
	if !fit(out, width) || distinct(out) < distinct(texts) {
		return numbered(texts, width)
	}
	return out
}

func fit(texts []string, width int) bool {
	return !slices.ContainsFunc(texts, func(s string) bool { return ansi.StringWidth(s) > width })
}

// separate cuts different texts in another way if out has them cut to equal
// ones. It tries their ends, then a place in their middle. At last it numbers
// them.
func separate(texts, out []string, width int) {
	whose := map[string]string{} // a text by how it is cut
	for i, cut := range out {
		whose[cut] = texts[i]
	}
	numbers := numbered(texts, width)
	for _, group := range equalTexts(out) {
		if distinct(picked(texts, group)) == 1 {
			continue
		}
		cut := picked(numbers, group)
		for _, head := range []int{0, (width - 1) / 2, (width - 1) * 2 / 3} {
			if other := each(picked(texts, group), func(s string) string { return cutAt(s, head, width) }); areFree(picked(texts, group), other, whose) {
				cut = other
				break
			}
		}
		for n, i := range group {
			out[i] = cut[n]
			whose[cut[n]] = texts[i]
		}
	}
}

// areFree tells whether different texts are cut to different ones that no other
// text has.
func areFree(texts, cut []string, whose map[string]string) bool {
	for i := range cut {
		if other, known := whose[cut[i]]; known && other != texts[i] {
			return false
		}
	}
	return distinct(cut) == distinct(texts)
}

// equalTexts puts equal texts into groups, and keeps their order.
func equalTexts(texts []string) [][]int {
	var out [][]int
	at := map[string]int{}
	for i, text := range texts {
		if _, known := at[text]; !known {
			at[text], out = len(out), append(out, nil)
		}
		out[at[text]] = append(out[at[text]], i)
	}
	return out
}

func picked(texts []string, at []int) []string {
	out := make([]string, len(at))
	for n, i := range at {
		out[n] = texts[i]
	}
	return out
}

func each(texts []string, do func(string) string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = do(text)
	}
	return out
}

// cutAt cuts a text that is too wide after its first cells. What follows is its
// end.
func cutAt(s string, head, width int) string {
	return ansi.Truncate(s, head, "") + "…" + ansi.TruncateLeft(s, ansi.StringWidth(s)-(width-1-head), "")
}

// cutAlike cuts the ends of texts, and marks them with more. Where that makes
// different texts equal, it cuts what these texts have in common. If there is
// too little room, the result has equal texts.
func cutAlike(texts []string, width int, more string) []string {
	out := each(texts, func(s string) string { return ansi.Truncate(s, width, more) })
	for _, group := range equalTexts(out) {
		if similar := picked(texts, group); distinct(similar) > 1 {
			for n, text := range cutShared(similar, width) {
				out[group[n]] = text
			}
		}
	}
	return out
}

// cutShared cuts texts that begin in the same way and are wider than width. It
// cuts the end of their common beginning. If that does not leave enough room for
// what differs, it cuts the whole common beginning.
func cutShared(texts []string, width int) []string {
	shared := sharedWords(texts)
	rests, longest := make([]string, len(texts)), 0
	for i, text := range texts {
		rests[i] = strings.TrimPrefix(text, shared)
		longest = max(longest, ansi.StringWidth(rests[i]))
	}
	room := width - 1 // for what is left beside the sign of the cut
	if head := max(min(room-longest, room-room/3), room/3); head >= leastHead {
		out := cutAlike(rests, room-head, "…")
		for i, text := range texts {
			if out[i] == rests[i] { // the text's end is shown, which may be more than what differs
				out[i] = ansi.TruncateLeft(text, ansi.StringWidth(text)-room+head, "")
			}
			out[i] = ansi.Truncate(text, head, "") + "…" + out[i]
		}
		if distinct(out) == distinct(texts) {
			return out
		}
	}
	if room < 1 || shared == "" {
		return texts
	}
	out := cutAlike(rests, room, "")
	for i, text := range texts {
		if out[i] = "…" + strings.TrimLeft(out[i], " "); rests[i] == "" { // the others have more words
			out[i] = ansi.Truncate(text, width, "…")
		}
	}
	return out
}

// shortWord is the width of a word that is not divided when the beginning that
// texts share is cut: "v2", not "2".
const shortWord = 4

// sharedWords is what all texts begin with. It ends between words, unless the
// last word is long.
func sharedWords(texts []string) string {
	shared := commonBeginning(texts)
	words := shared[:strings.LastIndexAny(shared, " -_./·:")+1]
	if words == "" || ansi.StringWidth(shared)-ansi.StringWidth(words) > shortWord {
		return shared
	}
	return words
}

// numbered cuts texts at their ends and puts a number there.
func numbered(texts []string, width int) []string {
	var seen []string
	out := make([]string, len(texts))
	for i, text := range texts {
		at := slices.Index(seen, text)
		if at < 0 {
			at, seen = len(seen), append(seen, text)
		}
		number := fmt.Sprintf("#%d", at+1)
		out[i] = ansi.Truncate(text, max(width-len(number), 0), "…") + number
		if ansi.StringWidth(out[i]) > width {
			out[i] = ansi.Truncate(number[1:], max(width, 0), "")
		}
	}
	return out
}

func distinct(texts []string) int {
	seen := map[string]bool{}
	for _, text := range texts {
		seen[text] = true
	}
	return len(seen)
}

// commonBeginning is what all texts begin with.
func commonBeginning(texts []string) string {
	common := []rune(texts[0])
	for _, text := range texts[1:] {
		letters := []rune(text)
		at := 0
		for at < min(len(common), len(letters)) && common[at] == letters[at] {
			at++
		}
		common = common[:at]
	}
	return string(common)
}
