package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"dragstrip/bench"
)

// releasePage is a project's page about one release.
type releasePage struct {
	Tag        string  `json:"tag_name"`
	Assets     []Asset `json:"assets"`
	Draft      bool    `json:"draft"`
	Prerelease bool    `json:"prerelease"`
}

// uploaded returns the files that are complete. GitHub lists a file as soon as
// its upload begins.
func (p releasePage) uploaded() []Asset {
	return slices.DeleteFunc(slices.Clone(p.Assets), func(a Asset) bool { return a.State != "" && a.State != "uploaded" })
}

// pageOfRecent returns the address of the page about the newest ten releases.
func pageOfRecent(newest string) string {
	return strings.TrimSuffix(newest, "/latest") + "?per_page=10"
}

// pageOfTag returns the address of the page about the release with a tag.
// newest is the address of the page about the newest release. GitHub's
// addresses are …/releases/latest and …/releases/tags/TAG.
func pageOfTag(newest, tag string) string {
	return strings.TrimSuffix(newest, "/latest") + "/tags/" + url.PathEscape(tag)
}

// askRelease reads the release page at an address.
func (d downloader) askRelease(ctx context.Context, address string) (releasePage, error) {
	return askPage[releasePage](ctx, d, address)
}

// askReleases reads a page about several releases.
func (d downloader) askReleases(ctx context.Context, address string) ([]releasePage, error) {
	return askPage[[]releasePage](ctx, d, address)
}

func askPage[T any](ctx context.Context, d downloader, address string) (of T, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*answerTime, &notReached{errors.New("the release page arrives too slowly; check the network")})
	defer cancel()
	response, err := d.get(ctx, address)
	if err != nil {
		return of, err
	}
	defer response.Body.Close()
	return readPage[T](response.Body)
}

// readPage reads a release page. The user sees texts of the page before
// anything is downloaded, so they are cleaned here.
func readPage[T any](page io.Reader) (of T, err error) {
	text, err := io.ReadAll(io.LimitReader(page, maxPage))
	if err != nil {
		return of, fmt.Errorf("read the release page: %w", err)
	}
	if err := errors.Join(json.Unmarshal(text, &of), bench.Admit(&of)); err != nil {
		// The error quotes the page, so it may be very long.
		return of, fmt.Errorf("the release page is not in the expected form (%s); try again later", bench.CleanLine(err.Error(), 120))
	}
	return of, nil
}

// maxPage is the size of the largest release page that is read. Known pages
// have about 100 kB.
const maxPage = 8 << 20
