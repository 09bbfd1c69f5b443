// Package timeline finds the points in a series of sessions from which on a speed
// is another one.
//
// The method is that of Apache Otava (formerly Hunter): look at windows around
// each point, test the sides against each other, and keep the points that a test
// supports. Both sides have at least three sessions, so that a single spike is
// not a change. It differs in two things. Logarithms are compared, because speeds
// differ by factors; and an outlier on a side is drawn towards the others of that
// side, because one disturbed session must neither make nor hide a change.
//
// The package must not know where sessions lie or which engines there are.
//
//	changes.go  the points at which the level changes
package timeline
