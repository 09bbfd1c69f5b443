// Package modelstest writes the small files that tests of the model packages
// read: valid files, split files, and files that no program would write.
//
// It must not know the readers and writers that it is used to test. Otherwise
// the same mistake could be in both, and no test would find it. Only tests
// import it.
//
// # Where things are
//
//	files.go  GGUF files for tests, broken ones too
package modelstest
