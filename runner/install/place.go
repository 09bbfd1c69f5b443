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

// stage calls fill with an empty folder, tries out the build that fill made
// there, and moves the folder into place. Whatever happens, either the whole
// build is installed or nothing. Other versions stay. If another dragstrip has
// meanwhile installed a build that fulfils the wish, stage returns that build.
// If fill finds that the same build is already installed, it returns that build
// with Folder set, and stage returns it, too.
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
	// A link that stayed inside the folder after the first archive may lead out
	// of it after the second.
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

// here returns the build that is installed under an ID. It returns false if
// there is none, or if it does not start.
func (in *Store) here(ctx context.Context, p Program, id string) (engine.Installed, bool) {
	folder := filepath.Join(in.folder(), safeID(id))
	one, err := readManifest(folder)
	ok := err == nil && one.Engine == p.Engine && (one.Platform == "" || one.Platform == in.platform()) && in.starts(ctx, p, one) == nil
	return one, ok
}

// orNil turns the answer of here into that of a look for something newer.
func orNil(one engine.Installed, isHere bool) (*engine.Installed, error) {
	if !isHere {
		return nil, nil
	}
	return &one, nil
}

// moveIn writes the manifest and gives the folder its final name.
func (in *Store) moveIn(folder string, one engine.Installed) (engine.Installed, error) {
	one.ID = safeID(one.ID)
	// MkdirTemp makes private folders. But everybody who may read the data
	// folder may use a build.
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

// seal writes the manifest, which turns a folder into a build. All other files
// are forced onto the disk before, so that a power failure never leaves a build
// with empty files.
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

// freeName returns the name under which a new build can be made: the first free
// one of name, name-2, name-3 and so on. A name is free if there is no such
// folder, or if it belongs to a build of this engine that does not start.
// Folders that dragstrip did not install are never free.
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

// makeInPlace calls fill to make a build under its final name, and tries the
// build out. A build that has this name is renamed first. scratch is an empty
// folder for temporary files. Whatever happens, in the end either the whole new
// build is installed, or the old one is back. If fill finds that the same build
// is already installed, it returns that build with Folder set, and makeInPlace
// removes the new one.
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
