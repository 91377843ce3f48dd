// A verdict of the engine: its word, a sign and a colour.
import { useTranslation } from "react-i18next";
import { verdicts } from "./levels";

export function Verdict({ value }: { value: string }) {
  const { t } = useTranslation();
  const look = verdicts[value];
  if (!look) return <span className="badge">{value}</span>;
  return (
    <span className={`badge ${look.tone}`}>
      <span aria-hidden="true">{look.sign}</span>
      {t(`verdicts.${value}`)}
    </span>
  );
}
