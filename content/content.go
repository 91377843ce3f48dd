// Package content embeds the compiled knowledge base and its sources. index.json is made from the YAML files beside this one by
// `make generate` and compared with them by `make verify`.
package content

import "embed"

// Index is the compiled knowledge base; package knowledge reads it.
//
//go:embed index.json
var Index []byte

// Entries are the entries as they were written, with their examples, for people who read them. Nothing is computed from them.
//
//go:embed checks clauses clocks consequences controls criteria crosswalks facts harms indicators kinds properties questionnaires relations
//go:embed roles rules templates terms threats trust weaknesses
var Entries embed.FS
