package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// stage calls fill with an empty folder, tries out what fill made, and moves it
// into place. Whatever happens, either the whole build is there or nothing.
// Other versions stay. If another dragstrip has installed what was wished for
// in the meantime, or fill finds that this very build is here, stage returns
// the build that is here. fill then returns it with its Folder.
func (in *Store) stage(ctx context.Context, p Program, way string, wish engine.SetupWish, fill func(folder string) (engine.Installed, error)) (engine.Installed, error) {
	unlock, err := in.lock()
	if err != nil {
		return engine.Installed{}, err
	}
	defer unlock()
	in.clear()
	if wish.Open() {
		if one := p.ofWay(in.Startable(ctx, p), way, wish.Backend); one != nil {
			return *one, nil
		}
	}
	folder, err := os.MkdirTemp(in.folder(), stagingPrefix)
	if err != nil {
		return engine.Installed{}, err
	}
	defer os.RemoveAll(folder)
	one, err := fill(folder)
	if err != nil {
		return engine.Installed{}, err
	}
	if one.Folder != "" {
		return one, nil
	}
	// Two archives together may hold a link that leads out, though neither does alone.
	if err := refuseOutwardLinks(folder); err != nil {
		return engine.Installed{}, err
	}
	one.Engine, one.Way, one.Platform = p.Engine, way, in.platform()
	if err := in.tryOut(ctx, p, folder, one); err != nil {
		return engine.Installed{}, err
	}
	if err := ctx.Err(); err != nil {
		return engine.Installed{}, err
	}
	return in.moveIn(folder, one)
}

// here is a build that is installed under an ID and starts.
func (in *Store) here(ctx context.Context, p Program, id string) (engine.Installed, bool) {
	folder := filepath.Join(in.folder(), safeID(id))
	one, err := readManifest(folder)
	ok := err == nil && one.Engine == p.Engine && (one.Platform == "" || one.Platform == in.platform()) && in.starts(ctx, p, one) == nil
	return one, ok
}

// moveIn writes the manifest and gives the folder its final name.
func (in *Store) moveIn(folder string, one engine.Installed) (engine.Installed, error) {
	one.ID = safeID(one.ID)
	// MkdirTemp makes private folders. A build is for everybody who may read the
	// data folder.
	if err := os.Chmod(folder, 0o755); err != nil {
		return engine.Installed{}, err
	}
	in.reached("seal")
	if err := seal(folder, one); err != nil {
		return engine.Installed{}, err
	}
	final, old := filepath.Join(in.folder(), one.ID), filepath.Join(in.folder(), replacedPrefix+one.ID)
	if exists(final) {
		if err := os.Rename(final, old); err != nil {
			return engine.Installed{}, err
		}
	}
	in.reached("switch")
	if err := os.Rename(folder, final); err != nil {
		return engine.Installed{}, errors.Join(err, os.Rename(old, final))
	}
	in.reached("clean")
	os.RemoveAll(old)
	return readManifest(final)
}

// seal turns a folder into a build. It writes everything to the disk before the
// manifest, so that a power failure leaves no build with empty files.
func seal(folder string, one engine.Installed) error {
	one.When, one.Bytes = time.Now().UTC(), treeBytes(folder)
	text, err := json.MarshalIndent(one, "", "  ")
	if err != nil {
		return err
	}
	if err := syncTree(folder); err != nil {
		return err
	}
	part := filepath.Join(folder, "."+manifestName)
	if err := os.WriteFile(part, append(text, '\n'), 0o644); err != nil {
		return err
	}
	if err := syncTree(part); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(folder, manifestName))
}

// freeName is the name under which a build can be made in place: name itself,
// or name-2, name-3 and so on, the first that nobody has. Builds that start
// keep theirs, and so does what dragstrip did not install, or could not remove.
// A build that does not start gives its name away.
func (in *Store) freeName(ctx context.Context, p Program, name string) string {
	for n := 1; ; n++ {
		id := name
		if n > 1 {
			id = fmt.Sprintf("%s-%d", name, n)
		}
		folder := filepath.Join(in.folder(), id)
		if !exists(folder) {
			return id
		}
		one, err := readManifest(folder)
		if err == nil && one.Engine == p.Engine && one.Platform == in.platform() && in.starts(ctx, p, one) != nil && ctx.Err() == nil {
			return id
		}
	}
}

// makeInPlace calls fill to make a build under its final name, and tries out
// what fill made. Until that is done, a build of that name is set aside. scratch is
// an empty folder for temporary files. Whatever happens, either the whole new
// build is there, or what was there before. If fill finds that the same build
// is here already, it returns that with its Folder, and nothing new stays.
func (in *Store) makeInPlace(ctx context.Context, p Program, id string, fill func(folder, scratch string) (engine.Installed, error)) (done engine.Installed, err error) {
	final, mark, old := filepath.Join(in.folder(), id), filepath.Join(in.folder(), makingPrefix+id), filepath.Join(in.folder(), replacedPrefix+id)
	if exists(final) && !isBuild(final) {
		return engine.Installed{}, fmt.Errorf("the folder %s is needed, but it holds something that dragstrip did not install; move it elsewhere", bench.Clean(final))
	}
	if err := os.MkdirAll(mark, 0o700); err != nil {
		return engine.Installed{}, err
	}
	defer func() {
		in.reached("clean")
		if err != nil || done.ID != id {
			in.discard(final)
			if exists(old) {
				err = errors.Join(err, os.Rename(old, final))
			}
		} else {
			os.RemoveAll(old)
		}
		os.RemoveAll(mark)
	}()
	if exists(final) {
		if err := os.Rename(final, old); err != nil {
			return engine.Installed{}, fmt.Errorf("rename the installed build (is it in use?): %w", err)
		}
	}
	in.reached("switch")
	one, err := fill(final, mark)
	if err != nil || one.Folder != "" {
		return one, err
	}
	one.ID, one.Engine, one.Platform = id, p.Engine, in.platform()
	if err := in.tryOut(ctx, p, final, one); err != nil {
		return engine.Installed{}, err
	}
	if err := ctx.Err(); err != nil {
		return engine.Installed{}, err
	}
	in.reached("seal")
	if err := seal(final, one); err != nil {
		return engine.Installed{}, err
	}
	return readManifest(final)
}

// safeID keeps only characters that are safe in a file name on every system.
func safeID(s string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		}
		return '-'
	}, s)
	clean = strings.Trim(clean[:min(len(clean), 64)], "-.")
	if clean == "" {
		return "engine"
	}
	return clean
}
