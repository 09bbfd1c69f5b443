// Package install is how an engine can be got. An engine says as data which
// ways fit it (Homebrew, Winget, Debian, Release, Environment, ByHand), and
// gets offers that say what will be done before it is done. Nothing is left
// half-installed.
//
// It must not know any engine, nor ask questions or print: engines' folders
// say what to get, and the caller asks.
//
// Where things are:
//
//	system.go       what is touched of the machine; tests give another one
//	command.go      starts programs; asked.go those that only have to answer
//	store.go        the engines folder; own.go what lies in it; place.go how a
//	                build gets there whole or not at all; former.go what
//	                manifests were called before dragstrip had its name
//	program.go      how an engine's builds are tried
//	offers.go       the ways are asked in turn
//	packager.go     package managers, for everybody on the machine
//	debian.go       Debian packages: debian_offers.go for everybody,
//	                debian_folder.go without root, by an apt of our own
//	                (apt_private.go) from the configured mirror (sources.go)
//	release.go      a project's archives: asset.go chooses, download.go fetches,
//	                archive.go unpacks
//	environment.go  Python packages, by uv or pip, in a Python that fits
//	                (python.go) and from where pip is told to (pipconfig.go)
package install
