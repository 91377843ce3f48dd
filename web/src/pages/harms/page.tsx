// Harms and benefit: all, or one.
import { useRoute } from "wouter";
import { All } from "./all";
import { One } from "./one";

export default function HarmsPage() {
  const [, one] = useRoute("/harms/:harm");
  return one?.harm ? <One key={one.harm} harm={decodeURIComponent(one.harm)} /> : <All />;
}
