package runner

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// ID names a build by its command and environment. So the name is the same in
// every session on this machine, and an update of the engine does not change
// it.
func (k Kinds) ID(b bench.EngineBuild) string {
	short := "engine"
	if kind, ok := k.Kind(b.Engine); ok {
		short = kind.Short
	}
	sum := sha256.Sum256([]byte(strings.Join(b.Prefix, "\x00") + "\x01" + strings.Join(b.Env, "\x00")))
	return short + "-" + hex.EncodeToString(sum[:3])
}

var idEnd = lazyregexp.New(`^-[0-9a-f]{6}$`)

// isID tells whether a word has the form that ID makes. "llama-bench" does not have it.
func (k Kinds) isID(word string) bool {
	return slices.ContainsFunc(k, func(kind *engine.Kind) bool {
		end, ok := strings.CutPrefix(word, kind.Short)
		return ok && idEnd.MatchString(end)
	})
}

// key is the same text for one build under all its names. If two engines
// measure with the same program, their builds have different keys.
func (k Kinds) key(b bench.EngineBuild) string {
	key := strings.Join(b.Prefix, "\x00")
	if kind, ok := k.finding(b.Engine); ok {
		key = kind.Finder.Key(b)
	}
	return b.Engine + "\x00" + key + "\x01" + strings.Join(b.Env, "\x00")
}

// finding gives the kind whose Finder searches for the builds of an engine: the
// engine's own kind, or the kind it belongs to (Of).
func (k Kinds) finding(name string) (*engine.Kind, bool) {
	kind, ok := k.Kind(name)
	if ok && kind.Finder == nil && kind.Of != "" {
		kind, ok = k.Kind(kind.Of)
	}
	return kind, ok && kind.Finder != nil
}
