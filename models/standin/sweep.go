package standin

import "os"

// sweep removes what an interrupted attempt left, if the stand-in is finished:
// the unfinished folder, and the earlier folder that was moved aside. Other
// files stay.
func (w *work) sweep(folder, path string) {
	if !exists(folder) && !exists(asideOf(path)) {
		return
	}
	u, err := w.begin(folder)
	if err != nil { // it belongs to something else, or is being written now
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
