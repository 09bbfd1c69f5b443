// Package values goes through all fields of a value, with the fields of its
// fields. It is for tests that must also cover fields that are added later.
// Only tests import it, including those of bench.
//
// It must not know what the values mean: no fact, plan or report.
//
// # Where things are
//
//	values.go  fills every field of a value and visits every text, for tests
package values
