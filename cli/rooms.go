package cli

import (
	"sync/atomic"

	"dragstrip/bench"
)

// rooms makes the functions that the screens call (tui.House). They use the same
// parts as the verbs. Each group of functions has its own file, room_*.go.
type rooms struct {
	*env
	known *speeds
	cores *processors
	// here is the machine as it was last described for the screens.
	here *atomic.Pointer[bench.Machine]
	// ahead says how fast models will be.
	ahead *expectations
	// shapes are the shapes of published models.
	shapes *shapePreviews
	// servers remembers what servers have.
	servers *toldServers
}

func newRooms(e *env, cores *processors) rooms {
	known := &speeds{}
	return rooms{e, known, cores, new(atomic.Pointer[bench.Machine]), &expectations{known: known}, &shapePreviews{}, newToldServers()}
}
