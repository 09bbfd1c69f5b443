// Package llama drives llama.cpp's llama-bench (also as "llama bench"), from
// builds of September 2024 to today: what a build can do is read from its
// --help, never from its version; argv, process environment and parser are
// three pieces of code.
//
// It must not start anything but the questions of Probe.
package llama
