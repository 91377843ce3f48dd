package exchange

import (
	"cordon/internal/compliance"
	"cordon/internal/interop/cisoassistant"
	"cordon/internal/knowledge"
)

// Libraries are the documents that bind a system, and the crosswalks between them, as libraries for CISO Assistant. There are none where
// nothing binds.
func Libraries(a *compliance.Answer, ix *knowledge.Index) ([]File, error) {
	version, err := cisoassistant.VersionOf(baseVersion(ix))
	if err != nil {
		return nil, err
	}
	docs := binding(a, ix)
	w := &collector{}
	about := cisoassistant.About{Version: version, Date: a.Day}
	for _, d := range docs {
		lib, err := cisoassistant.Library(d, about)
		w.add(d.ID+".yaml", lib, err)
	}
	for _, x := range between(ix, docs) {
		lib, err := cisoassistant.Mapping(x, ix.Base.Documents, about)
		w.add("mapping-"+x.ID+".yaml", lib, err)
	}
	return w.files, w.err
}
