package standin

import (
	"errors"
	"fmt"

	"dragstrip/models/problem"
)

// Room checks whether a folder's disk can take size more bytes and stay usable.
// If not, the error is a [*problem.Problem] of kind [ErrNoRoom] with figures.
func Room(folder string, size int64) error {
	free, err := freeBytes(folder)
	if err != nil {
		return nil // some file systems do not tell how much is free; if it is too little, writing will fail
	}
	// A full disk disturbs all other programs, so some space stays free.
	const spare = 64 << 20
	if free >= size+spare {
		return nil
	}
	return &problem.Problem{
		Path: folder, Kind: ErrNoRoom,
		Why:    fmt.Sprintf("it needs %s; the disk has %s free, and %s of that must stay free for other programs", gib(size), gib(free), gib(spare)),
		Remedy: "free some disk space, or choose a folder on another disk",
	}
}

// ErrNoRoom: there is not enough disk space.
var ErrNoRoom = errors.New("no room on disk")

func gib(n int64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
}
