package standin

import "os"

// sweep removes what an interrupted attempt left of a stand-in that is
// finished: its unfinished folder, and the earlier one that it was to replace.
// What belongs to something else stays.
func (w *work) sweep(folder, path string) {
	if !exists(folder) && !exists(asideOf(path)) {
		return
	}
	u, err := w.begin(folder)
	if err != nil { // somebody else's, or being written just now
		return
	}
	removeAside(path)
	if !u.whole {
		u.abandon()
		return
	}
	u.clear()
	os.Remove(folder)
	u.close()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
