package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"reflect"

	"cordon/internal/diag"
)

// Digest identifies what the model says: SHA-256 in hexadecimal over all values, without places in files. The order of
// blocks and files does not enter, because the elements of a model are sorted by id.
func (m *Model) Digest() string {
	h := sha256.New()
	write(h, reflect.ValueOf(*m))
	return hex.EncodeToString(h.Sum(nil))
}

// write feeds a value to the hash in a form in which different values cannot look the same.
func write(h hash.Hash, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[diag.Pos]() {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				write(h, v.Field(i))
			}
		}
	case reflect.Slice:
		fmt.Fprintf(h, "[%d]", v.Len())
		for i := range v.Len() {
			write(h, v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			h.Write([]byte{'-'})
			return
		}
		write(h, v.Elem())
	case reflect.String:
		s := v.String()
		fmt.Fprintf(h, "%d:%s", len(s), s)
	case reflect.Int:
		fmt.Fprintf(h, "#%d;", v.Int())
	default:
		panic(fmt.Sprintf("model: digest of type %s", v.Type()))
	}
}
