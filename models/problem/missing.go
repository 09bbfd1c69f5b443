package problem

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"dragstrip/bench"
)

// Missing turns the system's error about a path into a Problem: for example,
// the path does not exist, or a link leads nowhere.
func Missing(path string, err error) error {
	target, noLink := os.Readlink(path)
	absent := errors.Is(err, fs.ErrNotExist)
	p := Problem{Path: path, Kind: ErrUnreadable, Remedy: "link to the model's file, or name the file itself", Err: err}
	switch {
	case absent && noLink == nil:
		p.Why = "it is a link to " + bench.CleanLine(target, 200) + ", but nothing is there"
	case absent:
		p.Why, p.Remedy = "there is no such file or folder", "check the spelling; `dragstrip models` lists the models on this machine"
	case errors.Is(err, syscall.ELOOP) && noLink == nil:
		p.Why = "it is a link that leads back to itself"
	case errors.Is(err, syscall.ELOOP):
		p.Why = "a link in its path leads back to itself"
	case errors.Is(err, syscall.ENOTDIR):
		p.Why, p.Remedy = "a part of its path is a file, not a folder", "check the spelling"
	case errors.Is(err, syscall.ENAMETOOLONG):
		p.Why, p.Remedy = "its name or path is longer than the system allows", "check the spelling"
	default:
		return At(path, err)
	}
	return &p
}
