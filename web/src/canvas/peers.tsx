// Who else has an item chosen: initials on its edge. A reader hears the names with the item.
import { initials } from "../app/presence";

export function Peers({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <span className="canvas-peers" title={names.join(", ")}>
      {names.map(initials).join(" ")}
    </span>
  );
}
