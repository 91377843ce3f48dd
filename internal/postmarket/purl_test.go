package postmarket

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// purls are cases of the purl specification (package-url/purl-spec, tests/spec and tests/types, of September 2026) and of documents that we met.
// Where the specification changed its mind, this is ECMA-427: a / in a qualifier is encoded.
var purls = []struct {
	in   string
	want PURL
	out  string // the normal form; as in where empty
}{
	{"pkg:maven/org.apache.commons/io@1.3.4", PURL{Type: "maven", Namespace: "org.apache.commons", Name: "io", Version: "1.3.4"}, ""},
	{"pkg:maven/HTTPClient/HTTPClient@0.3-3", PURL{Type: "maven", Namespace: "HTTPClient", Name: "HTTPClient", Version: "0.3-3"}, ""},
	{"pkg:///maven//org.apache.commons/io/", PURL{Type: "maven", Namespace: "org.apache.commons", Name: "io"}, "pkg:maven/org.apache.commons/io"},
	{"pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value", PURL{Type: "maven", Namespace: "mygroup", Name: "myartifact", Version: "1.0.0 Final", Qualifiers: []Qualifier{{"mykey", "my value"}}}, ""},
	{"pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=repo.spring.io/release", PURL{Type: "maven", Namespace: "org.apache.xmlgraphics", Name: "batik-anim", Version: "1.9.1", Qualifiers: []Qualifier{{"repository_url", "repo.spring.io/release"}, {"type", "pom"}}}, "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?repository_url=repo.spring.io%2Frelease&type=pom"},

	{"pkg:GOLANG/google.golang.org/genproto#/googleapis/api/annotations/", PURL{Type: "golang", Namespace: "google.golang.org", Name: "genproto", Subpath: "googleapis/api/annotations"}, "pkg:golang/google.golang.org/genproto#googleapis/api/annotations"},
	{"pkg:golang/GitHub.com/Azure/azure-sdk-for-go@v42.3.0+incompatible#./sdk/../%2E%2E//Storage", PURL{Type: "golang", Namespace: "github.com/azure", Name: "azure-sdk-for-go", Version: "v42.3.0+incompatible", Subpath: "sdk/Storage"}, "pkg:golang/github.com/azure/azure-sdk-for-go@v42.3.0%2Bincompatible#sdk/Storage"},
	{"pkg:golang/github.com%2Fcoredns%2Fcoredns@v1.1.2", PURL{Type: "golang", Namespace: "github.com/coredns", Name: "coredns", Version: "v1.1.2"}, "pkg:golang/github.com/coredns/coredns@v1.1.2"},
	{"pkg:golang/github.com/projectcalico/calico@%28devel%29", PURL{Type: "golang", Namespace: "github.com/projectcalico", Name: "calico", Version: "(devel)"}, ""},

	{"pkg:npm/%40angular/animation@12.3.1", PURL{Type: "npm", Namespace: "@angular", Name: "animation", Version: "12.3.1"}, ""},
	{"pkg:npm/%40angular%2Fanimation@12.3.1", PURL{Type: "npm", Namespace: "@angular", Name: "animation", Version: "12.3.1"}, "pkg:npm/%40angular/animation@12.3.1"},
	{"pkg:npm/@babel/core#/googleapis/api/annotations/", PURL{Type: "npm", Namespace: "@babel", Name: "core", Subpath: "googleapis/api/annotations"}, "pkg:npm/%40babel/core#googleapis/api/annotations"},
	{"pkg:npm/@angular/animation@12.3.1", PURL{Type: "npm", Namespace: "@angular", Name: "animation", Version: "12.3.1"}, "pkg:npm/%40angular/animation@12.3.1"},
	{"pkg:npm/%40MyScope/MyPackage@1.0.0", PURL{Type: "npm", Namespace: "@myscope", Name: "mypackage", Version: "1.0.0"}, "pkg:npm/%40myscope/mypackage@1.0.0"},
	{"pkg:npm/foobar@", PURL{Type: "npm", Name: "foobar"}, "pkg:npm/foobar"},
	{"pkg:npm/foo@1.0.0?vcs_url=https:%2F%2Fa.com%2Fc%F0%9F%98%83d.git#src/%F0%9F%98%83/file.js", PURL{Type: "npm", Name: "foo", Version: "1.0.0", Qualifiers: []Qualifier{{"vcs_url", "https://a.com/c😃d.git"}}, Subpath: "src/😃/file.js"}, ""},

	{"pkg:pypi/My.PyPI_.--._Package@1.11.1.dev1", PURL{Type: "pypi", Name: "my-pypi-package", Version: "1.11.1.dev1"}, "pkg:pypi/my-pypi-package@1.11.1.dev1"},
	{"pkg:pypi/django@1.11.1?filename=Django-1.11.1.tar.gz", PURL{Type: "pypi", Name: "django", Version: "1.11.1", Qualifiers: []Qualifier{{"filename", "Django-1.11.1.tar.gz"}}}, ""},
	{"pkg:pub/Flutter-Test@1.0.0", PURL{Type: "pub", Name: "flutter_test", Version: "1.0.0"}, "pkg:pub/flutter_test@1.0.0"},
	{"pkg:nuget/EnterpriseLibrary.Common@6.0.1304", PURL{Type: "nuget", Name: "EnterpriseLibrary.Common", Version: "6.0.1304"}, ""},
	{"pkg:gem/jruby-launcher@1.1.2?Platform=java", PURL{Type: "gem", Name: "jruby-launcher", Version: "1.1.2", Qualifiers: []Qualifier{{"platform", "java"}}}, "pkg:gem/jruby-launcher@1.1.2?platform=java"},
	{"pkg:composer/Laravel/Laravel@5.5.0", PURL{Type: "composer", Namespace: "laravel", Name: "laravel", Version: "5.5.0"}, "pkg:composer/laravel/laravel@5.5.0"},
	{"pkg:cran/A3@0.9.1", PURL{Type: "cran", Name: "A3", Version: "0.9.1"}, ""},
	{"pkg:cpan/drolsky/DateTime@1.55", PURL{Type: "cpan", Namespace: "DROLSKY", Name: "DateTime", Version: "1.55"}, "pkg:cpan/DROLSKY/DateTime@1.55"},
	{"pkg:cpan/URI::PackageURL@2.11", PURL{Type: "cpan", Name: "URI::PackageURL", Version: "2.11"}, ""},
	{"pkg:conan/cctz@2.3?channel=stable", PURL{Type: "conan", Name: "cctz", Version: "2.3", Qualifiers: []Qualifier{{"channel", "stable"}}}, ""},
	{"pkg:swift/github.com/Alamofire/Alamofire@5.4.3", PURL{Type: "swift", Namespace: "github.com/Alamofire", Name: "Alamofire", Version: "5.4.3"}, ""},
	{"pkg:hackage/AC-HalfInteger@1.2.1", PURL{Type: "hackage", Name: "AC-HalfInteger", Version: "1.2.1"}, ""},

	{"pkg:deb/Debian/Curl@7.50.3-1?arch=i386&distro=jessie", PURL{Type: "deb", Namespace: "debian", Name: "curl", Version: "7.50.3-1", Qualifiers: []Qualifier{{"arch", "i386"}, {"distro", "jessie"}}}, "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie"},
	{"pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64", PURL{Type: "deb", Namespace: "debian", Name: "attr", Version: "1:2.4.47-2+b1", Qualifiers: []Qualifier{{"arch", "amd64"}}}, ""},
	{"pkg:Rpm/Fedora/GConf2@3.2.6-1?Epoch=1&Arch=i386", PURL{Type: "rpm", Namespace: "fedora", Name: "GConf2", Version: "3.2.6-1", Qualifiers: []Qualifier{{"arch", "i386"}, {"epoch", "1"}}}, "pkg:rpm/fedora/GConf2@3.2.6-1?arch=i386&epoch=1"},
	{"pkg:apk/Alpine/Curl@7.83.0-r0?arch=x86_64", PURL{Type: "apk", Namespace: "alpine", Name: "curl", Version: "7.83.0-r0", Qualifiers: []Qualifier{{"arch", "x86_64"}}}, "pkg:apk/alpine/curl@7.83.0-r0?arch=x86_64"},
	{"pkg:alpm/Arch/PacMan@6.0.1-1", PURL{Type: "alpm", Namespace: "arch", Name: "pacman", Version: "6.0.1-1"}, "pkg:alpm/arch/pacman@6.0.1-1"},
	{"pkg:qpkg/BlackBerry/com.qnx.SDP@7.0.0.SGA201702151847", PURL{Type: "qpkg", Namespace: "blackberry", Name: "com.qnx.SDP", Version: "7.0.0.SGA201702151847"}, "pkg:qpkg/blackberry/com.qnx.SDP@7.0.0.SGA201702151847"},

	{"pkg:github/Package-url/purl-Spec@244fd47e07d1004f0aed9c", PURL{Type: "github", Namespace: "package-url", Name: "purl-spec", Version: "244fd47e07d1004f0aed9c"}, "pkg:github/package-url/purl-spec@244fd47e07d1004f0aed9c"},
	{"pkg:github/foo/bar@release/1.0", PURL{Type: "github", Namespace: "foo", Name: "bar", Version: "release/1.0"}, "pkg:github/foo/bar@release%2F1.0"},
	{"pkg:bitbucket/birKenfeld/pyGments-main@244fd47e07d1014f0aed9c", PURL{Type: "bitbucket", Namespace: "birkenfeld", Name: "pygments-main", Version: "244fd47e07d1014f0aed9c"}, "pkg:bitbucket/birkenfeld/pygments-main@244fd47e07d1014f0aed9c"},
	{"pkg:docker/customer/dockerimage@sha256%3A244fd47e07d1004f0aed9c?repository_url=gcr.io", PURL{Type: "docker", Namespace: "customer", Name: "dockerimage", Version: "sha256:244fd47e07d1004f0aed9c", Qualifiers: []Qualifier{{"repository_url", "gcr.io"}}}, "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io"},
	{"pkg:oci/Debian@sha256%3A244fd47e07d10?repository_url=docker.io/library/debian&arch=amd64&tag=latest", PURL{Type: "oci", Name: "debian", Version: "sha256:244fd47e07d10", Qualifiers: []Qualifier{{"arch", "amd64"}, {"repository_url", "docker.io/library/debian"}, {"tag", "latest"}}}, "pkg:oci/debian@sha256:244fd47e07d10?arch=amd64&repository_url=docker.io%2Flibrary%2Fdebian&tag=latest"},
	{"pkg:huggingface/EleutherAI/gpt-neo-1.3B@797174552AE47F449AB70B684CABCB6603E5E85E", PURL{Type: "huggingface", Namespace: "EleutherAI", Name: "gpt-neo-1.3B", Version: "797174552ae47f449ab70b684cabcb6603e5e85e"}, "pkg:huggingface/EleutherAI/gpt-neo-1.3B@797174552ae47f449ab70b684cabcb6603e5e85e"},
	{"pkg:mlflow/CreditFraud@3?repository_url=https://adb-5.0.azuredatabricks.net/api", PURL{Type: "mlflow", Name: "creditfraud", Version: "3", Qualifiers: []Qualifier{{"repository_url", "https://adb-5.0.azuredatabricks.net/api"}}}, "pkg:mlflow/creditfraud@3?repository_url=https:%2F%2Fadb-5.0.azuredatabricks.net%2Fapi"},
	{"pkg:mlflow/CreditFraud@3?repository_url=https:%2F%2Fwestus2.api.azureml.ms", PURL{Type: "mlflow", Name: "CreditFraud", Version: "3", Qualifiers: []Qualifier{{"repository_url", "https://westus2.api.azureml.ms"}}}, ""},
	{"pkg:swid/Acme/example.com/Enterprise+Server@1.0.0?tag_id=75b8c285", PURL{Type: "swid", Namespace: "Acme/example.com", Name: "Enterprise+Server", Version: "1.0.0", Qualifiers: []Qualifier{{"tag_id", "75b8c285"}}}, "pkg:swid/Acme/example.com/Enterprise%2BServer@1.0.0?tag_id=75b8c285"},

	{"pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3a1e6c1ef1d&empty=", PURL{Type: "generic", Name: "openssl", Version: "1.1.10g", Qualifiers: []Qualifier{{"checksum", "sha1:ad9503c3e994a4f,sha256:41bf9088b3a1e6c1ef1d"}}}, "pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3a1e6c1ef1d"},
	{"pkg:generic/example?b=1&c=2&a=3", PURL{Type: "generic", Name: "example", Qualifiers: []Qualifier{{"a", "3"}, {"b", "1"}, {"c", "2"}}}, "pkg:generic/example?a=3&b=1&c=2"},
	{"pkg:generic/example?calc=2%2B1%3D3&preencoded_url=https:%2F%2Fexample.com%2Fsite%3Fval%255B1%255D%3Dmy%2520key%26d%3D%2523%23docs&unencoded_url=https:%2F%2Fexample.com%2Fsite%3Fval%5B1%5D%3Dmy%20key%23docs",
		PURL{Type: "generic", Name: "example", Qualifiers: []Qualifier{{"calc", "2+1=3"}, {"preencoded_url", "https://example.com/site?val%5B1%5D=my%20key&d=%23#docs"}, {"unencoded_url", "https://example.com/site?val[1]=my key#docs"}}}, ""},
	{"PKG:generic/A", PURL{Type: "generic", Name: "A"}, "pkg:generic/A"},
}

func TestParsePURL(t *testing.T) {
	for _, tt := range purls {
		got, err := ParsePURL(tt.in)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.in, err, diff)
			continue
		}
		want := tt.out
		if want == "" {
			want = tt.in
		}
		if got.String() != want {
			t.Errorf("%s is written as\n%s, want\n%s", tt.in, got, want)
		}
		again, err := ParsePURL(want)
		if diff := cmp.Diff(tt.want, again); diff != "" || err != nil {
			t.Errorf("%s comes back otherwise: %v (-want +got):\n%s", want, err, diff)
		}
	}
}

func TestBadPURLs(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  `package URL "": it does not begin with "pkg:"`,
		"EnterpriseLibrary.Common@6.0.1304": `package URL "EnterpriseLibrary.Common@6.0.1304": it does not begin with "pkg:"`,
		"pkg%3Amaven/org.apache.commons/io": `package URL "pkg%3Amaven/org.apache.commons/io": it does not begin with "pkg:"`,
		"pkg:EnterpriseLibrary.Common@6.0":  `package URL "pkg:EnterpriseLibrary.Common@6.0": "EnterpriseLibrary.Common@6.0" is no type`,
		"pkg:n&g?inx/nginx@0.8.9":           `package URL "pkg:n&g?inx/nginx@0.8.9": "n&g" is no type`,
		"pkg:3nginx/nginx@0.8.9":            `package URL "pkg:3nginx/nginx@0.8.9": "3nginx" is no type`,
		"pkg:nginx:a/nginx@0.8.9":           `package URL "pkg:nginx:a/nginx@0.8.9": "nginx:a" is no type`,
		"pkg:maven/@1.3.4":                  `package URL "pkg:maven/@1.3.4": it has no name`,
		"pkg:hackage":                       `package URL "pkg:hackage": it has no name`,
		"pkg:npm/":                          `package URL "pkg:npm/": it has no name`,
		"pkg:npm/a@1?in%20production=true":  `package URL "pkg:npm/a@1?in%20production=true": "in%20production" is no name of a qualifier`,
		"pkg:npm/a@1?a=1&A=2":               `package URL "pkg:npm/a@1?a=1&A=2": the qualifier "a" stands twice`,
		"pkg:npm/a%4":                       `package URL "pkg:npm/a%4": "a%4" is no encoding with %`,
		"pkg:npm/a@%zz":                     `package URL "pkg:npm/a@%zz": "%zz" is no encoding with %`,
		"pkg:npm/a?b=%ff":                   `package URL "pkg:npm/a?b=%ff": "%ff" does not encode UTF-8`,
		"pkg:npm/a#%e2":                     `package URL "pkg:npm/a#%e2": "%e2" does not encode UTF-8`,
		"pkg:npm/\xff":                      `package URL "pkg:npm/\xff": it is not UTF-8`,
	} {
		p, err := ParsePURL(in)
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, %v, want %s", in, p, err, want)
		}
	}
}

func TestKeys(t *testing.T) {
	for in, want := range map[string]string{
		"pkg:npm/%40angular/core@1":                             "npm/@angular/core",
		"pkg:pypi/Zope.Interface@5":                             "pypi/zope-interface",
		"pkg:golang/github.com/Azure/azure-sdk-for-go@v1":       "golang/github.com/azure/azure-sdk-for-go",
		"pkg:golang/github.com/containers/podman@v3.4.3#v3":     "golang/github.com/containers/podman/v3 golang/github.com/containers/podman",
		"pkg:golang/github.com/aws/aws-sdk-go-v2@v1#service/S3": "golang/github.com/aws/aws-sdk-go-v2/service/s3 golang/github.com/aws/aws-sdk-go-v2/service golang/github.com/aws/aws-sdk-go-v2",
		"pkg:npm/a#lib/b":                                       "npm/a",
	} {
		p, err := ParsePURL(in)
		if got := strings.Join(p.Keys(), " "); err != nil || got != want {
			t.Errorf("%s: %v, %s, want %s", in, err, got, want)
		}
	}
	for _, tt := range [][3]string{
		{"pypi", "Zope.Interface", "pypi/zope-interface"}, {"maven", "org.apache.commons:commons-text", "maven/org.apache.commons/commons-text"},
		{"npm", "@angular/core", "npm/@angular/core"}, {"golang", "github.com/Azure/azure-sdk-for-go", "golang/github.com/azure/azure-sdk-for-go"},
		{"composer", "Laravel/Framework", "composer/laravel/framework"}, {"deb", "debian/curl", "deb/debian/curl"},
	} {
		if got := PackageKey(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s %s: %s, want %s", tt[0], tt[1], got, tt[2])
		}
	}
}

// FuzzPURL: nothing makes it fail, and the normal form is read as what it was written from.
func FuzzPURL(f *testing.F) {
	for _, tt := range purls {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		p, err := ParsePURL(in)
		if err != nil {
			return
		}
		again, err := ParsePURL(p.String())
		if diff := cmp.Diff(p, again); diff != "" || err != nil {
			t.Fatalf("%q, %q: %v\n%s", in, p, err, diff)
		}
		if p.Name == "" || strings.Contains(p.Name, "/") || p.Key() != PackageKey(p.Type, strings.TrimPrefix(p.Key(), p.Type+"/")) && p.Type != "maven" && p.Type != "mlflow" {
			t.Fatalf("%q has the key %q", in, p.Key())
		}
	})
}

func BenchmarkParsePURL(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParsePURL("pkg:golang/github.com/azure/azure-sdk-for-go@v42.3.0%2Bincompatible"); err != nil {
			b.Fatal(err)
		}
	}
}

// A subpath of any length gives few keys: a package URL of 200 kB once took all memory.
func TestKeysOfALongSubpath(t *testing.T) {
	p, err := ParsePURL("pkg:golang/example.com/x@v1#" + strings.Repeat("a/", 100_000))
	if err != nil {
		t.Fatal(err)
	}
	keys := p.Keys()
	if len(keys) != maxSubpath+1 || keys[0] != "golang/example.com/x"+strings.Repeat("/a", maxSubpath) || keys[maxSubpath] != "golang/example.com/x" {
		t.Errorf("%d keys, the first %q", len(keys), keys[0])
	}
}

// A component is found by what is said of its own edition of a distribution, of none, and, where it does not say its own, of any.
func TestKeysOfEditions(t *testing.T) {
	for _, tt := range []struct {
		purl string
		want []string
	}{
		{"pkg:deb/debian/curl@1?distro=debian-12", []string{"deb/debian/curl@12", "deb/debian/curl"}},
		{"pkg:apk/alpine/curl@1?distro=alpine-3.19.1", []string{"apk/alpine/curl@3.19.1", "apk/alpine/curl@3.19", "apk/alpine/curl@3", "apk/alpine/curl"}},
		{"pkg:deb/debian/curl@1?distro=bookworm", []string{"deb/debian/curl", "deb/debian/curl@*"}},
		{"pkg:deb/debian/curl@1", []string{"deb/debian/curl", "deb/debian/curl@*"}},
		{"pkg:npm/curl@1?distro=debian-12", []string{"npm/curl"}},
	} {
		p, err := ParsePURL(tt.purl)
		if diff := cmp.Diff(tt.want, p.Keys()); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.purl, err, diff)
		}
	}
	for edition, want := range map[string][]string{
		"12": {"deb/debian/curl@12", "deb/debian/curl@*"}, "Pro:18.04:LTS": {"deb/debian/curl@18.04", "deb/debian/curl@*"}, "v3.19": {"deb/debian/curl@3.19", "deb/debian/curl@*"}, "": {"deb/debian/curl"},
	} {
		if diff := cmp.Diff(want, EditionKeys("deb/debian/curl", edition)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", edition, diff)
		}
	}
}
