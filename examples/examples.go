// Package examples is the example systems, so that the program can show them without a checkout of its source.
package examples

import "embed"

// Files holds a folder per example.
//
//go:embed wearable-monitor
var Files embed.FS

// Feeds holds invented advisories that concern the examples.
//
//go:embed feeds/kev.json feeds/epss.csv feeds/osv
var Feeds embed.FS
