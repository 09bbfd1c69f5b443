// Package journal is the session folder on disk: the plan, the events with
// their one writer, the control file, the locks, and replay. It tells a live
// session from a dead one by a lock the kernel releases.
//
// It must not know engines, hardware or screens.
//
//	store.go         the folder of all sessions, and the folder of one with
//	                 the names of its files
//	ours.go          whether nobody else could have changed a session's folder
//	writer.go        appends events
//	reader.go        replays a journal; eventlines.go says how long each of its
//	                 lines may be, lines.go reads them
//	follow.go        reads on while the journal grows
//	control.go       what viewers ask: the file, written and read
//	note.go          a note written later
//	lock.go          the lock of a session: whether it is live
//	machine_lock.go  the lock of the machine; holder.go says who has it
//	former.go        what the program wrote before it had its name
package journal
