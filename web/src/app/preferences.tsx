// Choice of language and theme: in the header and on pages before sign-in.
import { useTranslation } from "react-i18next";
import { isLanguage, languages, setLanguage } from "../i18n";
import { type Theme, themes, useTheme } from "../look/theme";

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <select
      aria-label={t("shell.language")}
      value={i18n.language}
      onChange={(e) => isLanguage(e.target.value) && setLanguage(e.target.value, true)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

export function ThemeChoice() {
  const { t } = useTranslation();
  const [theme, setTheme] = useTheme();
  return (
    <select aria-label={t("shell.theme")} value={theme} onChange={(e) => setTheme(e.target.value as Theme)}>
      {themes.map((x) => (
        <option key={x} value={x}>
          {t(`shell.themes.${x}`)}
        </option>
      ))}
    </select>
  );
}
