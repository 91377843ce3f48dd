// What the server says of what is on the screen, in the words of its interface (internal/server/api/live.go).
import type { Patch } from "../../api/patch";
import type { components } from "../../api/schema";
import type { Graph, Level } from "../../canvas/types";
import type { Finding } from "../../text/places";

type Schemas = components["schemas"];

export interface Gap {
  check: string;
  element: string;
  title: string;
  file: string;
  line: number;
  column: number;
  "end-column"?: number;
}

export interface Question {
  element: string;
  fact: string;
  decides: string[];
  file?: string;
  line?: number;
}

export interface Fact {
  title: string;
  question: string;
  why: string;
  answers: string[];
}

export interface Harm {
  id: string;
  title: string;
  likelihood: string;
  severity: string;
  probability: string;
  acceptability: string;
}

export interface Placed {
  control: string;
  title: string;
  on: string[];
  state: string;
  file: string;
  line: number;
}

export interface Levels {
  elements: Level[];
  harms: Harm[];
  threats: { id: string; title: string; likelihood: string; risk: string }[];
  totals: {
    threats: number;
    "threats-active": number;
    acceptability: Record<string, number>;
    questions: number;
  };
}

export interface System {
  id: string;
  name: string;
  version?: string;
  "intended-purpose": string;
  users?: string[];
  regulation?: {
    markets?: string[];
    "device-class"?: string;
    rule?: string;
    "software-safety-class"?: string;
    "fda-class"?: string;
  };
  file: string;
  line: number;
}

/** View is internal/live.View. */
export interface View {
  diagnostics: (Finding & { file: string })[];
  gaps: Gap[];
  checks: Record<string, { hint: string; why: string }>;
  questions: Question[];
  facts: Record<string, Fact>;
  controls?: Placed[];
  system?: System;
  graph?: Graph;
  levels?: Levels;
}

export type Changes = Schemas["LiveChanges"];
export type Look = Omit<Schemas["Look"], "view" | "patches"> & {
  view?: Partial<View>;
  patches?: readonly Patch[];
  against?: Changes;
};
export type Conflict = Schemas["EditConflict"];
