// Package examples is the example systems, so that the program can show them without a checkout of its source.
package examples

import "embed"

// Files holds a folder per example.
//
//go:embed wearable-monitor
var Files embed.FS
