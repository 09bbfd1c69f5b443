// Package theme says how things look: tones by meaning (good, bad, muted,
// accent, focus) and the glyphs, once for terminals with UTF-8 and once
// without. It asks the terminal nothing: everything is told by the
// environment and by flags, so that a terminal that does not answer costs no
// time.
//
// It must not know benchmark words.
package theme
