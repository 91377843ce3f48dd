package workbench

import (
	"encoding/base32"
	"strings"

	"github.com/google/uuid"
)

var sortable = base32.HexEncoding.WithPadding(base32.NoPadding)

// NewID gives a new id: a UUID of version 7 as 26 letters and digits, so that ids sort by the time they were made. Ids are no secrets.
func NewID() string {
	id := uuid.Must(uuid.NewV7()) // fails only if the system has no random numbers
	return strings.ToLower(sortable.EncodeToString(id[:]))
}
