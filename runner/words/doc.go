// Package words is what engine adapters have in common in making sense of an
// engine's words: lines made safe and kept, rules that turn them into a
// failure a person understands, what a death by signal or a program that does
// not start or finds no room for another process means, and what lies at a
// model's path where an engine has one message for several troubles.
//
// It must not know any particular engine: each adapter brings its own rules.
package words
