// Package timeline finds the points in a series of sessions at which a speed
// changes.
//
// The method is taken from Apache Otava (formerly Hunter): it looks at windows
// around each point, tests the two sides against each other, and keeps the
// points that a test supports. Both sides have at least three sessions, so that
// a single spike is not a change. Three things are different here. Logarithms
// are compared, because speeds differ by factors. An outlier is moved towards
// the other values of its side, because one disturbed session must not make a
// change or hide one. And sessions that were measured one after the other may
// resemble each other. In this case a difference must be larger to count.
//
// The package must not know where sessions lie or which engines there are.
//
//	changes.go  the change points, at which the level changes: the windows in which they are looked for, the test, the limits
//	alike.go    what a test is worth if neighbours resemble each other, and in a long series
package timeline
