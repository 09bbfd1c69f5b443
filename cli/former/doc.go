// Package former takes over the folders that the program left under its former
// name: sessions, models, engines and settings. The files in them are read by
// the packages that wrote them; each of these has a former.go.
//
// It must not know verbs or questions, nor where a system keeps such folders.
// The caller gives it pairs of folders: a former one and a present one.
//
// # Where things are
//
//	names.go     the former name and variables that were read under it
//	folders.go   which folders of the former name hold something
//	takeover.go  gives folders of the former name their present names
//	moved.go     where a place named in a text lies now
//	mend.go      corrects paths inside the files that were moved
package former
