package mlx

import (
	"path/filepath"

	"dragstrip/runner/engine"
)

// Kind returns all that dragstrip must know about MLX, measured by dragstrip's
// driver.
func Kind() *engine.Kind {
	return &engine.Kind{Name: Name, Short: "mlx", Build: "a Python that has mlx-lm", Traits: driverTraits(), Finder: finder{}, Adapter: adapter, Setup: setup(), Variables: ownVariables}
}

// BenchmarkKind returns all that dragstrip must know about MLX, measured by
// mlx_lm.benchmark.
func BenchmarkKind() *engine.Kind {
	return &engine.Kind{Name: Tool, Short: "mlx", Of: Name, As: AsTool, Traits: toolTraits(), Adapter: adapter}
}

// ServerKind returns all that dragstrip must know about MLX, measured through
// the network interface of mlx_lm.server.
func ServerKind() *engine.Kind {
	return &engine.Kind{Name: Server, Short: "mserver", Of: Name, As: AsServer, Traits: serverTraits(), Adapter: adapter, Drive: driveServer}
}

// adapter makes the adapter for all kinds. MLX keeps compiled code in a folder
// in dragstrip's cache, so it compiles only once, and other users cannot change
// the code.
func adapter(f engine.Folders) engine.Adapter {
	return &Adapter{Home: f.Home, Temp: filepath.Join(f.Cache, "mlx")}
}
