// Package tui shows sessions and asks for plans.
//
// One Bubble Tea model stands at the root ([New]): it knows the size, the
// global keys, the notices and the dialogs, and hands everything else to the
// screen that is shown. A screen is a pointer with update, view and keys; it
// answers with an action where something is meant for the root. What several
// screens read lies on the desk: the machine, the engine builds, the models,
// and the session, which only [bench.Session.Apply] changes.
//
// Update never waits: whatever takes time is a command, and commands end with
// the program's context. View is cheap: lists are drawn as far as they are
// seen, and what is costly was worked out in update.
//
// It must not import runner, hwinfo, models, the journal or os/exec: cli
// hands it functions ([House]).
package tui
