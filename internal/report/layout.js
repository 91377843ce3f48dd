// Runs dagre on one diagram. Go hands over numbers only, never the user's text: boxes, groups and edges are known by their
// place in the lists, and -1 stands for no group.

// dagre copies its ranks, lists of names, with structuredClone, which browsers have and goja has not.
var structuredClone = (ranks) => ranks.map((names) => names.slice());

function layOut(input) {
	const q = JSON.parse(input);
	const g = new dagre.graphlib.Graph({ directed: true, multigraph: true, compound: true });
	g.setGraph(q.settings);
	q.groups.forEach((_, i) => g.setNode("g" + i, {}));
	q.groups.forEach((parent, i) => { if (parent >= 0) g.setParent("g" + i, "g" + parent); });
	q.boxes.forEach((b, i) => {
		g.setNode("b" + i, { width: b.w, height: b.h });
		if (b.group >= 0) g.setParent("b" + i, "g" + b.group);
	});
	// The label stands on its edge here; Go moves the edge beside it, within the room that the label has.
	q.edges.forEach((e, i) => g.setEdge("b" + e.from, "b" + e.to, { width: e.w, height: e.h, weight: e.weight, minlen: e.minlen, labelpos: "c" }, "e" + i));
	dagre.layout(g);
	return JSON.stringify({
		groups: q.groups.map((_, i) => g.node("g" + i)).map((n) => ({ x: n.x, y: n.y, w: n.width, h: n.height })),
		boxes: q.boxes.map((_, i) => g.node("b" + i)).map((n) => ({ x: n.x, y: n.y })),
		edges: q.edges.map((e, i) => g.edge("b" + e.from, "b" + e.to, "e" + i)).map((e) => ({ x: e.x || 0, y: e.y || 0, points: e.points })),
	});
}
