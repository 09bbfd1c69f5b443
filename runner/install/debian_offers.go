package install

import (
	"context"
	"slices"
	"strings"
)

func (d Debian) offers(ctx context.Context, a *asked) {
	if a.wish.Backend == BackendCUDA {
		a.refuse(WayApt, "Debian has no package of "+a.program.Title+" with CUDA", "use --with vulkan")
		return
	}
	packages := []string{d.Package}
	if d.Vulkan != "" {
		packages = append(packages, d.Vulkan)
	}
	known := a.askApt(ctx, packages...)
	vulkan := d.Vulkan != "" && a.device().Vulkan
	d.forEverybody(a, known, vulkan)
	d.intoFolder(a, known, vulkan)
}

// forEverybody offers a system-wide installation to root, if a configured suite
// has the package.
func (d Debian) forEverybody(a *asked, known aptKnowledge, vulkan bool) {
	if !known.present || a.refuseVersions(WayApt, "apt", known.installed[d.Package] != "", "sudo apt-get install --only-upgrade "+d.Package) {
		return
	}
	var missing []string
	if known.installed[d.Package] == "" {
		missing = append(missing, d.Package)
	}
	if vulkan && known.installed[d.Vulkan] == "" && (known.candidate[d.Vulkan] != "" || a.wish.Backend != "") {
		missing = append(missing, d.Vulkan)
	}
	switch {
	case len(missing) == 0:
	case !known.lists:
		a.refuse(WayApt, "apt has no package lists yet", "sudo apt-get update, then try again")
		return
	case slices.ContainsFunc(missing, func(name string) bool { return known.candidate[name] == "" }):
		a.refuse(WayApt, "the configured release of this distribution has no package "+strings.Join(missing, " "), "a newer release has it; dragstrip can unpack it into your own folder")
		return
	case !a.admin():
		a.refuse(WayApt, "installing for everybody needs root", "sudo apt-get install "+strings.Join(missing, " "))
		return
	}
	// A first command only downloads the packages, so it may be interrupted. If
	// dpkg were interrupted, somebody would have to repair it by hand. If
	// another apt is at work, this one waits for it.
	argv := append([]string{"apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "APT::Get::AllowUnauthenticated=false", "-y", "--no-install-recommends", "install"}, missing...)
	offer := a.viaPackager(WayApt, "Debian package "+strings.Join(missing, " and ")+", for everybody on this machine", nil,
		Command{Argv: append(slices.Clone(argv), "--download-only")}, Command{Argv: argv, Unbroken: true})
	offer.Device = a.computes(backendName(vulkan))
	if len(missing) == 0 {
		offer = a.already(offer, a.bySystem(WayApt, debVersion(known.installed[d.Package])))
	}
	a.offer(offer)
}
