// What stands where a description leads to no harm: nothing can be judged before one is described.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Empty } from "./states";

export function NoHarms() {
  const { t } = useTranslation();
  return (
    <Empty
      title={t("harms.none")}
      actions={
        <Link className="button primary" href="/system">
          {t("harms.describe")}
        </Link>
      }
    >
      {t("harms.noneSays")}
    </Empty>
  );
}
