package model

import "cordon/internal/yamltext"

// Schema is the JSON Schema of a file of a system description, for editors. Kinds, facts and references are only words
// to it; `cordon check` knows more.
func Schema() []byte { return yamltext.Schema("Cordon system description", &File{}) }
