package report

import (
	"io"

	"cordon/internal/assessment"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

func HTML(w io.Writer, m *model.Model, ix *knowledge.Index, a *assessment.Assessment, pictures map[string][]byte) error {
	return nil
}
