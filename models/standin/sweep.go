package standin

import "os"

// sweep removes what an interrupted attempt left of a stand-in that is
// finished. What belongs to something else stays.
func (w *work) sweep(folder string) {
	if _, err := os.Lstat(folder); err != nil {
		return
	}
	u, err := w.begin(folder)
	switch {
	case err != nil: // somebody else's, or being written just now
	case u.whole:
		u.clear()
		os.Remove(folder)
		u.close()
	default:
		u.abandon()
	}
}
