package engine

// Folders are the program's own, as an engine may use them.
type Folders struct {
	Home, Data, Cache string
	Getenv            func(string) string
}
