package report

// Options says what a report may hold and how it is drawn. The zero value is
// right for a report that is given away.
type Options struct {
	// HostName includes the machine's name.
	HostName bool
	// IncludeSuspect compares results graded suspect, too.
	IncludeSuspect bool
	// Home and User are the home folder and the login name to leave out, where
	// the caller knows them. Home folders in the usual places are left out
	// whether they are given or not.
	Home, User string
	// Width bounds Plain's table in terminal cells; 0 means as wide as it is.
	Width int
	// Brief keeps Plain to the table and what went wrong.
	Brief bool
	// ASCII keeps Plain to characters every terminal has.
	ASCII bool
}
