package published

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// spoken is a name of a chip, taken apart. A machine and the set spell names
// differently: "NVIDIA GeForce RTX 4070 Laptop GPU" is the "GeForce RTX 4070
// Mobile".
type spoken struct {
	// words distinguish chips. beside are other words that a machine may add to
	// the name.
	words, beside []string
	form          string  // "pcie", "sxm4" …; "" if not said
	gigabytes     float64 // 0 if not said
	mobile        bool    // the chip is for laptops
	maxQ          bool    // the chip has less power
}

// means tells whether s, a name on a machine, means a chip: s has every word of
// the chip's name, and no other words except those in beside.
func (s spoken) means(chip spoken) bool {
	if !containsAll(s.words, chip.words) {
		return false
	}
	for _, w := range s.words {
		if !slices.Contains(chip.words, w) && !slices.Contains(chip.beside, w) {
			return false
		}
	}
	switch {
	case len(chip.words) == 0, s.form != "" && s.form != chip.form:
		return false
	case s.maxQ:
		return chip.maxQ
	case s.mobile:
		return chip.mobile || chip.maxQ
	}
	return !chip.mobile && !chip.maxQ
}

var (
	trademark = strings.NewReplacer("(R)", " ", "(r)", " ", "(TM)", " ", "(tm)", " ", "®", " ", "™", " ")
	inParens  = lazyregexp.New(`\(([^)]*)\)`)
	capacity  = lazyregexp.New(`\b(\d+) ?gi?b\b`)
	maxQ      = lazyregexp.New(`\bmax-q\b`)
	cpuCores  = lazyregexp.New(`\b\d+-core\b`)
	gpuCores  = lazyregexp.New(`\((\d+)-core GPU\)`)
	form      = lazyregexp.New(`^(pcie|sxm\d?|nvl|cnx|fhhl|dgxs)$`)
	// variant matches words that only tables have: dies, and kinds and speeds
	// of memory. Such chips are distinguished by memory and bandwidth.
	variant = lazyregexp.New(`^((ga|gp|tu|ad)\d{3}|g?ddr\d+x?|hbm\d?e?|\d+gbps|refresh)$`)
)

// saidOfAny are words that makers and drivers add to the names of many chips.
// These words do not tell chips apart.
var saidOfAny = []string{
	"nvidia", "geforce", "tesla", "amd", "ati", "radeon", "intel", "apple", "graphics", "series", "gpu", "w", "with", "processor",
	"design", "oam", "generation", "workstation", "edition",
}

// spokenOf takes a name apart.
func spokenOf(name string) (s spoken) {
	text := strings.ToLower(inParens.ReplaceAllString(trademark.Replace(name), " "))
	if found := capacity.FindStringSubmatch(text); found != nil {
		s.gigabytes, _ = strconv.ParseFloat(found[1], 64)
	}
	s.maxQ = maxQ.MatchString(text)
	for _, not := range []*lazyregexp.Regexp{capacity, maxQ, cpuCores} {
		text = not.ReplaceAllString(text, " ")
	}
	for _, w := range words(text) {
		switch {
		case w == "mobile" || w == "laptop":
			s.mobile = true
		case form.MatchString(w):
			s.form = w
		case slices.Contains(saidOfAny, w), variant.MatchString(w), slices.Contains(s.words, w):
		default:
			s.words = append(s.words, w)
		}
	}
	return s
}

// spellingsOf returns the names that machines may show for a chip of the set.
// One system on a chip may stand for several processors, and its name may also
// have the GPU: "Ryzen 7840U/8840U (Phoenix/Hawk Point, Radeon 780M)
// LPDDR5X-7500".
func spellingsOf(name string) (out []spoken) {
	head, rest, several := strings.Cut(name, "(")
	inside, _, _ := strings.Cut(rest, ")")
	if !several || gpuCores.MatchString(name) {
		return []spoken{spokenOf(name)}
	}
	parts := strings.Split(head, "/")
	for part := range strings.SplitSeq(inside, ",") {
		if !strings.Contains(part, "CPU") {
			parts = append(parts, strings.Split(part, "/")...)
		}
	}
	for _, part := range parts {
		one := spokenOf(part)
		if !strings.ContainsAny(part, "0123456789") {
			continue // "Strix Halo": no driver uses such a name
		}
		one.beside = spokenOf(head + " " + inside).words
		if strings.HasPrefix(name, "Ryzen") {
			one.beside = append(one.beside, "pro", "3", "5", "7", "9") // "Ryzen 7 PRO 7840U"
		}
		out = append(out, one)
	}
	return out
}

// Short is the name without what tables add to it: the names of the design and
// the GPU of a system on a chip, and its memory. The number of cores stays.
func (c *Chip) Short() string {
	if head, _, found := strings.Cut(c.Name, " ("); found && coresIn(c.Name) == 0 {
		return head
	}
	return c.Name
}

// coresIn returns the number of GPU cores in the name of a chip. It returns 0 if
// the name has no such number.
func coresIn(name string) int {
	if found := gpuCores.FindStringSubmatch(name); found != nil {
		n, _ := strconv.Atoi(found[1])
		return n
	}
	return 0
}
