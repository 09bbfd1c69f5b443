package install

import (
	"os"
	"path/filepath"
	"testing"

	"dragstrip/runner/engine"
)

// apt replaces files by smaller ones, and the progress went back.
func TestProgressOfADownloadNeverGoesBack(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "list")
	if err := os.WriteFile(file, make([]byte, 10), 0o600); err != nil {
		t.Fatal(err)
	}
	told := make(chan int64)
	stop := watch(folder, 0, "downloading", func(p engine.Progress) { told <- p.Done })
	first := <-told
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	second := <-told
	go func() {
		for range told { // until stop returns
		}
	}()
	stop()
	close(told)
	if first != 10 || second != 10 {
		t.Errorf("%d bytes, then %d", first, second)
	}
}
