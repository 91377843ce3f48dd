// Probabilities in words that people read without a calculator: "once in 2,500 device-years". An interval is always both ends.
import { useTranslation } from "react-i18next";
import { localeOf } from "../i18n";

export interface Interval {
  from: number;
  to: number;
}

/** rounded keeps two digits that mean something: 2,500 and not 2,487. */
export function rounded(n: number): number {
  return n < 1 ? n : Number(n.toPrecision(2));
}

/** useOdds gives writers of numbers in the person's language. */
export function useOdds() {
  const { t, i18n } = useTranslation();
  const locale = localeOf(i18n.language);
  const number = (n: number) => n.toLocaleString(locale, { maximumSignificantDigits: 3 });

  /** once writes a probability per device-year from 0 to 1. */
  function once(p: number): string {
    if (p <= 0) return t("odds.never");
    if (p >= 0.5) return t("odds.yearly");
    return t("odds.once", { years: number(rounded(1 / p)) });
  }
  return {
    number,
    once,
    /** between writes an interval of probabilities per device-year, the rarer end first. */
    between: (i: Interval) =>
      once(i.from) === once(i.to) ? once(i.to) : t("odds.between", { rare: once(i.from), often: once(i.to) }),
    /** share writes an interval of probabilities without a unit, such as P2, in per cent. */
    share: (i: Interval) =>
      t("odds.share", {
        from: i.from.toLocaleString(locale, { style: "percent", maximumSignificantDigits: 2 }),
        to: i.to.toLocaleString(locale, { style: "percent", maximumSignificantDigits: 2 }),
      }),
    /** range writes an interval of numbers. */
    range: (i: Interval) => t("odds.range", { from: number(i.from), to: number(i.to) }),
  };
}
