// Package install knows the ways to install an engine. An engine lists as data
// which ways fit it (Homebrew, Winget, Debian, Release, Environment, ByHand).
// It gets offers, which say what will be done before anything is done. Nothing
// is left half-installed.
//
// It must not know any engine, and it neither asks questions nor prints. The
// engines' folders say what to install, and the caller asks the user.
//
// Where things are:
//
//	system.go       the parts of the machine that are used; tests replace them
//	command.go      starts programs; asked.go those that only answer a question
//	store.go        the engines folder; own.go the builds in it; place.go puts a
//	                build there whole or not at all; former.go the name of
//	                manifests before dragstrip had its name
//	program.go      tries out an engine's builds
//	offers.go       asks the ways one after the other
//	packager.go     package managers, for everybody on the machine
//	debian.go       Debian packages: debian_offers.go for everybody,
//	                debian_folder.go without root, by an apt of our own
//	                (apt_private.go) from the configured mirror (sources.go)
//	release.go      a project's archives: asset.go chooses, download.go fetches,
//	                archive.go unpacks
//	environment.go  Python packages, by uv or pip, with a Python that fits
//	                (python.go; pythonmissing.go says what to do without one),
//	                from where pip would get them (pipconfig.go)
//
// What several of them use:
//
//	platform.go     Debian's names of architectures, the versions of libc and
//	                macOS, and whether a program is translated
//	gpu.go          which kind of GPU a build could use
//	apt.go          questions to apt; brew.go finds Homebrew
//	manifest.go     reads a manifest
//	digest.go       SHA-256 of a file
//	disk.go         free room, and bringing files to the disk
//	lock.go         keeps two installations apart; leftovers.go removes what
//	                killed ones left
package install
