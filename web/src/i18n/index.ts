// All texts of all pages: en/<topic>.json and de/<topic>.json. The key of a text is topic.name, as in t("canvas.addAsset").
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { keep, kept } from "../look/kept";

export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

type Topic = Record<string, unknown>;
const en = import.meta.glob<Topic>("./en/*.json", { eager: true, import: "default" });
const de = import.meta.glob<Topic>("./de/*.json", { eager: true, import: "default" });

/** byTopic makes one object of a folder's files, each under its name. */
function byTopic(files: Record<string, Topic>): Topic {
  return Object.fromEntries(Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ""), texts]));
}

export function isLanguage(s: string | null | undefined): s is Language {
  return s != null && s in languages;
}

/** chosen is the language chosen in this browser, if any. */
export function chosen(): Language | null {
  const l = kept("language");
  return isLanguage(l) ? l : null;
}

function preferred(): Language {
  const first = navigator.languages.map((l) => l.slice(0, 2)).find(isLanguage);
  return chosen() ?? first ?? "en";
}

/** setLanguage shows another language; it is remembered in this browser if remember is set. */
export function setLanguage(l: Language, remember: boolean): void {
  if (remember) keep("language", l);
  document.documentElement.lang = l;
  void i18next.changeLanguage(l);
}

/** startTexts makes t() ready. It is synchronous: all texts are in the program. */
export function startTexts(language = preferred()): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: byTopic(en) }, de: { translation: byTopic(de) } },
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
    returnNull: false,
  });
  if (typeof document !== "undefined") document.documentElement.lang = language;
}

/** localeOf is how dates and numbers are written in a language: English here is British. */
export function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}
