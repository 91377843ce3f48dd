package api

import (
	"bytes"
	"io"

	"github.com/danielgtaylor/huma/v2"
)

// format is how answers become JSON. Those with a large part that is JSON already write themselves: encoding it again would read all of it.
var format = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		if d, ok := v.(direct); ok {
			return d.writeJSON(w)
		}
		return huma.DefaultJSONFormat.Marshal(w, v)
	},
	Unmarshal: huma.DefaultJSONFormat.Unmarshal,
}

// direct is an answer that writes itself.
type direct interface{ writeJSON(w io.Writer) error }

// writeWith writes the JSON of a struct, of which at least one field is not left out, with one more field whose value is JSON; nil leaves that out.
func writeWith(w io.Writer, v any, field string, raw []byte) error {
	var b bytes.Buffer
	if err := huma.DefaultJSONFormat.Marshal(&b, v); err != nil {
		return err
	}
	if raw == nil {
		_, err := w.Write(b.Bytes())
		return err
	}
	b.Truncate(len(bytes.TrimRight(b.Bytes(), "\n")) - len("}"))
	b.WriteString(`,"` + field + `":`)
	for _, part := range [][]byte{b.Bytes(), raw, []byte("}\n")} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
