package project

import (
	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/postmarket/record"
	"cordon/internal/yamltext"
)

// EventFile is a file of its own for an event that joins the record of the system at a path. It is nil where the record would not be sound
// with it; the reasons are in ds. An error says that the event holds what no file can.
func EventFile(path, id string, e record.Event, m *model.Model, k *Knowledge, ds *diag.List) ([]byte, error) {
	text, err := yamltext.Encode(&record.File{Cordon: record.Version, Events: yamltext.Map[record.Event]{{Key: id, Value: e}}})
	if err != nil {
		return nil, err
	}
	if CheckEvent(path, id+".yaml", []byte(text), m, k, ds); ds.HasErrors() {
		return nil, nil
	}
	return []byte(text), nil
}
