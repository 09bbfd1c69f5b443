// Package tui shows sessions and asks for plans.
//
// One Bubble Tea model stands at the root ([New]): it knows the size, the
// global keys, the notices and the dialogs, and hands everything else to the
// screen that is shown. The root knows of a screen only that it is one: a
// message goes in, an action and a command come out. Actions are carried out
// by the root alone.
//
// What several screens read lies on the desk: the machine, the engine builds,
// the models, and the session, which only [bench.Session.Apply] changes. Only
// the root's files write to the desk; a test reads the source for that.
//
// A screen X has these files, and each part it draws has one named after it:
//
//	X.go         what it knows
//	X_keys.go    its keys, and which of them work now
//	X_update.go  what messages and keys do
//	X_layout.go  where its parts stand
//
// The root's files are root*.go in the same manner. Dialogs (question, prompt,
// menu, pager), actions, messages and words stand below all of them, and no
// screen uses another.
//
// Update never waits: whatever takes time is a command, and commands end with
// the program's context. View is cheap: lists are drawn as far as they are
// seen, and what is costly was worked out in update.
//
// It must not import runner, hwinfo, models, the journal or os/exec: cli
// hands it functions ([House]).
package tui
