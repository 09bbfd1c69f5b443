// Package install finds what is missing and gets it: engines by the platform's
// package manager, from Debian packages unpacked without root, or from the
// official release archive. It says what it will do before it does it, and
// leaves nothing half-installed.
//
// It must not ask questions or print: the caller does.
package install
