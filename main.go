// Command dragstrip benchmarks language models on the machine it is started on.
package main

import (
	"os"

	"dragstrip/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
