package regular

// Windows has no named pipes among its files, and making a symbolic link needs
// a privilege there.
const noWait, noFollow = 0, 0
