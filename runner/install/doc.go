// Package install knows the ways to install an engine. An engine lists as data
// the ways that fit it (Homebrew, Winget, Debian, Release, Environment,
// ByHand). For these ways, the package makes offers. An offer says what will be
// done before anything is done. Nothing is left half-installed.
//
// It must not know any engine, ask the user questions, or print. The packages
// of the engines say what to install, and the caller asks the user.
//
// # Where things are
//
// What every way needs:
//
//	system.go          the parts of the machine that an installation uses
//	offers.go          asks each way what it offers
//	program.go         what is installed; tries out a build
//	store.go           the engines folder
//	own.go             builds in the engines folder: list and remove
//	place.go           puts a build into the engines folder, whole or not at all
//	manifest.go        reads the manifest of a build
//	former.go          manifests written under the former name
//	lock.go            keeps two installations apart
//	leftovers.go       removes what killed installations left
//	commandmade.go     a program to be run, its environment and its name in messages
//	command.go         runs a program to its end
//	watched_*.go       runs a program that must not outlive dragstrip
//	exit.go            how a program ended, as an error
//	asked.go           a program that only answers a question
//	download.go        downloads over https: bounds on size and stalls, digest checked
//	nonetwork.go       says in a few words that there is no network
//	refusedanswer.go   when a server refuses a request: what it says, and when to ask again
//	digest.go          SHA-256 of a file
//	archive.go         unpacks .zip and .tar.gz within limits
//	links.go           finds links in an unpacked archive that lead out of its folder
//	noexec_*.go        disks from which no program can be started
//	disk.go            free room, and writing to disk
//	platform.go        architectures, glibc, macOS versions
//	gpu.go             which kind of GPU a build could use (CUDA, Vulkan)
//	fitting.go         which backend fits this machine
//
// The ways:
//
//	packager.go         Homebrew, winget, and commands to type by hand
//	brew.go             where Homebrew is
//	debian.go           Debian packages
//	debian_offers.go    Debian packages for everybody, as root
//	debian_folder.go    Debian packages without root
//	apt.go              questions to apt
//	apt_private.go      apt with separate folders
//	sources.go          which mirrors apt uses
//	release.go          a project's release archives
//	releasepage.go      the page about a release
//	releasefit.go       which archives of a release this machine needs, and whether they are there
//	asset.go            which archive fits the machine
//	environment.go      Python packages, by uv or pip
//	pipnewer.go         which packages uv or pip would install, and which an environment has
//	python.go           which Python fits
//	pythonmissing.go    what to do if no Python fits
//	pip.go              uv and pip, and their failures
//	packagesettings.go  where packages come from and how they are reached (index, proxy, certificates)
//	packagekeys.go      the settings about packages that are passed on, under all their names
//	pipconfig.go        the settings about packages in pip's files and variables (pip.conf)
//	uvconfig.go         the settings about packages in uv's files and variables (uv.toml)
package install
