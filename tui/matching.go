package tui

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"
)

// matching gives the positions of the texts that match a filter, the best first.
// Texts with all words of the filter come before texts that only have its
// letters in order. So "1b" finds "Llama 3.2 1B" before "Llama 3.1 8B", which
// has a 1 and a B, too. If two texts have the words equally well, the letters
// decide. If these are equal, too, the order of the list decides. A date must be in
// the text as it is, because nearly every name of a session has its digits in order.
func matching(filter string, texts []string) []int {
	words := strings.Fields(strings.ToLower(filter))
	type match struct{ at, words, letters int }
	var found []match
	scores := map[int]int{}
	for _, m := range fuzzy.Find(filter, texts) {
		scores[m.Index] = m.Score
	}
	for i, text := range texts {
		score, hasLetters := scores[i]
		hasLetters = hasLetters && !slices.ContainsFunc(words, func(w string) bool { return isDate(w) && !strings.Contains(text, w) })
		if fit := wordsIn(strings.ToLower(text), words); hasLetters || fit > 0 {
			found = append(found, match{i, fit, score})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.words, a.words), cmp.Compare(b.letters, a.letters))
	})
	out := make([]int, len(found))
	for i, m := range found {
		out[i] = m.at
	}
	return out
}

// isDate tells whether a word is a date or the beginning of one, such as "2025-08".
func isDate(word string) bool {
	year, rest, isLonger := strings.Cut(word, "-")
	return isLonger && len(year) == len("2025") && strings.Trim(year, "0123456789")+strings.Trim(rest, "0123456789-") == ""
}

// wordsIn tells how well a text has all the words: 3 if each is a whole word of
// the text, 2 if each begins a word, 1 if each is anywhere in the text, 0 if
// one is missing.
func wordsIn(text string, words []string) int {
	if len(words) == 0 {
		return 0
	}
	fit := 3
	for _, word := range words {
		fit = min(fit, wordIn(text, word))
	}
	return fit
}

func wordIn(text, word string) int {
	fit := 0
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return fit
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(word):])
		switch {
		case inWord(before):
			fit = max(fit, 1)
		case inWord(after):
			fit = max(fit, 2)
		default:
			return 3
		}
		from = at + len(word)
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
