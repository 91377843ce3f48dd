// Threats: all, one, or what would be if.
import "./threats.css";
import { useRoute } from "wouter";
import { All } from "./all";
import { One } from "./one";
import { Trial } from "./trial";

export default function ThreatsPage() {
  const [, one] = useRoute("/threats/:threat");
  if (one?.threat === "try") return <Trial />;
  return one?.threat ? <One key={one.threat} threat={decodeURIComponent(one.threat)} /> : <All />;
}
