package install

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dyno/bench"
)

const debPackage = "llama.cpp-tools"

// vulkanPackage is the backend for machines with a GPU; the driver stays the
// machine's own.
const vulkanPackage = "libggml0-backend-vulkan"

// notNeeded are packages that only serve maintainer scripts and documents of
// the others. Everything else of the closure is unpacked: an unknown name may
// be a library the engine cannot start without.
var notNeeded = map[string]bool{
	"debconf": true, "wget": true, "libgnutls30t64": true, "libgmp10": true, "libnettle8t64": true, "libhogweed6t64": true,
	"libunistring5": true, "libidn2-0": true, "libffi8": true, "libp11-kit0": true, "libtasn1-6": true, "libpcre2-8-0": true,
	"libpsl5t64": true, "libuuid1": true, "openssl-provider-legacy": true, "libc-gconv-modules-extra": true, "gcc-16-base": true,
}

// Sizes that are told before apt was asked: what was seen with 0.7.0.
const (
	debDownloadBytes = 12 << 20
	debDiskBytes     = 60 << 20
)

// debArch is Debian's name of an architecture, with the folder of its
// libraries and its loader.
var debArchs = map[string]struct{ name, triplet, loader string }{
	"amd64": {"amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2"},
	"arm64": {"arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"},
}

// debianFolder is the way without root: the package and what it needs come
// from the machine's own mirror by apt's own tools, are unpacked into a folder
// of ours and start with their own loader, so the machine's C library does
// not matter.
func (in *Installer) debianFolder(ctx context.Context) (*Offer, *Refusal) {
	if in.goos() != "linux" {
		return nil, nil
	}
	const way = "debian-folder"
	if !in.has("apt-get") || !in.has("apt-cache") {
		return nil, nil // not a child of Debian
	}
	arch, ok := debArchs[in.goarch()]
	if !ok {
		return nil, &Refusal{way, "Debian packages are unpacked on amd64 and arm64 only, this is " + in.goarch(), "build llama.cpp from source and name it with --engine"}
	}
	if !in.has("dpkg-deb") {
		return nil, &Refusal{way, "dpkg-deb, which unpacks packages, is not there", "apt-get install dpkg"}
	}
	from, distribution, ok := mirror(in.aptSources())
	if !ok {
		return nil, &Refusal{way, "apt is not configured with an archive of Debian or Ubuntu", "add one to /etc/apt/sources.list"}
	}
	suite, component := "sid", "main"
	if distribution == "ubuntu" {
		suite, component = "devel", "main universe"
	}
	if lists, offered := in.aptKnows(ctx); lists && offered {
		suite = from.suites[0]
	}
	d := &debian{Installer: in, arch: arch, from: from, suite: suite, component: component, packages: []string{debPackage}}
	if in.gpu() != "" {
		d.packages = append(d.packages, vulkanPackage)
	}
	return &Offer{
		Way:   way,
		Title: fmt.Sprintf("Debian package %s from %s, about %s, into your own folder, no root", debPackage, suite, bench.FormatBytes(debDownloadBytes)),
		Explain: []string{
			fmt.Sprintf("apt-get update and download %s and the libraries it needs from %s, suite %s, with package lists of its own: nothing of the system changes", strings.Join(d.packages, ", "), cleanURI(from.uri), suite),
			"check the digests that the archive's signature covers",
			"unpack into " + in.folder(),
		},
		DownloadBytes: debDownloadBytes, DiskBytes: debDiskBytes,
		do: d.install,
	}, nil
}

// cleanURI leaves out a password that may stand in a mirror's address.
func cleanURI(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return "the configured mirror"
	}
	return bench.Clean(u.Redacted())
}

type debian struct {
	*Installer
	arch             struct{ name, triplet, loader string }
	from             source
	suite, component string
	packages         []string
}

func (d *debian) install(ctx context.Context, progress func(Progress)) (Installed, error) {
	if err := d.needDisk(3 * debDiskBytes); err != nil {
		return Installed{}, err
	}
	return d.stage(func(folder string) (Installed, error) {
		apt := filepath.Join(folder, "apt")
		options, err := d.privateApt(apt)
		if err != nil {
			return Installed{}, err
		}
		progress(Progress{Step: "reading the package lists of " + d.suite})
		if _, err := d.command(ctx, "", append([]string{"apt-get"}, append(options, "-qq", "update")...)...); err != nil {
			return Installed{}, fmt.Errorf("%w; check the network and the proxy that apt is configured with", err)
		}
		archives, err := d.closure(ctx, options)
		if err != nil {
			return Installed{}, err
		}
		if err := d.download(ctx, options, apt, archives, progress); err != nil {
			return Installed{}, err
		}
		if err := d.unpack(ctx, apt, filepath.Join(folder, "root"), archives, progress); err != nil {
			return Installed{}, err
		}
		if err := os.RemoveAll(apt); err != nil {
			return Installed{}, err
		}
		return d.describe(folder, archives)
	})
}

// privateApt makes apt's folders below one of ours: own lists, an empty
// status, one source.
func (d *debian) privateApt(folder string) ([]string, error) {
	for _, sub := range []string{"lists/partial", "cache/archives/partial", "empty", "debs"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o755); err != nil {
			return nil, err
		}
	}
	line := "deb "
	var options []string
	if d.from.signedBy != "" {
		options = append(options, "signed-by="+d.from.signedBy)
	}
	if d.from.trusted {
		options = append(options, "trusted=yes")
	}
	if len(options) > 0 {
		line += "[" + strings.Join(options, " ") + "] "
	}
	line += d.from.uri + " " + d.suite + " " + d.component + "\n"
	for name, content := range map[string]string{"sources.list": line, "status": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	apt := []string{
		"-o", "Dir::State::lists=" + filepath.Join(folder, "lists"),
		"-o", "Dir::State::status=" + filepath.Join(folder, "status"),
		"-o", "Dir::Cache=" + filepath.Join(folder, "cache"),
		"-o", "Dir::Etc::sourcelist=" + filepath.Join(folder, "sources.list"),
		"-o", "Dir::Etc::sourceparts=" + filepath.Join(folder, "empty"),
		"-o", "Acquire::Languages=none", "-o", "Acquire::ForceHash=SHA256",
		"-o", "APT::Architecture=" + d.arch.name,
	}
	if d.admin() {
		// apt would fetch as the user _apt, who may not write into our folder.
		apt = append(apt, "-o", "APT::Sandbox::User=")
	}
	return apt, nil
}

// archive is one package file.
type archive struct {
	name   string // of the package
	file   string // as it will lie on disk
	bytes  int64
	sha256 string
	uri    string
}

// closure asks apt what the packages need, on a system with nothing installed.
func (d *debian) closure(ctx context.Context, options []string) ([]archive, error) {
	ask := func(packages []string) (string, error) {
		argv := append([]string{"apt-get"}, options...)
		argv = append(argv, "-qq", "--print-uris", "--no-install-recommends", "install")
		return d.command(ctx, "", append(argv, packages...)...)
	}
	out, err := ask(d.packages)
	if err != nil && len(d.packages) > 1 {
		// Without the backend package the CPU still computes.
		d.packages = d.packages[:1]
		out, err = ask(d.packages)
	}
	if err != nil {
		return nil, fmt.Errorf("%s of this mirror has no usable %s: %w", d.suite, debPackage, err)
	}
	all := parseURIs(out)
	for _, a := range all {
		if a.name == debPackage {
			return needed(all), nil
		}
	}
	return nil, fmt.Errorf("apt did not say where %s is", debPackage)
}

// parseURIs reads lines of --print-uris: 'URI' FILE BYTES SHA256:HEX.
func parseURIs(text string) []archive {
	var out []archive
	for line := range strings.SplitSeq(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "'") {
			continue
		}
		name, _, ok := strings.Cut(fields[1], "_")
		bytes, err := strconv.ParseInt(fields[2], 10, 64)
		digest, isSHA := strings.CutPrefix(fields[3], "SHA256:")
		if !ok || err != nil || bytes <= 0 || filepath.Base(fields[1]) != fields[1] || !isSHA {
			continue
		}
		out = append(out, archive{name: name, file: fields[1], bytes: bytes, sha256: digest, uri: strings.Trim(fields[0], "'")})
	}
	return out
}

func needed(all []archive) []archive {
	var out []archive
	for _, a := range all {
		if !notNeeded[a.name] {
			out = append(out, a)
		}
	}
	return out
}

// download lets apt fetch the files, so that its proxies and sign-ins count,
// and checks the digests once more by ourselves.
func (d *debian) download(ctx context.Context, options []string, apt string, archives []archive, progress func(Progress)) error {
	debs := filepath.Join(apt, "debs")
	var total int64
	argv := append([]string{"apt-get"}, options...)
	argv = append(argv, "-qq", "download")
	for _, a := range archives {
		argv = append(argv, a.name)
		total += a.bytes
	}
	stop := watch(debs, total, "downloading", progress)
	_, err := d.command(ctx, debs, argv...)
	stop()
	if err != nil {
		return fmt.Errorf("download: %w", err)
	}
	for _, a := range archives {
		got, err := fileSHA256(filepath.Join(debs, a.file))
		if err != nil {
			return fmt.Errorf("check the download: %w", err)
		}
		if got != a.sha256 {
			return fmt.Errorf("the digest of %s is not the one its archive signed: %s instead of %s; nothing was installed", a.file, got, a.sha256)
		}
	}
	return nil
}

// watch reports a folder's size while something is downloaded into it.
func watch(folder string, total int64, step string, progress func(Progress)) (stop func()) {
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(300 * time.Millisecond)
		defer tick.Stop()
		for {
			progress(Progress{Step: step, Done: min(treeBytes(folder), total), Total: total})
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return func() { close(done); <-gone }
}

func (d *debian) unpack(ctx context.Context, apt, root string, archives []archive, progress func(Progress)) error {
	for i, a := range archives {
		progress(Progress{Step: "unpacking", Done: int64(i), Total: int64(len(archives))})
		if _, err := d.command(ctx, "", "dpkg-deb", "-x", filepath.Join(apt, "debs", a.file), root); err != nil {
			return fmt.Errorf("unpack %s: %w", a.file, err)
		}
	}
	// ggml looks for its backends beside the executable, which under a loader
	// is the loader.
	library := filepath.Join(root, "usr", "lib", d.arch.triplet)
	backends, _ := filepath.Glob(filepath.Join(library, "ggml", "backends*", "*.so"))
	for _, b := range backends {
		if err := os.Rename(b, filepath.Join(library, filepath.Base(b))); err != nil {
			return fmt.Errorf("put the backends in place: %w", err)
		}
	}
	return nil
}

// describe finds loader and program and writes them down.
func (d *debian) describe(folder string, archives []archive) (Installed, error) {
	library := filepath.Join("root", "usr", "lib", d.arch.triplet)
	program := filepath.Join("root", "usr", "bin", "llama-bench")
	for _, path := range []string{filepath.Join(library, d.arch.loader), program} {
		if _, err := os.Stat(filepath.Join(folder, path)); err != nil {
			return Installed{}, fmt.Errorf("the packages do not hold what they should: %w", errors.Unwrap(err))
		}
	}
	one := Installed{Way: "debian-folder", Source: cleanURI(d.from.uri) + " " + d.suite}
	for _, a := range archives {
		if a.name == debPackage {
			one.Version = debVersion(a.file)
		}
	}
	one.ID = "llama.cpp-" + one.Version + "-debian"
	at := func(path string) string { return placeholder + string(filepath.Separator) + path }
	one.Prefix = []string{
		at(filepath.Join(library, d.arch.loader)), "--library-path",
		at(library) + ":" + at(filepath.Join(library, "llama")), at(program),
	}
	return one, nil
}

// debVersion takes the version out of a package file's name; the epoch and
// Debian's own revision are nobody's business here.
func debVersion(file string) string {
	parts := strings.Split(file, "_")
	if len(parts) < 2 {
		return ""
	}
	version := strings.ReplaceAll(parts[1], "%3a", ":")
	if _, after, ok := strings.Cut(version, ":"); ok {
		version = after
	}
	version, _, _ = strings.Cut(version, "+dfsg")
	version, _, _ = strings.Cut(version, "-")
	return version
}
