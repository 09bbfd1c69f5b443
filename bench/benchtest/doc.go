// Package benchtest writes journals that no writer of ours would make, with the
// texts of somebody who wants to harm the reader in every field there is, and
// says what of them must never be seen; of a fact it says whether it comes out of
// a journal as it went in. It also gives the events of a journal where its reader
// is not what is tested. Only tests import it.
//
// It must not know how any of it is read or shown, or a mistake would be made
// twice and hide itself.
//
// # Where things are
//
//	events.go   events out of the lines of a journal, for tests
//	hostile.go  a journal full of hostile texts, for tests
//	kept.go     what of a fact may differ after it went through a journal, for tests
package benchtest
