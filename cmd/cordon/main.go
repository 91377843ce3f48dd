// Command cordon assesses the cybersecurity of connected medical devices; package cli says how it behaves.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"cordon/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
