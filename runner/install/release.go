package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

type releasePage struct {
	Tag    string  `json:"tag_name"`
	Assets []asset `json:"assets"`
}

// release offers the project's own archive. Which file it will be is known
// only when the release page was asked, which is the first thing Do does: an
// offer reaches nobody before the user agreed. Its name, size and address are
// told before it is fetched.
//
// This way was seen working against a server on loopback only: where dragstrip is
// built, the project's release page cannot be reached.
func (in *Installer) release() (*engine.Offer, *engine.Refusal) {
	platform := in.goos() + "/" + in.goarch()
	if assetWords(in.goos(), in.goarch(), GPU{}) == nil {
		return nil, engine.Refuse(WayRelease, "the project publishes no archive for "+platform, "build llama.cpp from source and name it with --engine")
	}
	if in.goos() == "linux" && !in.hasGlibc() {
		return nil, engine.Refuse(WayRelease, "the project's archives need the GNU C library where other Linux systems have it, and it is not there", "use this system's own package manager, or build llama.cpp from source and name it with --engine")
	}
	return &engine.Offer{
		Way: WayRelease, Title: "llama.cpp's official release archive, into your own folder",
		Explain: []string{
			"ask " + in.api() + " for the newest release",
			"download its archive for " + platform + ", named before it is fetched, and check its SHA-256",
			"unpack it into " + bench.Clean(in.folder()),
		},
		DownloadBytes: 40 << 20, DiskBytes: 200 << 20,
		Run: in.installRelease,
	}, nil
}

// hasGlibc looks for the loader that programs of other systems name.
func (in *Installer) hasGlibc() bool {
	arch, ok := debArchs[in.goarch()]
	return !ok || exists(in.path("lib64", arch.loader)) || exists(in.path("lib", arch.loader))
}

func (in *Installer) installRelease(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
	progress(engine.Progress{Step: "asking for the newest release"})
	latest, err := in.newestRelease(ctx)
	if err != nil {
		return engine.Installed{}, err
	}
	chosen, ok := assetWords(in.goos(), in.goarch(), in.gpu(ctx)).choose(latest.Assets)
	if !ok {
		return engine.Installed{}, fmt.Errorf("release %s has no archive for %s/%s; it offers %s", bench.CleanLine(latest.Tag, 40), in.goos(), in.goarch(), assetNames(latest.Assets))
	}
	parts := []asset{chosen}
	if runtime, ok := cudaRuntime(chosen, latest.Assets); ok {
		parts = append(parts, runtime)
	}
	var bytes int64
	for _, p := range parts {
		if err := in.acceptable(p); err != nil {
			return engine.Installed{}, err
		}
		bytes += p.Bytes
	}
	// Archives unpack to four times their size and less.
	if err := in.needDisk(5 * bytes); err != nil {
		return engine.Installed{}, err
	}
	return in.stage(ctx, WayRelease, func(folder string) (engine.Installed, error) {
		return in.unpackRelease(ctx, folder, latest.Tag, parts, progress)
	})
}

// acceptable refuses what could not be checked or kept within bounds.
func (in *Installer) acceptable(a asset) error {
	name := bench.CleanLine(a.Name, 80)
	digest, ok := strings.CutPrefix(strings.ToLower(a.Digest), "sha256:")
	address, err := url.Parse(a.URL)
	switch {
	case !ok || !sha256Hex.MatchString(digest):
		return fmt.Errorf("%s has no SHA-256 on the release page, so it cannot be checked; nothing was downloaded", name)
	case a.Bytes <= 0 || a.Bytes > maxArchive:
		return fmt.Errorf("%s is said to have %d bytes, which is not believable; nothing was downloaded", name, a.Bytes)
	case err != nil || !in.safeAddress(address):
		return fmt.Errorf("%s has an address that is not https: %s; nothing was downloaded", name, bench.CleanLine(a.URL, 200))
	}
	return nil
}

// safeAddress: https, or plain http to the machine itself, which tests use.
func (in *Installer) safeAddress(u *url.URL) bool {
	if u.Scheme == "https" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && ip != nil && ip.IsLoopback() && strings.HasPrefix(in.api(), "http://")
}

func (in *Installer) unpackRelease(ctx context.Context, folder, tag string, parts []asset, progress func(engine.Progress)) (engine.Installed, error) {
	one, into := engine.Installed{}, folder
	for i, p := range parts {
		if err := in.fetchInto(ctx, into, p, progress); err != nil {
			return engine.Installed{}, err
		}
		if i > 0 {
			continue
		}
		var err error
		if one, err = describeRelease(folder, tag, p); err != nil {
			return engine.Installed{}, err
		}
		// What else there is are libraries, which must lie beside the program.
		into = filepath.Dir(strings.Replace(one.Prefix[0], placeholder, folder, 1))
	}
	return one, nil
}

// client waits for connections and answers, but not for ever.
func (in *Installer) client() *http.Client {
	if in.Client != nil {
		return in.Client
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = time.Minute
	return &http.Client{Transport: transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > 10 || !in.safeAddress(r.URL) {
			return fmt.Errorf("it leads to %s, which is not safe to follow", bench.CleanLine(r.URL.Redacted(), 200))
		}
		return nil
	}}
}

func (in *Installer) get(ctx context.Context, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "dragstrip")
	response, err := in.client().Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w; check the network, or set HTTPS_PROXY", err)
	}
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		return nil, fmt.Errorf("%s answered %s; try again later", bench.CleanLine(address, 200), bench.CleanLine(response.Status, 80))
	}
	return response, nil
}

func (in *Installer) newestRelease(ctx context.Context) (releasePage, error) {
	var latest releasePage
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	response, err := in.get(ctx, in.api())
	if err != nil {
		return latest, err
	}
	defer response.Body.Close()
	if err := json.NewDecoder(io.LimitReader(response.Body, 8<<20)).Decode(&latest); err != nil {
		return latest, fmt.Errorf("read the release page: %w", err)
	}
	return latest, nil
}

// maxArchive bounds a download; CUDA's runtime is the largest there is.
const maxArchive = 4 << 30

// stallTime is how long a download may bring nothing.
var stallTime = time.Minute

// fetchInto downloads an archive, checks it and unpacks it.
func (in *Installer) fetchInto(ctx context.Context, folder string, a asset, progress func(engine.Progress)) error {
	name := bench.CleanLine(a.Name, 80)
	file, err := os.CreateTemp(folder, ".download-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	step := fmt.Sprintf("downloading %s (%s) from %s", name, bench.FormatBytes(a.Bytes), bench.CleanLine(a.URL, 200))
	progress(engine.Progress{Step: step, Total: a.Bytes})
	got, err := in.fetch(ctx, file, a, func(done int64) { progress(engine.Progress{Step: step, Done: done, Total: a.Bytes}) })
	if err != nil {
		return fmt.Errorf("download %s: %w", name, err)
	}
	if want := strings.TrimPrefix(strings.ToLower(a.Digest), "sha256:"); got != want {
		return fmt.Errorf("the digest of %s is not the one on the release page: %s instead of %s; nothing was installed, try again later", name, got, want)
	}
	progress(engine.Progress{Step: "unpacking " + name})
	if err := unpackArchive(ctx, file, a.Name, folder); err != nil {
		return fmt.Errorf("unpack %s: %w", name, err)
	}
	return nil
}

// fetch copies an archive into a file and gives its SHA-256.
func (in *Installer) fetch(ctx context.Context, file io.Writer, a asset, told func(done int64)) (string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	response, err := in.get(ctx, a.URL)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	hash := sha256.New()
	stalled := time.AfterFunc(stallTime, func() {
		cancel(fmt.Errorf("nothing came for %v; check the network and try again", stallTime))
	})
	defer stalled.Stop()
	counted := &counter{told: told, came: func() { stalled.Reset(stallTime) }}
	n, err := io.Copy(io.MultiWriter(file, hash, counted), io.LimitReader(response.Body, a.Bytes+1))
	switch {
	case err != nil && ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return "", fmt.Errorf("%w; try again", err)
	case n != a.Bytes:
		return "", fmt.Errorf("%d bytes came, not the %d of the release page; nothing was installed, try again", n, a.Bytes)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// counter reports bytes as they pass, four times a second.
type counter struct {
	done int64
	last time.Time
	told func(int64)
	came func()
}

func (c *counter) Write(p []byte) (int, error) {
	c.done += int64(len(p))
	c.came()
	if time.Since(c.last) > 250*time.Millisecond {
		c.last = time.Now()
		c.told(c.done)
	}
	return len(p), nil
}

// describeRelease finds the program in what was unpacked: llama-bench, or
// the one `llama` that newer archives hold.
func describeRelease(folder, tag string, chosen asset) (engine.Installed, error) {
	for _, program := range []struct {
		names []string
		verb  []string
	}{{[]string{"llama-bench", "llama-bench.exe"}, nil}, {[]string{"llama", "llama.exe"}, []string{"bench"}}} {
		path, err := findFile(folder, program.names)
		if err != nil {
			return engine.Installed{}, err
		}
		if path == "" {
			continue
		}
		// Zip archives made on Windows lose the mark of a program.
		if err := os.Chmod(filepath.Join(folder, path), 0o755); err != nil {
			return engine.Installed{}, err
		}
		one := engine.Installed{Version: bench.CleanLine(tag, 40), Source: chosen.URL}
		name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(chosen.Name, ".zip"), ".tar.gz"), ".tgz")
		one.ID = strings.Replace(name, "llama-", "llama.cpp-", 1)
		one.Prefix = append([]string{placeholder + string(filepath.Separator) + path}, program.verb...)
		return one, nil
	}
	return engine.Installed{}, errors.New("the archive holds neither llama-bench nor llama")
}

func findFile(folder string, names []string) (string, error) {
	found := ""
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if found == "" && d.Type().IsRegular() && slices.Contains(names, d.Name()) {
			if found, err = filepath.Rel(folder, path); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}
