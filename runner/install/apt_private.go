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

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// aptSettings are read after the system's own settings. They turn off commands
// that the system runs before and after an update, such as emptying the package
// cache. They also remove settings about the release and the architectures,
// because the private apt has its own.
const aptSettings = `#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear APT::Update::Post-Invoke-Stats;
#clear APT::Default-Release;
#clear APT::Architectures;
`

// suiteChoice names the suites and components from which packages are taken.
type suiteChoice struct{ suites, components []string }

// privateApt is apt with folders that belong to dragstrip: with separate lists,
// an empty status and one source. It uses the proxies and passwords in the
// system's configuration.
type privateApt struct {
	*Store
	folder  string
	suites  []string
	options []string
}

func (in *Store) privateApt(folder, arch string, from source, chosen suiteChoice) (*privateApt, error) {
	for _, sub := range []string{"lists/partial", "cache/archives/partial", "sources", "empty", "debs"} {
		if err := os.MkdirAll(filepath.Join(folder, filepath.FromSlash(sub)), 0o755); err != nil {
			return nil, err
		}
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	for name, content := range map[string]string{
		"sources/dragstrip.sources": from.stanza(arch, chosen.suites, chosen.components),
		"settings":                  aptSettings, "status": "", "none": "",
	} {
		if err := os.WriteFile(at(filepath.FromSlash(name)), []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	apt := &privateApt{Store: in, folder: folder, suites: chosen.suites, options: []string{"-c", at("settings")}}
	for _, pair := range [][2]string{
		{"Dir::State::lists", at("lists")},
		{"Dir::State::status", at("status")},
		{"Dir::State::extended_states", at("none")},
		{"Dir::Cache", at("cache")},
		{"Dir::Etc::sourcelist", at("none")},
		{"Dir::Etc::sourceparts", at("sources")},
		{"Dir::Etc::preferences", at("none")},
		{"Dir::Etc::preferencesparts", at("empty")},
		{"Acquire::Languages", "none"},
		{"Acquire::ForceHash", "SHA256"},
		{"APT::Architecture", arch},
		// The system's settings may allow lists and packages that nobody
		// signed.
		{"Acquire::AllowInsecureRepositories", "false"},
		{"Acquire::AllowWeakRepositories", "false"},
		{"Acquire::AllowDowngradeToInsecureRepositories", "false"},
		{"APT::Get::AllowUnauthenticated", "false"},
	} {
		apt.options = append(apt.options, "-o", pair[0]+"="+pair[1])
	}
	if in.admin() {
		// Otherwise apt would download as the user _apt, who may not write into
		// this folder.
		apt.options = append(apt.options, "-o", "APT::Sandbox::User=")
	}
	return apt, nil
}

func (a *privateApt) get(ctx context.Context, dir string, words ...string) (string, error) {
	argv := append(append([]string{"apt-get"}, a.options...), words...)
	out, err := a.run(ctx, Command{Argv: argv, Dir: dir})
	return out, withUnmet(err, out)
}

func (a *privateApt) update(ctx context.Context, progress func(engine.Progress)) error {
	step := "reading the mirror's package lists of " + bench.Clean(strings.Join(a.suites, ", ")) + "; their size is not known before"
	stop := watch(filepath.Join(a.folder, "lists"), 0, step, progress)
	defer stop()
	// Without Error-Mode apt only warns if a mirror does not answer.
	if _, err := a.get(ctx, "", "-qq", "-o", "APT::Update::Error-Mode=any", "update"); err != nil {
		if text := err.Error(); strings.Contains(text, "not signed") || strings.Contains(text, "not have a Release file") {
			return fmt.Errorf("%w; dragstrip uses unsigned package lists only from sources that are marked trusted=yes", err)
		}
		if short := aptNoNetwork(err.Error()); short != "" {
			err = errors.New(short)
		}
		return fmt.Errorf("%w; check the network and apt's proxy settings", err)
	}
	return nil
}

// archive is one package file.
type archive struct {
	name    string // the package's name
	version string
	file    string // the file name on disk
	bytes   int64
	sha256  string
}

// closure asks apt for the list of the packages and of everything that they
// need, as if nothing were installed.
func (a *privateApt) closure(ctx context.Context, packages []string, notNeeded *lazyregexp.Regexp) ([]archive, error) {
	words := append([]string{"-qq", "--print-uris", "--no-install-recommends", "install"}, packages...)
	out, err := a.get(ctx, "", words...)
	if err != nil {
		return nil, fmt.Errorf("this mirror has no usable %s in %s: %w", strings.Join(packages, " and "), bench.Clean(strings.Join(a.suites, ", ")), err)
	}
	all, err := parseURIs(out)
	if err != nil {
		return nil, err
	}
	var needed []archive
	found := false
	for _, one := range all {
		found = found || one.name == packages[0]
		if notNeeded == nil || !notNeeded.MatchString(one.name) {
			needed = append(needed, one)
		}
	}
	if !found {
		return nil, fmt.Errorf("apt did not say where %s is", packages[0])
	}
	return needed, nil
}

// These are the forms that Debian allows. Both texts become arguments of
// apt-get.
var (
	packageName    = lazyregexp.New(`^[a-z0-9][a-z0-9+.-]*$`)
	packageVersion = lazyregexp.New(`^[0-9A-Za-z.+~:-]+$`)
)

// parseURIs reads the lines of --print-uris: 'URI' FILE BYTES SHA256:HEX. A
// package without a SHA-256 is an error.
func parseURIs(text string) ([]archive, error) {
	var out []archive
	for line := range strings.SplitSeq(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 3 || !strings.HasPrefix(fields[0], "'") {
			continue
		}
		parts := strings.Split(fields[1], "_")
		bytes, err := strconv.ParseInt(fields[2], 10, 64)
		if len(parts) != 3 || err != nil || bytes <= 0 || bytes > maxArchive || filepath.Base(fields[1]) != fields[1] {
			return nil, fmt.Errorf("apt names a package in an unknown form: %.80q; try another way (--way)", fields[1])
		}
		digest := ""
		for _, field := range fields[3:] {
			if hex, ok := strings.CutPrefix(field, "SHA256:"); ok {
				digest = strings.ToLower(hex)
			}
		}
		if !sha256Hex.MatchString(digest) {
			return nil, fmt.Errorf("apt gives no SHA-256 for %s, so it cannot be checked", fields[1])
		}
		version, err := url.PathUnescape(parts[1])
		if err != nil || !packageName.MatchString(parts[0]) || !packageVersion.MatchString(version) {
			return nil, fmt.Errorf("apt names a package in an unknown form: %.80q; try another way (--way)", fields[1])
		}
		out = append(out, archive{name: parts[0], version: version, file: fields[1], bytes: bytes, sha256: digest})
	}
	return out, nil
}

// download lets apt fetch the files, so that apt's proxies and passwords are
// used. Then it compares the digests of the files once more.
func (a *privateApt) download(ctx context.Context, archives []archive, progress func(engine.Progress)) error {
	debs := filepath.Join(a.folder, "debs")
	var total int64
	words := []string{"-qq", "download"}
	for _, one := range archives {
		words = append(words, one.name+"="+one.version)
		total += one.bytes
	}
	if err := a.needDisk(4 * total); err != nil {
		return err
	}
	stop := watch(debs, total, "downloading", progress)
	_, err := a.get(ctx, debs, words...)
	stop()
	if err != nil {
		return fmt.Errorf("download: %w", err)
	}
	for _, one := range archives {
		got, err := fileSHA256(filepath.Join(debs, one.file))
		if err != nil {
			return fmt.Errorf("check the download: %w", err)
		}
		if got != one.sha256 {
			return fmt.Errorf("the SHA-256 of %s is %s, but the package list says %s; nothing was installed, try again later", one.file, got, one.sha256)
		}
	}
	return nil
}

// watch reports the size of a folder while something is downloaded into it. It
// stops when stop is called. apt replaces what it has unpacked, so the folder may
// become smaller. What is reported never goes back.
func watch(folder string, total int64, step string, progress func(engine.Progress)) (stop func()) {
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(300 * time.Millisecond)
		defer tick.Stop()
		bytes := int64(0)
		for {
			bytes = max(bytes, treeBytes(folder))
			if total > 0 {
				bytes = min(bytes, total)
			}
			progress(engine.Progress{Step: step, Done: bytes, Total: total})
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return func() { close(done); <-gone }
}
