// Knowledge: what Cordon knows, entry by entry, and the packs of the organisation's own.
import { useRoute } from "wouter";
import { Entry } from "./entry";
import { List } from "./list";
import { PackPage } from "./pack";
import { Packs } from "./packs";

export default function KnowledgePage() {
  const [, pack] = useRoute("/knowledge/packs/:pack");
  const [packs] = useRoute("/knowledge/packs");
  const [, entry] = useRoute("/knowledge/:type/*");
  if (pack?.pack) return <PackPage key={pack.pack} pack={pack.pack} />;
  if (packs) return <Packs />;
  if (entry?.type && entry["*"]) {
    const id = decodeURIComponent(entry["*"]);
    return <Entry key={`${entry.type} ${id}`} type={entry.type} id={id} />;
  }
  return <List />;
}
