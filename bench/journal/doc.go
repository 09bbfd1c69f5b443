// Package journal is the session folder on disk: the plan, the events with
// their one writer, the control file, the locks, and replay. It tells a live
// session from a dead one by a lock the kernel releases.
//
// It must not know engines, hardware or screens.
package journal
