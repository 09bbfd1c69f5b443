// Package former takes over what the program left on a machine under its former
// name: its folders of sessions, models, engines and settings. What is written in
// them is read by the packages that wrote it (former.go there).
//
// It must not know verbs, questions or where folders belong on which system:
// it gets pairs of folders, a former and a present one.
//
// # Where things are
//
//	names.go     the former name and variables that were read under it
//	folders.go   which folders of the former name hold something
//	takeover.go  gives folders of the former name their present names
//	moved.go     where a place named in a text lies now
//	mend.go      corrects paths inside the files that were moved
package former
