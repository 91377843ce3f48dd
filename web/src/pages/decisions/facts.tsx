// What a decision rests on, as the records say it, for readers: symbols with their unit, and threats as links.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

/** symbols are the words of records that need their unit; the text is decisions.symbol.<name>. */
const symbols = { P1: "p1", P2: "p2", "the probability of harm": "p" } as const;

/** parts splits words of a record into texts and ids of threats: every second is an id. */
export const parts = (words: string) => words.replaceAll(" -> ", " → ").split(/(T-[A-Z2-7]{12})/);

export function Fact({ words }: { words: string }) {
  const { t } = useTranslation();
  const symbol = Object.keys(symbols).find((s) => words === s || words.startsWith(`${s}: `)) as keyof typeof symbols;
  const said = symbol ? t(`decisions.symbol.${symbols[symbol]}`) + words.slice(symbol.length) : words;
  return parts(said).map((p, i) =>
    i % 2 === 1 ? (
      <Link key={p} href={`/threats/${p}`}>
        {p}
      </Link>
    ) : (
      p
    ),
  );
}
