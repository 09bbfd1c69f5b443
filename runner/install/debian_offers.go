package install

import (
	"context"
	"slices"
	"strings"
)

func (d Debian) offers(ctx context.Context, a *asked) {
	packages := []string{d.Package}
	if d.Vulkan != "" {
		packages = append(packages, d.Vulkan)
	}
	known := a.askApt(ctx, packages...)
	d.forEverybody(a, known)
	d.intoFolder(a, known)
}

// forEverybody offers a system-wide installation to root, if a configured suite
// has the package.
func (d Debian) forEverybody(a *asked, known aptKnowledge) {
	if !known.present {
		return
	}
	packages := []string{d.Package}
	if known.candidate[d.Vulkan] != "" && known.gpu.Vulkan {
		packages = append(packages, d.Vulkan)
	}
	switch {
	case known.installed[d.Package] != "":
	case !known.lists:
		a.refuse(WayApt, "apt has no package lists yet", "sudo apt-get update, then try again")
		return
	case known.candidate[d.Package] == "":
		a.refuse(WayApt, "the configured release of this distribution has no package "+d.Package, "a newer release has it; dragstrip can unpack it into your own folder")
		return
	case !a.admin():
		a.refuse(WayApt, "installing for everybody needs root", "sudo apt-get install "+strings.Join(packages, " "))
		return
	}
	// The packages are downloaded first, because that may be interrupted. An
	// interrupted dpkg would have to be repaired by hand. If another apt is at
	// work, this one waits for it.
	argv := append([]string{"apt-get", "-o", "DPkg::Lock::Timeout=120", "-y", "--no-install-recommends", "install"}, packages...)
	offer := a.viaPackager(WayApt, "Debian package "+d.Package+", for everybody on this machine", nil,
		Command{Argv: append(slices.Clone(argv), "--download-only")}, Command{Argv: argv, Unbroken: true})
	if version := known.installed[d.Package]; version != "" {
		offer = a.already(offer, a.bySystem(WayApt, debVersion(version)))
	}
	a.offer(offer)
}
