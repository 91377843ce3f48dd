// What the canvas is given and what it gives back. Names are those of the wire (internal/live, internal/model/edit). Ids
// are unique over all blocks.

interface Shown {
  id: string; // as in the files: "phone", "phone/app", "cloud/records"
  title: string;
  kind: string; // id in the knowledge base; empty where the text says none
  "kind-title": string;
  imported?: boolean; // written in another description; shown, and not changed here
  file: string;
  line: number;
}

export interface Zone extends Shown {
  within?: string; // zone around it
  "controlled-by"?: string;
}

export interface Place extends Shown {
  within?: string;
  zone?: string; // its own, or that of a place around it
  "controlled-by"?: string;
}

/** An element that has a box of its own. */
export interface Node extends Shown {
  block: string; // "assets", "interfaces", "networks", "people", "data", "functions", …
  zone?: string; // its own, or that of its place, or that of the asset around it
  place?: string;
  inherits?: string[]; // which of zone and place it does not say itself
  "part-of"?: string; // asset around it
  holding?: string; // "part", "software", "interface"
  functions?: string[]; // clinical functions it takes part in
}

/** A flow, or a reference in the text of one of its ends. */
export interface Edge {
  id: string;
  sort: string;
  from: string;
  to: string;
  title: string;
  of: string; // element in whose text it stands
  key: string; // key of that element; empty for flows and for what is inside
  data?: string[];
  over?: string[];
  functions?: string[];
  imported?: boolean;
  file: string;
  line: number;
}

export interface ClinicalFunction {
  id: string;
  title: string;
  kind: string;
  members: string[]; // nodes and flows
  harms: string[];
}

export interface Graph {
  zones: Zone[];
  places: Place[];
  nodes: Node[];
  edges: Edge[];
  functions: ClinicalFunction[];
}

/** What the engine says of one element; words of the scales of the knowledge base. */
export interface Level {
  id: string;
  likelihood: string;
  impact: string;
  risk: string; // of what happens at the element itself
  "leads-to": string; // highest risk that this leads to, anywhere
  threats: number;
  worst: string[]; // ids of threats
}

/** A kind of the palette. */
export interface Kind {
  kind: string; // id in the knowledge base
  title: string;
  says: string;
  block: string; // where an element of this kind is written
}

/**
 * A line that may be drawn between two kinds, and the operation that writes it. In `id`, `path` and `value` stand {from}
 * and {to} for the ids of the two, and {new} for an id that the drawing chooses.
 */
export interface Connection {
  sort: string; // as of edges
  do: "set" | "put" | "add";
  id?: string;
  path?: readonly string[];
  block?: string;
  value?: unknown;
}

/** An element as values, for copying it. Its block is that of a file, or `interfaces`, `parts` or `runs` of an asset. */
export interface Fragment {
  id: string;
  block: string;
  value: unknown;
}

export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

/**
 * Where things are drawn; kept beside the model, never in it. Positions are of leaves (and of closed or empty
 * containers), absolute, in pixels at zoom 1; an open container is as large as what it holds.
 */
export interface Layout {
  at: Record<string, Point>;
  routes: Record<string, number[]>; // edge -> x, y, x, y, …; used while both ends still touch their boxes
  closed: string[]; // containers that are drawn as one box
}

export interface Peer {
  name: string;
  selection: string[];
}
