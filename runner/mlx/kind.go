package mlx

import (
	"path/filepath"

	"dragstrip/runner/engine"
)

// Kind is all that is known of MLX, measured by the program's own driver.
func Kind() *engine.Kind {
	return &engine.Kind{Name: Name, Short: "mlx", Build: "a Python that has mlx-lm", Traits: driverTraits(), Finder: finder{}, Adapter: adapter, Setup: setup()}
}

// BenchmarkKind is MLX measured by mlx_lm.benchmark, mlx-lm's own program.
func BenchmarkKind() *engine.Kind {
	return &engine.Kind{Name: Tool, Short: "mlx", Of: Name, As: AsTool, Traits: toolTraits(), Adapter: adapter}
}

// adapter makes the adapter for both kinds. MLX keeps compiled code in a folder
// of dragstrip's own, so it compiles once and shares nothing with other users.
func adapter(f engine.Folders) engine.Adapter {
	return &Adapter{Home: f.Home, Temp: filepath.Join(f.Cache, "mlx")}
}
