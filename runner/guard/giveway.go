package guard

import "sync/atomic"

// gaveWay is set once this process has given way. The guard must undo that for
// the engines.
var gaveWay atomic.Bool
