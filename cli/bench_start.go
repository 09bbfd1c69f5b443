package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
	"dragstrip/runner/guard"
)

// startBench starts the bench process of a session. The process is detached
// from this terminal, so that nothing that happens to the terminal affects it.
// startBench returns when the bench process has opened the journal.
func startBench(f journal.Folder, order benchOrder) error {
	told, err := order.text()
	if err != nil {
		return err
	}
	self, err := selfProgram(f)
	if err != nil {
		return fmt.Errorf("start the bench process: %w", err)
	}
	log, err := regular.Append(f.File(journal.BenchLog), 0o600)
	if err != nil {
		return fmt.Errorf("start the bench process: %w", err)
	}
	defer log.Close()
	_, err = guard.StartDetached([]string{self, benchVerb, f.Path}, os.Environ(), f.Path, told, log)
	if err != nil {
		return fmt.Errorf("start the bench process: %w", err)
	}
	return nil
}

// selfProgram gives a path from which this program can be started again, even
// after `go run` has removed the program.
func selfProgram(f journal.Folder) (string, error) {
	self, err := os.Executable()
	// Linux can still start a removed program; see package guard.
	if err != nil || runtime.GOOS == "linux" || !strings.Contains(self, "go-build") {
		return self, err
	}
	copied := f.File("dragstrip" + filepath.Ext(self))
	return copied, copyProgram(self, copied)
}

func copyProgram(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
