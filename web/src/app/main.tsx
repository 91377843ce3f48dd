import { createRoot } from "react-dom/client";
import "../look/index.css";
import { startTexts } from "../i18n";
import { applyTheme } from "../look/theme";
import { App } from "./app";
import { guardHistory } from "./unsaved";

applyTheme();
startTexts();
guardHistory(); // before the router listens
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
