package install

import (
	"context"

	"dragstrip/runner/engine"
)

// Fitting says which backend of a program fits this machine.
func (in *Store) Fitting(ctx context.Context, p Program) engine.Fitting {
	gpu := in.gpu(ctx)
	fit := engine.Fitting{Backend: p.Fits(in.OS(), gpu)}
	if fit.Backend == "" && gpu.Card && in.OS() == "linux" {
		fit.Hindered = "this machine has a GPU, but no Vulkan driver for it; on Debian and Ubuntu, `sudo apt-get install mesa-vulkan-drivers` installs the one for AMD and Intel; NVIDIA's own driver contains one"
	}
	return fit
}
