// The steps of the guided form as data: which elements are asked for, and what is asked of each.

/** Field is one thing that is asked of an element: a reference to others, or a word of the language. */
export interface Field {
  key: string;
  /** blocks of the elements that it may name. */
  to?: readonly string[];
  /** many is a list of references. */
  many?: boolean;
  /** words are those that the language knows at the key; the path is where in a file that is. */
  words?: readonly string[];
  /** text is free text. */
  text?: boolean;
}

/** Section asks for the elements of one block. */
export interface Section {
  block: string;
  /** needs are asked before an element is made, because the language requires them; fields at any time. */
  needs: readonly Field[];
  fields: readonly Field[];
  /** adds is false where a section asks more of elements that an earlier step made. */
  adds?: boolean;
  /** inside lets parts and software be put into each. */
  inside?: boolean;
  /** uses asks how much a function depends on data, and severity how bad a harm is. */
  special?: "uses" | "severity";
}

export interface Step {
  id: string;
  sections: readonly Section[];
}

const assets = ["assets"];
const people = ["people"];

export const steps: readonly Step[] = [
  { id: "purpose", sections: [] },
  {
    id: "people",
    sections: [
      { block: "people", needs: [], fields: [] },
      { block: "organisations", needs: [], fields: [{ key: "duty", words: ["organisations", "x", "duty"] }] },
    ],
  },
  {
    id: "surroundings",
    sections: [
      { block: "zones", needs: [], fields: [{ key: "controlled-by", to: ["people", "organisations"] }] },
      { block: "contexts", needs: [], fields: [] },
    ],
  },
  {
    id: "parts",
    sections: [{ block: "assets", needs: [], fields: [{ key: "zone", to: ["zones"] }], inside: true }],
  },
  {
    id: "data",
    sections: [
      {
        block: "data",
        needs: [],
        fields: [
          { key: "about", to: people },
          { key: "made-by", to: assets },
          { key: "stored-on", to: assets, many: true },
        ],
      },
    ],
  },
  {
    id: "connections",
    sections: [
      { block: "networks", needs: [], fields: [{ key: "zone", to: ["zones"] }] },
      { block: "assets", needs: [], fields: [{ key: "on", to: ["networks"], many: true }], adds: false },
      { block: "people", needs: [], fields: [{ key: "uses", to: assets, many: true }], adds: false },
      {
        block: "flows",
        needs: [
          { key: "from", to: assets },
          { key: "to", to: assets },
        ],
        fields: [
          { key: "carries", to: ["data"], many: true },
          { key: "over", to: ["networks", "interfaces"], many: true },
        ],
      },
    ],
  },
  {
    id: "clinical",
    sections: [
      {
        block: "functions",
        needs: [
          { key: "by", to: ["people", "assets"] },
          { key: "for", to: people },
        ],
        fields: [{ key: "contexts", to: ["contexts"], many: true }],
        special: "uses",
      },
    ],
  },
  {
    id: "harms",
    sections: [
      {
        block: "harms",
        needs: [{ key: "from", to: ["functions", "assets", "data"] }],
        fields: [
          { key: "to", to: people },
          { key: "detectable-by", to: people, many: true },
          { key: "situation", text: true },
        ],
        special: "severity",
      },
    ],
  },
  { id: "regulation", sections: [] },
  { id: "questions", sections: [] },
  { id: "done", sections: [] },
];
