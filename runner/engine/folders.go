package engine

// Folders are the user's home folder and the program's own folders, for an
// engine to use.
type Folders struct {
	Home, Data, Cache string
	Getenv            func(string) string
}
