// Package theme holds the styles by meaning (good, bad, muted, accent, focus).
// It is empty so far. It must not know benchmark words.
package theme
