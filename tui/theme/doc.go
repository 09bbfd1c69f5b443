// Package theme says how things look: tones by meaning (good, bad, muted,
// accent, focus) and the glyphs, for terminals with UTF-8 and for terminals
// without. It asks the terminal nothing. It uses only the environment and
// flags, so a terminal that does not answer costs no time.
//
// It must not know benchmark words.
//
// # Where things are
//
//	theme.go    colours and tones, NO_COLOR, whether the terminal knows colour and UTF-8 (flags and environment)
//	glyphs.go   what each sign (✓ ✗ ▲ bars) looks like, in UTF-8 and in ASCII
//	plainly.go  writes a finished screen in ASCII only
//	quiet.go    keeps Bubble Tea from asking the terminal for its background at the start
package theme
