package report

// Options says what a report may contain and how it is written. The zero value
// is right for a report that is given away.
type Options struct {
	// HostName includes the machine's name.
	HostName bool
	// IncludeSuspect also compares results that are graded suspect.
	IncludeSuspect bool
	// Home and User are the home folder and the login name to leave out, if the
	// caller knows them. Home folders in the usual places are left out in any
	// case.
	Home, User string
	// Width limits the width of what people read on a terminal, in cells; 0 means
	// no limit.
	Width int
	// Brief limits Plain to the table and what went wrong.
	Brief bool
	// ASCII limits what people read on a terminal to characters that every
	// terminal has.
	ASCII bool
}
