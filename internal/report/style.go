package report

import "strings"

// paint is a colour of the pictures, on light and on dark paper. Text has a contrast of at least 4.5 to 1 and outlines of at
// least 3 to 1 to what is behind them (WCAG 2.2, 1.4.3 and 1.4.11).
type paint struct{ name, light, dark string }

var paints = []paint{
	{"paper", "#ffffff", "#14191f"},
	{"ink", "#17202a", "#e8edf2"},
	{"muted", "#4a5866", "#b3c0cc"},
	{"line", "#5a6875", "#94a3b3"},
	{"link", "#7d8b99", "#74838f"},
	{"zone", "#f3f6f9", "#1b222a"},
	{"zone-line", "#7b8a99", "#75869a"},
	{"holder", "#e7edf3", "#232c36"},
	{"box", "#ffffff", "#10151b"},
	{"stub", "#e9ebee", "#2a3038"},
	{"net", "#dcebfb", "#12314f"},
	{"net-line", "#2868a8", "#6fb0f0"},
	{"who", "#efe6fa", "#332352"},
	{"who-line", "#6b46a8", "#b79af0"},
	{"data", "#e3f3ea", "#123626"},
	{"data-line", "#2b7a51", "#63bf90"},
	{"flow", "#1f5fa8", "#7fb8f5"},
	{"fact", "#fdf3d8", "#3b3010"},
	{"fact-line", "#8a6500", "#d9b44a"},
	{"risk0", "#697887", "#94a3b3"},
	{"risk1", "#2b7a6b", "#5cbfae"},
	{"risk2", "#8f6a00", "#dcb53c"},
	{"risk3", "#c04f00", "#ff9a4d"},
	{"risk4", "#b00030", "#ff7d92"},
	{"good", "#e3f3ea", "#123626"},
	{"good-line", "#2b7a51", "#63bf90"},
	{"fair", "#fdf3d8", "#3b3010"},
	{"fair-line", "#8a6500", "#d9b44a"},
	{"bad", "#fde5e8", "#4a1520"},
	{"bad-line", "#b00030", "#ff7d92"},
}

// rules of the style sheet. A value $name is a colour; it is written twice, first as the light colour for programs that know
// no CSS variables, then as the variable.
var rules = []string{
	".paper{fill:$paper}",
	".t{font-family:system-ui,sans-serif;fill:$ink}",
	".mid{text-anchor:middle}",
	".title{font-size:13px;font-weight:700}",
	".kind{font-size:11px;fill:$muted}",
	".item{font-size:11px}",
	".mark{font-size:11px;font-weight:700}",
	".label{font-size:11px}",
	".group{font-size:12px;font-weight:700}",
	".zone .group{paint-order:stroke;stroke-width:4px;stroke-linejoin:round;stroke:$zone}",
	".holder .group{paint-order:stroke;stroke-width:4px;stroke-linejoin:round;stroke:$holder}",
	".head{font-size:16px;font-weight:700}",
	".shape{stroke-width:1.4;fill:$box;stroke:$line}",
	".line{fill:none;stroke-width:1.5;stroke:$line}",
	".tip{stroke:none;fill:$line}",
	".back{fill:$paper;fill-opacity:.88}",
	".zone .shape{fill:$zone;stroke:$zone-line;stroke-dasharray:6 4}",
	".holder .shape{fill:$holder;stroke:$zone-line;stroke-width:1}",
	".part .shape{stroke-width:1}",
	".data .shape{fill:$data;stroke:$data-line}",
	".network .shape{fill:$net;stroke:$net-line}",
	".person .shape{fill:$who;stroke:$who-line}",
	".stub .shape{fill:$stub;stroke-width:1;stroke:$line}",
	".risk0 .shape{stroke:$risk0}", ".risk0 .bar{fill:$risk0}",
	".risk1 .shape{stroke:$risk1}", ".risk1 .bar{fill:$risk1}",
	".risk2 .shape{stroke:$risk2}", ".risk2 .bar{fill:$risk2}",
	".risk3 .shape{stroke:$risk3}", ".risk3 .bar{fill:$risk3}",
	".risk4 .shape{stroke:$risk4}", ".risk4 .bar{fill:$risk4}",
	".flow .line{stroke:$flow}", ".flow .tip{fill:$flow}",
	".link .line{stroke:$link;stroke-width:1}",
	".use .line{stroke:$who-line;stroke-dasharray:2 4;stroke-linecap:round}",
	".assumption .shape{fill:$fact;stroke:$fact-line}",
	".threat .shape{stroke:$risk3;stroke-width:1.8}",
	".follows .shape{fill:$zone;stroke:$zone-line;stroke-width:1}",
	".consequence .shape{fill:$net;stroke:$net-line}",
	".harm-acceptable .shape{fill:$good;stroke:$good-line;stroke-width:2.4}",
	".harm-reduce .shape{fill:$fair;stroke:$fair-line;stroke-width:2.4}",
	".harm-unacceptable .shape{fill:$bad;stroke:$bad-line;stroke-width:2.4}",
}

var pictureStyle = makeStyle()

func makeStyle() string {
	var b strings.Builder
	light := map[string]string{}
	for _, p := range paints {
		light[p.name] = p.light
	}
	b.WriteString("svg.cordon{")
	for _, p := range paints {
		b.WriteString("--c-" + p.name + ":" + p.light + ";")
	}
	b.WriteString("}@media screen and (prefers-color-scheme:dark){svg.cordon{")
	for _, p := range paints {
		b.WriteString("--c-" + p.name + ":" + p.dark + ";")
	}
	b.WriteString("}}")
	for _, r := range rules {
		selector, body, _ := strings.Cut(strings.TrimSuffix(r, "}"), "{")
		b.WriteString(".cordon " + selector + "{")
		for _, d := range strings.Split(body, ";") {
			property, value, _ := strings.Cut(d, ":")
			if name, ok := strings.CutPrefix(value, "$"); ok {
				b.WriteString(property + ":" + light[name] + ";" + property + ":var(--c-" + name + ");")
				continue
			}
			b.WriteString(d + ";")
		}
		b.WriteString("}")
	}
	return b.String()
}
