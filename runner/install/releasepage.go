package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"dragstrip/bench"
)

// releasePage is a project's page about one release.
type releasePage struct {
	Tag    string  `json:"tag_name"`
	Assets []Asset `json:"assets"`
}

// page is the address of the page about the release that is wished for. GitHub
// keeps the page of the newest at …/releases/latest, and that of a tag at
// …/releases/tags/TAG.
func (w *releaseWay) page() string {
	if w.wish.Version == "" {
		return w.Page
	}
	return strings.TrimSuffix(w.Page, "/latest") + "/tags/" + url.PathEscape(w.wish.Version)
}

// which names the release that is wished for, in sentences.
func (w *releaseWay) which() string {
	if w.wish.Version == "" {
		return "the newest release"
	}
	return "release " + bench.CleanLine(w.wish.Version, 40)
}

// readPage asks the release page.
func (w *releaseWay) readPage(ctx context.Context) (releasePage, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	response, err := w.downloader().get(ctx, w.page())
	if err != nil && w.wish.Version != "" {
		return releasePage{}, fmt.Errorf("ask for %s: %w; without --tag, the newest is installed", w.which(), err)
	}
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
