package watch

import (
	"bytes"
	"path"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/interop/csaf"
	"cordon/internal/interop/cve"
	"cordon/internal/interop/eox"
	"cordon/internal/interop/epss"
	"cordon/internal/interop/kev"
	"cordon/internal/interop/nvd"
	"cordon/internal/interop/osv"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// Format is a kind of file that feeds are made of.
type Format string

// The formats. Other is none of them.
const (
	Other  Format = ""
	OSV    Format = "OSV"
	CVE    Format = "CVE"
	NVD    Format = "NVD"
	CSAF   Format = "CSAF"
	KEV    Format = "KEV"
	EPSS   Format = "EPSS"
	Ending Format = "end of life"
)

// reader reads a file of its format, and adds what it says to feeds. Number is how many records the file gave.
type reader func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) (number int)

var readers = map[Format]reader{
	OSV: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		return one(into)(osv.Read(name, src, ds))
	},
	CVE: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		return one(into)(cve.Read(name, src, ds))
	},
	NVD: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		all := nvd.Read(name, src, ds)
		into.Advisories = append(into.Advisories, all...)
		return len(all)
	},
	CSAF: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		d := csaf.Read(name, src, ds)
		if d == nil {
			return 0
		}
		all, scores := d.Advisories(ds)
		into.Advisories = append(into.Advisories, all...)
		into.Scores = append(into.Scores, scores...)
		return len(all)
	},
	KEV: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		all := kev.Read
		if kev.IsCSV(src) {
			all = kev.ReadCSV
		}
		facts := all(name, src, ds)
		into.Facts = append(into.Facts, facts...)
		return len(facts)
	},
	EPSS: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		list := epss.Read(name, src, ds).List
		into.Scores = append(into.Scores, list...)
		return len(list)
	},
	Ending: func(name string, src []byte, into *postmarket.Feeds, ds *diag.List) int {
		all := eox.ReadJSON
		if eox.IsPage(src) {
			all = eox.ReadPage
		}
		lines := all(name, src, ds)
		into.Endings = append(into.Endings, lines...)
		return len(lines)
	},
}

func one(into *postmarket.Feeds) func(postmarket.Advisory, bool) int {
	return func(a postmarket.Advisory, ok bool) int {
		if !ok {
			return 0
		}
		into.Advisories = append(into.Advisories, a)
		return 1
	}
}

// suffixes are the ends of names of files that are looked into.
var suffixes = []string{".json", ".csv", ".md"}

// wanted tells whether a file of a name is looked into.
func wanted(name string) bool {
	name = strings.ToLower(name)
	for _, s := range suffixes {
		if strings.HasSuffix(name, s) || strings.HasSuffix(name, s+".gz") {
			return true
		}
	}
	return false
}

// formatOf tells the format of a file by what is in it.
func formatOf(name string, src []byte) Format {
	switch path.Ext(strings.ToLower(name)) {
	case ".csv":
		switch {
		case epss.Is(src):
			return EPSS
		case kev.IsCSV(src):
			return KEV
		}
		return Other
	case ".md":
		if eox.IsPage(src) {
			return Ending
		}
		return Other
	}
	keys := map[string]bool{}
	d := jsontext.New(bytes.NewReader(src), jsontext.Options{Bytes: maxFile, Depth: 1000, Values: 200_000_000})
	if d.Kind() != jsontext.Object {
		return Other
	}
	for d.Object(); d.Next(); {
		if keys[string(d.Key())] = true; len(keys) > 100 {
			break
		}
	}
	switch { // a file that breaks off is still of its format, and its reader says so
	case keys["cveMetadata"]:
		return CVE
	case keys["document"] && bytes.Contains(src, []byte(`"csaf_version"`)):
		return CSAF
	case keys["catalogVersion"] || keys["dateReleased"] && keys["vulnerabilities"]:
		return KEV
	case keys["format"] && bytes.Contains(src, []byte(`"NVD_CVE"`)), keys["_annotation"] && keys["cve"], keys["cve"] && len(keys) == 1:
		return NVD
	case keys["result"] && keys["schema_version"] && bytes.Contains(src, []byte(`"releases"`)):
		return Ending
	case keys["id"] && (keys["modified"] || keys["affected"]):
		return OSV
	}
	return Other
}
