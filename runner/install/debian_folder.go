package install

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// debianFolder installs Debian's packages without root. apt's tools fetch the
// package and everything that it needs from the mirror that the machine uses.
// dragstrip unpacks the packages into its own folder. The program starts with
// the loader from these packages, so the machine's C library does not matter.
//
// It was tested on Debian 12 with packages from sid. Ubuntu's suite `devel` was
// not tested, because no mirror could be reached.
type debianFolder struct {
	*Store
	Debian
	program  Program
	arch     debArch
	from     mirrorOf
	choices  []suiteChoice
	packages []string
	// wish is what the user asked for. If its backend is "", any available
	// backend will do.
	wish engine.SetupWish
	// download and disk are the estimates for these packages.
	download, disk int64
}

func (d Debian) intoFolder(a *asked, known aptKnowledge, vulkan bool) {
	if a.OS() != "linux" {
		return
	}
	refuse := func(why, remedy string) { a.refuse(WayDebianFolder, why, remedy) }
	arch, ok := debArchs[a.Arch()]
	switch {
	case !known.present:
		refuse("this system has no apt, which fetches and checks Debian's packages", "use another way: "+d.Instead)
		return
	case !ok:
		refuse("dragstrip can unpack Debian packages on amd64 and arm64 only, and this machine is "+a.Arch(), a.program.fromSource())
		return
	case a.wish.Version != "" && d.Versions != nil && !d.Versions.MatchString(a.wish.Version):
		refuse("Debian does not number "+a.program.Title+" in this way: "+bench.CleanLine(a.wish.Version, 40), "leave out --tag for the version that Debian has")
		return
	case !a.has("dpkg-deb"):
		refuse("dpkg-deb, which unpacks packages, is not installed", "sudo apt-get install dpkg")
		return
	case strings.ContainsAny(a.folder(), ":;$"):
		refuse("the path of dragstrip's data folder contains a character that the program loader does not take as part of a name: "+bench.Clean(a.folder()), "set DRAGSTRIP_HOME to a folder without : ; and $ in its path")
		return
	}
	from, ok := findMirror(a.aptSources(), a.osRelease(), arch.name)
	inApt := known.candidate[d.Package] != ""
	if !ok || (from.distribution == "other" && !inApt) {
		refuse("apt is not configured with an archive of Debian or Ubuntu", "add one to /etc/apt/sources.list, or: "+d.Instead)
		return
	}
	f := &debianFolder{Store: a.Store, Debian: d, program: a.program, arch: arch, from: from, choices: choicesOf(from, inApt), packages: []string{d.Package}, wish: a.wish, download: d.DownloadBytes, disk: d.DiskBytes}
	if vulkan {
		f.packages = append(f.packages, d.Vulkan)
		f.download += d.VulkanBytes
		f.disk += d.VulkanDiskBytes
	}
	offer := f.offer()
	offer.Device = a.computes(backendName(vulkan))
	a.offer(offer)
}

// choicesOf lists the suites to try. If apt has the package, the configured
// suites come first. The newest suite of the same mirror follows, because apt
// may have the package from another mirror.
func choicesOf(from mirrorOf, inApt bool) []suiteChoice {
	var choices []suiteChoice
	if inApt {
		choices = append(choices, suiteChoice{from.allSuites, from.components})
	}
	switch from.distribution {
	case "debian":
		choices = append(choices, suiteChoice{[]string{"sid"}, []string{"main"}})
	case "ubuntu":
		choices = append(choices, suiteChoice{[]string{"devel"}, []string{"main", "universe"}})
	}
	return choices
}

func (d *debianFolder) offer() engine.Offer {
	suites := bench.Clean(strings.Join(d.choices[0].suites, ", "))
	check := "check every file against the digest in the archive's signed package list"
	if d.from.trusted {
		check = "check every file against the digest in the package list (this machine's apt is configured not to check the list's signature)"
	}
	return engine.Offer{
		Way:   WayDebianFolder,
		Title: fmt.Sprintf("Debian package %s (%s)%s, about %s, into your own folder, no root", d.Package, suites, d.with(), bench.FormatBytes(d.download)),
		Explain: []string{
			fmt.Sprintf("apt-get update with separate settings, so that nothing on the system changes: %s, %s", cleanURI(d.from.uri), suites),
			fmt.Sprintf("apt-get download %s and the libraries it needs, then %s", strings.Join(d.packages, " "), check),
			"unpack them with dpkg-deb into " + bench.Clean(d.folder()),
		},
		DownloadBytes: d.download, DiskBytes: d.disk,
		Look: d.lookForNewer, Run: d.install,
	}
}

// cleanURI removes a password from a mirror's address.
func cleanURI(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return "the configured mirror"
	}
	u.User = nil
	return bench.Clean(u.String())
}

func (d *debianFolder) install(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
	// For a while, the package lists, the packages and the unpacked files need
	// room together.
	if err := d.needDisk(3 * d.disk); err != nil {
		return engine.Installed{}, err
	}
	return d.stage(ctx, d.program, WayDebianFolder, d.wish, func(folder string) (engine.Installed, error) {
		apt, archives, err := d.resolve(ctx, filepath.Join(folder, "apt"), progress)
		if err != nil {
			return engine.Installed{}, err
		}
		if one, ok := d.here(ctx, d.program, d.id(archives)); ok && !d.wish.Open() {
			return one, nil
		}
		if err := apt.download(ctx, archives, progress); err != nil {
			return engine.Installed{}, err
		}
		if err := d.unpack(ctx, apt.folder, filepath.Join(folder, "root"), archives, progress); err != nil {
			return engine.Installed{}, err
		}
		if err := os.RemoveAll(apt.folder); err != nil {
			return engine.Installed{}, err
		}
		return d.describe(folder, apt.suites, archives)
	})
}

// lookForNewer returns the build that is here if the mirror has the same version.
// To see that, it fetches the mirror's package lists into a temporary folder.
func (d *debianFolder) lookForNewer(ctx context.Context, progress func(engine.Progress)) (*engine.Installed, error) {
	if err := d.needDisk(d.disk); err != nil {
		return nil, err
	}
	unlock, err := d.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	folder, err := os.MkdirTemp(d.folder(), stagingPrefix)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	_, archives, err := d.resolve(ctx, filepath.Join(folder, "apt"), progress)
	if err != nil {
		return nil, err
	}
	return orNil(d.here(ctx, d.program, d.id(archives)))
}

// resolve lists all packages to fetch. It takes them from the first suites that
// have all of them.
func (d *debianFolder) resolve(ctx context.Context, folder string, progress func(engine.Progress)) (*privateApt, []archive, error) {
	var failures []error
	for _, chosen := range d.choices {
		if err := os.RemoveAll(folder); err != nil {
			return nil, nil, err
		}
		apt, err := d.privateApt(folder, d.arch.name, d.from.source, chosen)
		if err != nil {
			return nil, nil, err
		}
		if err := apt.update(ctx, progress); err != nil {
			return nil, nil, err
		}
		archives, err := d.closure(ctx, apt, progress)
		if err == nil {
			err = d.otherVersion(apt.suites, archives)
		}
		if err == nil {
			return apt, archives, nil
		}
		if ctx.Err() != nil {
			return nil, nil, err
		}
		failures = append(failures, err)
	}
	advice := "use another way: " + d.Instead
	if d.wish.Version != "" {
		advice = "without --tag, the version of the mirror is installed"
	}
	return nil, nil, fmt.Errorf("%w; %s", errors.Join(failures...), advice)
}

// closure asks for the packages. If the mirror does not have the GPU backend,
// closure takes a build for the CPU, except if the user asked for that backend.
// The offer promised the backend, so closure reports why it is missing.
func (d *debianFolder) closure(ctx context.Context, apt *privateApt, progress func(engine.Progress)) ([]archive, error) {
	archives, err := apt.closure(ctx, d.packages, d.NotNeeded)
	if err == nil || len(d.packages) == 1 || d.wish.Backend != "" || ctx.Err() != nil {
		return archives, err
	}
	why := err
	if archives, err = apt.closure(ctx, d.packages[:1], d.NotNeeded); err == nil {
		progress(engine.Progress{Step: fmt.Sprintf("installing a build for the CPU only, because the one with Vulkan cannot be had: %v; `dragstrip setup %s --with %s` tries again", why, d.program.Engine, BackendVulkan)})
	}
	return archives, err
}

// with names the GPU backend that is installed with the program, for the title
// of the offer.
func (d *debianFolder) with() string {
	if len(d.packages) > 1 {
		return " with Vulkan"
	}
	return ""
}

// version returns the version of the program in the packages.
func (d *debianFolder) version(archives []archive) string {
	for _, a := range archives {
		if a.name == d.Package {
			return debVersion(a.version)
		}
	}
	return ""
}

// id returns the ID of the build that the packages make.
func (d *debianFolder) id(archives []archive) string {
	id := d.program.Engine + "-" + d.version(archives) + "-debian-" + d.arch.name
	if slices.ContainsFunc(archives, func(a archive) bool { return a.name == d.Vulkan }) {
		id += "-" + BackendVulkan
	}
	return id
}

// otherVersion returns an error if the packages hold another version than the
// user asked for. A mirror has only one version in each suite.
func (d *debianFolder) otherVersion(suites []string, archives []archive) error {
	if has := d.version(archives); d.wish.Version != "" && has != d.wish.Version {
		return fmt.Errorf("this mirror has %s %s in %s, not %s", d.program.Title, has, bench.Clean(strings.Join(suites, ", ")), bench.CleanLine(d.wish.Version, 40))
	}
	return nil
}

func (d *debianFolder) unpack(ctx context.Context, apt, root string, archives []archive, progress func(engine.Progress)) error {
	var done, total int64
	for _, a := range archives {
		total += a.bytes
	}
	for _, a := range archives {
		progress(engine.Progress{Step: "unpacking", Done: done, Total: total})
		done += a.bytes
		argv := []string{"dpkg-deb", "-x", filepath.Join(apt, "debs", a.file), root}
		if _, err := d.run(ctx, Command{Argv: argv}); err != nil {
			return fmt.Errorf("unpack %s: %w", a.file, err)
		}
		// Links that lead out are removed now, because files of the next
		// package could be written through them.
		if err := removeOutwardLinks(root); err != nil {
			return fmt.Errorf("unpack %s: %w", a.file, err)
		}
	}
	// Remove what nobody needs here: documents, translations, other encodings.
	for _, folder := range []string{"usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/lintian", "usr/lib/" + d.arch.triplet + "/gconv"} {
		if err := os.RemoveAll(filepath.Join(root, filepath.FromSlash(folder))); err != nil {
			return err
		}
	}
	// The program looks for its backends beside the executable. If a loader
	// starts the program, the loader is the executable.
	library := filepath.Join(root, "usr", "lib", d.arch.triplet)
	// The pattern is compared only with names in the folder, so the path of the
	// folder may hold any characters.
	backends, _ := fs.Glob(os.DirFS(library), d.Beside)
	for _, b := range backends {
		if err := os.Rename(filepath.Join(library, b), filepath.Join(library, filepath.Base(b))); err != nil {
			return fmt.Errorf("put the backends in place: %w", err)
		}
	}
	return nil
}

// describe finds the loader and the program, and returns the description of the
// build.
func (d *debianFolder) describe(folder string, suites []string, archives []archive) (engine.Installed, error) {
	// Old packages put the loader into /lib, newer ones below /usr.
	var loader, library string
	for _, base := range []string{"root/usr/lib", "root/lib"} {
		library = filepath.Join(filepath.FromSlash(base), d.arch.triplet)
		if loader = filepath.Join(library, d.arch.loader); exists(filepath.Join(folder, loader)) {
			break
		}
	}
	libraries := filepath.Join("root", "usr", "lib", d.arch.triplet)
	program := filepath.Join("root", filepath.FromSlash(d.Path))
	for _, path := range []string{loader, program} {
		if _, err := os.Stat(filepath.Join(folder, path)); err != nil {
			return engine.Installed{}, fmt.Errorf("the packages do not hold %s: %w", filepath.Base(path), errors.Unwrap(err))
		}
	}
	one := engine.Installed{ID: d.id(archives), Version: d.version(archives), Source: cleanURI(d.from.uri) + " " + strings.Join(suites, " ")}
	at := func(path string) string { return placeholder + string(filepath.Separator) + path }
	paths := []string{at(libraries)}
	for _, own := range d.Libraries {
		paths = append(paths, at(filepath.Join(libraries, filepath.FromSlash(own))))
	}
	if library != libraries {
		paths = append(paths, at(library))
	}
	one.Prefix = []string{at(loader), "--library-path", strings.Join(paths, ":"), at(program)}
	return one, nil
}
