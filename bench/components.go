package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// Components writes a bill of materials (CycloneDX 1.5) of n components from package URLs: first these as they are, then each package again and
// again with the version of another one of its type, so that names are real and versions are of the right kind. Each component depends on the next
// and on one further off. The same arguments give the same bytes. Purls must not be empty.
func Components(purls []string, n int) []byte {
	type component struct {
		Type    string `json:"type"`
		Ref     string `json:"bom-ref"`
		Name    string `json:"name"`
		Version string `json:"version"`
		PURL    string `json:"purl"`
	}
	type dependency struct {
		Ref string   `json:"ref"`
		On  []string `json:"dependsOn"`
	}
	versions := map[string][]string{} // by type
	for _, p := range purls {
		typ, _, version := parts(p)
		versions[typ] = append(versions[typ], version)
	}
	components := make([]component, n)
	seen := map[string]bool{}
	for i := range components {
		p := purls[i%len(purls)]
		typ, name, version := parts(p)
		if i >= len(purls) {
			same := versions[typ]
			version = same[(i+i/len(purls)*7919)%len(same)]
			p = typ + "/" + name + "@" + version
		}
		ref := p
		if seen[ref] {
			ref = fmt.Sprintf("%s#%d", p, i)
		}
		seen[ref] = true
		components[i] = component{"library", ref, text(name), text(version), p}
	}
	dependencies := make([]dependency, n)
	for i := range dependencies {
		dependencies[i] = dependency{components[i].Ref, []string{components[(i+1)%n].Ref, components[(i*31+7)%n].Ref}}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata":   map[string]any{"component": component{Type: "device", Ref: "device", Name: "generated device", Version: "1.0"}},
		"components": components, "dependencies": dependencies,
	})
	if err != nil {
		panic(err) // all of it is text
	}
	return b.Bytes()
}

// parts takes a package URL apart: its type with "pkg:", its name with the namespace, and its version, as they are written.
func parts(purl string) (typ, name, version string) {
	typ, rest, _ := strings.Cut(purl, "/")
	if at := strings.LastIndexByte(rest, '@'); at > 0 {
		return typ, rest[:at], rest[at+1:]
	}
	return typ, rest, ""
}

func text(part string) string {
	if t, err := url.PathUnescape(part); err == nil {
		return t
	}
	return part
}
