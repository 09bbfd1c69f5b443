// Package journal is the session folder on disk: the plan, the events with
// their one writer, the control file, the locks, and replay. It tells a live
// session from a dead one by a lock that the kernel releases.
//
// It must not know engines, hardware or screens.
//
// # Where things are
//
//	store.go         the folder of all sessions, and the names of a session's files
//	ours.go          whether somebody else could have changed a session's folder: owner and rights
//	writer.go        writes events; cuts a torn last line off
//	whole.go         stores a session that was not measured here
//	imported.go      tells whether a journal is of a session that was imported
//	reader.go        reads a journal back (replay)
//	lines.go         lines of a file, with a limit on their length
//	eventlines.go    how long a line of the journal may be; its kind without parsing it
//	follow.go        reads on while the journal grows: how often, how much at once
//	control.go       control.jsonl: writes and reads what viewers ask
//	note.go          a note that somebody wrote about a session
//	lock.go          whether a session is live: its lock, and file locks of each system
//	machine_lock.go  one machine measures one thing at a time: the machine-wide lock (its words: holder.go)
//	holder.go        who holds the machine, in words: "waiting for session …"
//	waiting_line.go  who waits for the machine, in the order in which they came
//	former.go        the lock of the program under its former name
package journal
