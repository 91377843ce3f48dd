// Who else has the page open, and what they have chosen.
import type { Peer } from "../../canvas/types";

const nobody: Peer[] = [];

export function Presence() {
  return null;
}

export function usePeers(): Peer[] {
  return nobody;
}
