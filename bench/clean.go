package bench

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// marksPerCluster limits combining marks on one character. Living scripts need
// three or four; more only draw over the neighbouring lines.
const marksPerCluster = 4

// removedMark replaces a control character, so that two names that differ only
// in a control character do not look alike.
const removedMark = '·'

// Clean makes text from outside (engine output, file names, strings of model
// files, chip and host names) safe to show on a terminal and in a report.
//
// Invalid UTF-8 becomes U+FFFD (one for each run of such bytes). Escape
// sequences are removed, in their 7-bit and 8-bit forms. Line ends and tabs
// become a space, other control characters "·". Characters that are invisible
// or turn the direction of text are removed: bidi controls, zero width
// characters and tags. A variation selector is removed if it follows an ASCII
// character, or if its character has one already. Combining marks are limited, and removed if there is no character
// that they belong to.
//
// Clean(Clean(s)) is Clean(s), also if the first result was trimmed. The result
// has at most three bytes for each byte of s. It holds no byte below 0x20 and
// no C1 control.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	c := cleaner{in: s}
	c.out.Grow(len(s))
	for c.at < len(c.in) {
		c.step()
	}
	return c.out.String()
}

// CleanLine is Clean cut to a width in terminal cells; what was cut shows as
// "…". A width below one gives nothing.
func CleanLine(s string, width int) string {
	switch {
	case width < 1:
		return ""
	case len(s) <= width && isPlain(s):
		return s
	}
	return ansi.Truncate(Clean(s), width, "…")
}

// isPlain tells whether s is only printable ASCII, which is the usual case.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

type cleaner struct {
	in  string
	at  int
	out strings.Builder

	// These say what the present character already has. based is unset until a
	// character was written that can carry marks. A mark at the very start
	// would be drawn on the character that the layout writes before the text.
	// So would a mark on a space, after the space was trimmed.
	based    bool
	ascii    bool
	marks    int
	selector bool
}

// step takes one character or sequence from the input.
func (c *cleaner) step() {
	r, size := utf8.DecodeRuneInString(c.in[c.at:])
	if r == utf8.RuneError && size == 1 {
		c.invalid()
		return
	}
	if n := sequence(c.in[c.at:], r, size); n > 0 {
		c.at += n
		return
	}
	c.at += size
	switch {
	case r == '\r' && strings.HasPrefix(c.in[c.at:], "\n"):
		// One line end gives one space, which comes with the line feed.
	case isBlank(r):
		c.base(' ')
	case isControl(r):
		c.base(removedMark)
	case isNonCharacter(r):
		c.base(utf8.RuneError)
	case isInvisible(r):
	case unicode.Is(unicode.Variation_Selector, r):
		// On a letter or digit of ASCII a variation selector changes nothing
		// that a terminal draws. But programs that count cells count two cells,
		// and the columns of a table would not be straight.
		if c.based && !c.selector && !c.ascii {
			c.selector = true
			c.out.WriteRune(r)
		}
	case unicode.Is(unicode.M, r):
		if c.based && c.marks < marksPerCluster {
			c.marks++
			c.out.WriteRune(r)
		}
	default:
		c.base(r)
	}
}

// base writes a character that begins a cluster.
func (c *cleaner) base(r rune) {
	c.out.WriteRune(r)
	c.based, c.ascii, c.marks, c.selector = !unicode.IsSpace(r), r < utf8.RuneSelf, 0, false
}

// invalid replaces a stretch of bytes that are not UTF-8 with one U+FFFD. It
// removes the sequences that some of these bytes begin on a terminal with 8-bit
// controls.
func (c *cleaner) invalid() {
	shown := false
	for c.at < len(c.in) {
		r, size := utf8.DecodeRuneInString(c.in[c.at:])
		if r != utf8.RuneError || size != 1 {
			return
		}
		if n := sequence(c.in[c.at:], rune(c.in[c.at]), 1); n > 0 {
			c.at += n
			continue
		}
		c.at++
		if !shown {
			c.base(utf8.RuneError)
			shown = true
		}
	}
}

const (
	esc = 0x1b
	bel = 0x07
)

// sequence gives the length of the escape sequence at the start of s; 0 if
// there is none. The first character of s is r, which is size bytes long.
func sequence(s string, r rune, size int) int {
	kind, rest := r, size
	if r == esc {
		if len(s) < 2 {
			return 0
		}
		switch next := s[1]; {
		case next >= 0x40 && next <= 0x5f:
			// ESC [ and so on are the 7-bit spelling of the C1 controls.
			kind, rest = rune(next)+0x40, 2
		case next >= 0x20 && next <= 0x7e:
			return shortSequence(s)
		default:
			return 0
		}
	}
	switch kind {
	case 0x9b: // CSI
		return rest + csiLength(s[rest:])
	case 0x9d, 0x90, 0x98, 0x9e, 0x9f: // OSC, DCS, SOS, PM, APC
		return rest + stringLength(s[rest:], kind == 0x9d)
	}
	if r == esc {
		return rest
	}
	return 0
}

// shortSequence is the length of ESC, intermediates, final: "ESC ( B", "ESC 7".
func shortSequence(s string) int {
	i := 1
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && s[i] >= 0x30 && s[i] <= 0x7e {
		i++
	}
	return i
}

// csiLength is the length of parameters, intermediates and final of a control
// sequence. A broken sequence ends where it breaks.
func csiLength(s string) int {
	i := 0
	for i < len(s) && s[i] >= 0x30 && s[i] <= 0x3f {
		i++
	}
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && s[i] >= 0x40 && s[i] <= 0x7e {
		i++
	}
	return i
}

// stringLength measures the text of a control string with its end. A string
// that never ends has length 0: its text is then shown, because a writer must
// not be able to hide the rest of a line. Any control other than the end stops
// the search, which also keeps it linear over hostile input.
func stringLength(s string, bellEnds bool) int {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			r = rune(s[i])
		}
		switch {
		case r == 0x9c:
			return i + size
		case r == bel && bellEnds:
			return i + size
		case r == esc:
			if strings.HasPrefix(s[i:], "\x1b\\") {
				return i + 2
			}
			return 0
		case isControl(r):
			return 0
		}
		i += size
	}
	return 0
}

func isBlank(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

func isControl(r rune) bool { return r < 0x20 || (r >= 0x7f && r <= 0x9f) }

// isNonCharacter finds code points that are not characters. Some engines write
// U+FFFF for each byte of a file name that is not ASCII.
func isNonCharacter(r rune) bool {
	return r&0xfffe == 0xfffe || (r >= 0xfdd0 && r <= 0xfdef)
}

// isInvisible finds characters without a width that change how their neighbours
// look, or that hide text.
func isInvisible(r rune) bool {
	switch {
	case r == 0x00ad, r == 0x034f, r == 0x061c, r == 0x180e, r == 0xfeff:
		// soft hyphen, grapheme joiner, Arabic letter mark, Mongolian vowel
		// separator, byte order mark
	case r >= 0x200b && r <= 0x200f: // zero width, direction marks
	case r >= 0x202a && r <= 0x202e: // embeddings and overrides
	case r >= 0x2060 && r <= 0x206f: // joiner, invisible operators, isolates
	case r >= 0xfff9 && r <= 0xfffb: // interlinear annotation
	case r >= 0xe0000 && r <= 0xe007f: // tags
	default:
		return false
	}
	return true
}
