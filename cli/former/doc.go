// Package former takes over what the program left on a machine while it was
// called dyno: its folders of sessions, models, engines and settings. What is
// written in them is read by the packages that wrote it (former.go there).
//
//	names.go    the former name, and the variables that were read under it
//	folders.go  which folders of that name hold something, and what
//	takeover.go giving them their present names
//	moved.go    what of it a text names by its former place
//	mend.go     paths within what was moved
//
// It must not know verbs, questions or where folders belong on which system:
// it gets pairs of folders, a former and a present one.
package former
