// Package modelstest writes the small files that tests of the model packages
// read: sound ones, split ones, and files that no writer would make.
//
// It must not know the readers and writers it is used to test, or a mistake
// would be made twice and hide itself. Only tests import it.
//
// # Where things are
//
//	files.go  GGUF files for tests, broken ones too
package modelstest
