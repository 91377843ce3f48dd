// Package content embeds the compiled knowledge base. The entries themselves are the YAML files beside this one;
// index.json is made from them by `make generate` and compared with them by `make verify`.
package content

import _ "embed"

// Index is the compiled knowledge base; package knowledge reads it.
//
//go:embed index.json
var Index []byte
