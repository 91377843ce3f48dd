// A level of a scale: its word, steps that show how high it is, and a colour; never the colour alone.
import { useTranslation } from "react-i18next";
import { rankOf, type Scale, scales, toneOf } from "./levels";

export function Level({ value, scale = "risk" }: { value: string; scale?: Scale }) {
  const { t } = useTranslation();
  const rank = rankOf(value, scale);
  if (rank < 0) return <span className="badge level">{value || t("levels.none-given")}</span>;
  return (
    <span className={`badge level level-${toneOf(value, scale)}`}>
      <span className="steps" aria-hidden="true">
        {scales[scale].map((word, i) => (
          <i
            key={word}
            className={i <= rank ? "on" : undefined}
            style={{ height: `${((i + 1) / scales[scale].length) * 100}%` }}
          />
        ))}
      </span>
      {t(`levels.${value}`)}
    </span>
  );
}
