// Package values goes through all fields of a value, however deep, for tests
// that must see a field added tomorrow, too. Only tests import it, those of bench
// among them.
//
// It must not know what it goes through: no fact, plan or report.
//
// # Where things are
//
//	values.go  fills every field of a value and visits every text, for tests
package values
