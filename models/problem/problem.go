package problem

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// The kinds of problems, for errors.Is.
var (
	// ErrNotModel: the file is something else, or damaged, or no engine reads
	// its version.
	ErrNotModel = errors.New("not a model")
	// ErrEmpty: the file has no bytes, or the folder has no model.
	ErrEmpty = errors.New("empty")
	// ErrIncomplete: bytes or parts are missing.
	ErrIncomplete = errors.New("incomplete")
	// ErrNotOffered: an intact file that cannot be benchmarked by itself, such
	// as a projector, an adapter or a vocabulary.
	ErrNotOffered = errors.New("not a model by itself")
	// ErrUnreadable: the system did not let dragstrip read it.
	ErrUnreadable = errors.New("unreadable")
)

// Problem says what is wrong with one path, why, and what to do. Every function
// of package models that looks at a file returns it as its error. Path comes
// from outside, like any file name; Error cleans it.
type Problem struct {
	Path string
	Kind error
	// Why is a clause without a full stop; Remedy says what to do.
	Why    string
	Remedy string
	// MissingBytes (0 if not known) and MissingFiles (names without folders)
	// are set for ErrIncomplete.
	MissingBytes int64
	MissingFiles []string
	// Err is the system's error that caused the problem, if there is one.
	Err error
}

// Error is the whole sentence.
func (p *Problem) Error() string {
	s := p.Why
	if p.Path != "" {
		s = bench.Clean(p.Path) + ": " + s
	}
	if p.Remedy != "" {
		s += "; " + p.Remedy
	}
	return s
}

// Unwrap lets errors.Is find the kind and the system's error.
func (p *Problem) Unwrap() []error {
	var all []error
	for _, err := range []error{p.Kind, p.Err} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// At adds a path to an error. A plain error becomes a Problem.
func At(path string, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		q := *p
		if q.Path == "" {
			q.Path = path
		}
		return &q
	}
	if errors.Is(err, regular.ErrIrregular) {
		return &Problem{Path: path, Kind: ErrNotModel, Why: "it is " + sortOf(path) + ", not a file", Remedy: "name the model's file itself", Err: err}
	}
	return &Problem{Path: path, Kind: ErrUnreadable, Why: "it cannot be read: " + Plain(err), Remedy: "check that it is there and that you may read it", Err: err}
}

// sortOf names the sort of a path that is not a regular file.
func sortOf(path string) string {
	look, err := os.Stat(path)
	if err != nil {
		return "a pipe, a device, a socket or a folder"
	}
	switch mode := look.Mode(); {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// Plain gives the system's message without the "open /long/path:" before it.
func Plain(err error) string {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return bench.Clean(err.Error())
}

// Few names the first few of a long list.
func Few(names []string) string {
	const most = 3
	shown := names[:min(len(names), most)]
	s := strings.Join(shown, ", ")
	if more := len(names) - len(shown); more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}
