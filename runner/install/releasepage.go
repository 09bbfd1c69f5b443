package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"dragstrip/bench"
)

// releasePage is a project's page about one release.
type releasePage struct {
	Tag    string  `json:"tag_name"`
	Assets []Asset `json:"assets"`
}

// pageOfTag is the address of the page about the release with a tag. newest is
// that about the newest release. GitHub keeps them at …/releases/latest and
// …/releases/tags/TAG.
func pageOfTag(newest, tag string) string {
	return strings.TrimSuffix(newest, "/latest") + "/tags/" + url.PathEscape(tag)
}

// askRelease reads the release page at an address.
func (d downloader) askRelease(ctx context.Context, address string) (releasePage, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*answerTime, &notReached{errors.New("the release page arrives too slowly; check the network")})
	defer cancel()
	response, err := d.get(ctx, address)
	if err != nil {
		return releasePage{}, err
	}
	defer response.Body.Close()
	return readRelease(response.Body)
}

// readRelease reads a release page. Its texts are shown to the user before
// anything is downloaded, so they are cleaned here.
func readRelease(page io.Reader) (releasePage, error) {
	text, err := io.ReadAll(io.LimitReader(page, maxPage))
	if err != nil {
		return releasePage{}, fmt.Errorf("read the release page: %w", err)
	}
	var latest releasePage
	if err := errors.Join(json.Unmarshal(text, &latest), bench.Admit(&latest)); err != nil {
		// The error quotes the page, so it may be very long.
		return releasePage{}, fmt.Errorf("the release page is not in the expected form (%s); try again later", bench.CleanLine(err.Error(), 120))
	}
	return latest, nil
}

// maxPage is the largest release page that is read. Known ones have about 100
// kB.
const maxPage = 8 << 20
