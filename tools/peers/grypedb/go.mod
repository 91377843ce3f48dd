// Built in a copy by run.sh, which fetches what it needs; grype has some 400 modules, whose sums are not kept here.
module cordon/tools/peers/grypedb

go 1.26

require github.com/anchore/grype v0.121.2
