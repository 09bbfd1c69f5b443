package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dyno/bench"
)

// asset is one file of a release.
type asset struct {
	Name   string `json:"name"`
	URL    string `json:"browser_download_url"`
	Bytes  int64  `json:"size"`
	Digest string `json:"digest"` // "sha256:…"
}

type releaseInfo struct {
	Tag    string  `json:"tag_name"`
	Assets []asset `json:"assets"`
}

// release offers the project's own archive. Which file it will be is known
// only when the release page was asked, which is the first thing Do does: an
// offer reaches nobody before the user agreed.
//
// This way was seen working against a server on loopback only: where dyno is
// built, the project's release page cannot be reached.
func (in *Installer) release(context.Context) (*Offer, *Refusal) {
	if want := assetWords(in.goos(), in.goarch(), in.gpu()); want == nil {
		return nil, &Refusal{"release", "the project publishes no archive for " + in.goos() + "/" + in.goarch(), "build llama.cpp from source and name it with --engine"}
	}
	return &Offer{
		Way: "release", Title: "llama.cpp's official release archive, into your own folder",
		Explain: []string{
			"ask " + in.api() + " for the newest release",
			"download the archive for " + in.goos() + " " + in.goarch() + " and check its SHA-256",
			"unpack into " + in.folder(),
		},
		DownloadBytes: 40 << 20, DiskBytes: 200 << 20,
		do: in.installRelease,
	}, nil
}

// choice is what an archive's name must and must not hold.
type choice struct{ oses, archs, variants []string }

// gpuWords are the variants of archives that need something of the machine.
var gpuWords = []string{"vulkan", "cuda", "hip", "rocm", "radeon", "sycl", "openvino", "opencl", "kompute", "musa", "cann", "aclgraph", "kleidiai"}

// assetWords says what fits, the variants in order of preference; "" is an
// archive with no variant in its name.
func assetWords(goos, goarch, gpu string) *choice {
	c := &choice{variants: []string{"cpu", ""}}
	switch goos {
	case "linux":
		c.oses = []string{"ubuntu", "linux"}
	case "darwin":
		c.oses, c.variants = []string{"macos"}, []string{""}
	case "windows":
		c.oses = []string{"win"}
	default:
		return nil
	}
	switch goarch {
	case "amd64":
		c.archs = []string{"x64", "x86_64", "amd64"}
	case "arm64":
		c.archs = []string{"arm64", "aarch64"}
	default:
		return nil
	}
	if goos == "darwin" {
		return c
	}
	if gpu != "" {
		c.variants = append([]string{"vulkan"}, c.variants...)
	}
	if gpu == "nvidia" && goos == "windows" {
		c.variants = append([]string{"cuda"}, c.variants...)
	}
	return c
}

// choose picks the archive that fits by the parts of its name, which have
// changed their order over time.
func (c *choice) choose(assets []asset) (asset, bool) {
	words := func(name string) []string {
		return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '.' })
	}
	holds := func(have, want []string) bool {
		return slices.ContainsFunc(want, func(w string) bool { return slices.Contains(have, w) })
	}
	for _, variant := range c.variants {
		for _, a := range assets {
			have := words(a.Name)
			if !strings.HasPrefix(a.Name, "llama-") || !unpackable(a.Name) || !holds(have, c.oses) || !holds(have, c.archs) {
				continue
			}
			if variant == "" && !holds(have, gpuWords) || variant != "" && slices.Contains(have, variant) {
				return a, true
			}
		}
	}
	return asset{}, false
}

func unpackable(name string) bool {
	return strings.HasSuffix(name, ".zip") || strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz")
}

func (in *Installer) installRelease(ctx context.Context, progress func(Progress)) (Installed, error) {
	progress(Progress{Step: "asking for the newest release"})
	info, err := in.newestRelease(ctx)
	if err != nil {
		return Installed{}, err
	}
	want := assetWords(in.goos(), in.goarch(), in.gpu())
	chosen, ok := want.choose(info.Assets)
	if !ok {
		return Installed{}, fmt.Errorf("release %s has no archive for %s/%s; it offers %s", bench.Clean(info.Tag), in.goos(), in.goarch(), assetNames(info.Assets))
	}
	parts := []asset{chosen}
	if runtime, ok := cudaRuntime(chosen, info.Assets); ok {
		parts = append(parts, runtime)
	}
	var bytes int64
	for _, p := range parts {
		if !strings.HasPrefix(p.Digest, "sha256:") {
			return Installed{}, fmt.Errorf("%s has no SHA-256 on the release page, so it cannot be checked", bench.Clean(p.Name))
		}
		bytes += p.Bytes
	}
	if err := in.needDisk(6 * bytes); err != nil {
		return Installed{}, err
	}
	return in.stage(func(folder string) (Installed, error) {
		for _, p := range parts {
			if err := in.fetchInto(ctx, folder, p, progress); err != nil {
				return Installed{}, err
			}
		}
		return describeRelease(folder, info.Tag, chosen)
	})
}

func assetNames(assets []asset) string {
	var names []string
	for _, a := range assets {
		names = append(names, bench.Clean(a.Name))
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// cudaRuntime: CUDA archives for Windows come without NVIDIA's libraries,
// which lie beside them as cudart-<the same name>.
func cudaRuntime(chosen asset, all []asset) (asset, bool) {
	at := strings.Index(chosen.Name, "-bin-")
	if at < 0 || !strings.Contains(chosen.Name, "cuda") {
		return asset{}, false
	}
	for _, a := range all {
		if strings.HasPrefix(a.Name, "cudart-") && strings.HasSuffix(a.Name, chosen.Name[at:]) {
			return a, true
		}
	}
	return asset{}, false
}

func (in *Installer) get(ctx context.Context, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "dyno")
	response, err := in.client().Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w; check the network, or set HTTPS_PROXY", err)
	}
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		return nil, fmt.Errorf("%s answered %s; try again later", address, response.Status)
	}
	return response, nil
}

func (in *Installer) newestRelease(ctx context.Context) (releaseInfo, error) {
	var info releaseInfo
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	response, err := in.get(ctx, in.api())
	if err != nil {
		return info, err
	}
	defer response.Body.Close()
	if err := json.NewDecoder(io.LimitReader(response.Body, 8<<20)).Decode(&info); err != nil {
		return info, fmt.Errorf("read the release page: %w", err)
	}
	return info, nil
}

// maxArchive bounds a download; CUDA's runtime is the largest there is.
const maxArchive = 4 << 30

// fetchInto downloads an archive, checks it and unpacks it.
func (in *Installer) fetchInto(ctx context.Context, folder string, a asset, progress func(Progress)) error {
	response, err := in.get(ctx, a.URL)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	file, err := os.CreateTemp(folder, ".download-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	hash := sha256.New()
	counted := &counter{step: "downloading " + bench.Clean(a.Name), total: a.Bytes, progress: progress}
	if _, err := io.Copy(io.MultiWriter(file, hash, counted), io.LimitReader(response.Body, maxArchive)); err != nil {
		return fmt.Errorf("download %s: %w", bench.Clean(a.Name), err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != strings.TrimPrefix(a.Digest, "sha256:") {
		return fmt.Errorf("the digest of %s is not the one on the release page: %s instead of %s; nothing was installed", bench.Clean(a.Name), got, bench.Clean(a.Digest))
	}
	progress(Progress{Step: "unpacking " + bench.Clean(a.Name)})
	if err := unpackArchive(file, a.Name, folder); err != nil {
		return fmt.Errorf("unpack %s: %w", bench.Clean(a.Name), err)
	}
	return nil
}

// counter reports bytes as they pass, four times a second.
type counter struct {
	step        string
	done, total int64
	last        time.Time
	progress    func(Progress)
}

func (c *counter) Write(p []byte) (int, error) {
	c.done += int64(len(p))
	if time.Since(c.last) > 250*time.Millisecond {
		c.last = time.Now()
		c.progress(Progress{Step: c.step, Done: c.done, Total: c.total})
	}
	return len(p), nil
}

// describeRelease finds the program in what was unpacked: llama-bench, or
// the one `llama` that newer archives hold.
func describeRelease(folder, tag string, chosen asset) (Installed, error) {
	for _, program := range []struct {
		names []string
		verb  []string
	}{{[]string{"llama-bench", "llama-bench.exe"}, nil}, {[]string{"llama", "llama.exe"}, []string{"bench"}}} {
		path, err := findFile(folder, program.names)
		if err != nil {
			return Installed{}, err
		}
		if path == "" {
			continue
		}
		one := Installed{Way: "release", Version: bench.Clean(tag), Source: chosen.URL}
		name := strings.TrimSuffix(strings.TrimSuffix(chosen.Name, ".zip"), ".tar.gz")
		one.ID = strings.Replace(name, "llama-", "llama.cpp-", 1)
		one.Prefix = append([]string{placeholder + string(filepath.Separator) + path}, program.verb...)
		return one, nil
	}
	return Installed{}, errors.New("the archive holds neither llama-bench nor llama")
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

func fileSHA256(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
