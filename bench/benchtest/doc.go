// Package benchtest is for tests of what reads and shows journals. It writes
// journals that have a hostile text in every field, and says which parts of
// such a text must never be shown. It says whether a fact changes when it goes
// through a journal. For tests that do not test the reader of journals, it gives
// the events of a journal. It also makes sessions whose results are judged by
// more than their samples. Only tests import it.
//
// It must not know how journals are read or shown. Otherwise a mistake could be
// both in the tested code and in its test, and no test would find it.
//
// # Where things are
//
//	events.go   gives the events in the lines of a journal, for tests
//	hostile.go  a journal full of hostile texts, for tests
//	kept.go     says how a fact changes when it goes through a journal, for tests
//
//	judged.go           sessions whose results are judged by devices, machine and events
//	judged_scene.go     how the events of such a session are made
//	judged_devices.go   those that differ in what computed: GPUs, a fallback, another machine
//	judged_happened.go  those that differ in what happened: a stop, added rounds, a busy machine
//	judged_expected.go  those that differ in what was expected before: as fast, slower than others, slower than before
package benchtest
