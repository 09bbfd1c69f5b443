package guard

import "sync/atomic"

// gaveWay is set when this process has given way and its engines must not.
var gaveWay atomic.Bool
