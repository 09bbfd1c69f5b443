package guard

import "sync/atomic"

// gaveWay is set when GiveWay has changed this process. The guard must undo the
// change for engines.
var gaveWay atomic.Bool
